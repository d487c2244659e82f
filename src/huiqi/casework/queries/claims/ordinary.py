"""The ordinary claims of a round: those that nothing is odd about and that wait for a decision, all pages of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Claim, Round
from huiqi.casework.queries.claims.approving import approvable
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register

# Where an ordinary claim waits for the reviewer, and where for the approver.
WAITING: Final = frozenset({State.PROPOSED, State.REVIEWED})


@dataclass(frozen=True, slots=True)
class Ordinary:
    """How many ordinary claims wait in a state, and a seal over them: it is another one as soon as any of them changes."""

    state: State
    count: int
    seal: str


def of_others(actor: Actor, rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Leave out the claims of companies at which the actor has or had a role: somebody else decides on those."""
    return rows.exclude(company__in=register.organisations_related(actor.person))


def ordinary(rows: QuerySet[Claim], state: State) -> Ordinary:
    """Count and seal the ordinary claims in a state; one query however many they are."""
    return Ordinary(state, *sealed(_ordinary(rows, state)))


def sealed(rows: QuerySet[Claim]) -> tuple[int, str]:
    """Return how many claims there are, and a seal over them: another one as soon as any of them changes. One query."""
    line = Concat(Cast("pk", TextField()), Value(":"), Cast("version", TextField()), output_field=TextField())
    seal = MD5(StringAgg(line, Value(","), order_by="pk"), output_field=TextField())
    found = rows.aggregate(count=Count("pk"), seal=seal)
    return found["count"], found["seal"] or ""


def decidable(actor: Actor, made: Round, rows: QuerySet[Claim], state: State, *, now: datetime) -> QuerySet[Claim]:
    """Return the claims of a round in a state on which the actor may decide: of others' companies; to approve, within the own band."""
    if state is State.REVIEWED:
        return rows.filter(approvable(actor, zones=[made.zone_id], now=now))
    return of_others(actor, rows)


def ordinary_of_others(
    actor: Actor, made: Round, rows: QuerySet[Claim], states: Iterable[State], *, now: datetime
) -> list[Ordinary]:
    """Count and seal the ordinary claims of a round in some states on which the actor may decide."""
    return [ordinary(decidable(actor, made, rows, state, now=now), state) for state in sorted(states)]


def ordinary_as_seen(rows: QuerySet[Claim], state: State, *, seal: str) -> dict[UUID, int] | None:
    """Return the ordinary claims in a state with their versions, or None where they are others than those that were sealed."""
    if ordinary(rows, state).seal != seal:
        return None
    return dict(_ordinary(rows, state).values_list("pk", "version"))


def _ordinary(rows: QuerySet[Claim], state: State) -> QuerySet[Claim]:
    return rows.filter(exceptions=[], state=state.value).order_by()
