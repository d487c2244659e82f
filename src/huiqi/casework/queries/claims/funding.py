"""The money of a round: the line that pays, what is left on it, which lines could."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Round
from huiqi.kernel.actor import Actor
from huiqi.ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line of the budget: its name in both languages, what is free on it, in yuan."""

    id: UUID
    title: tuple[str, str]
    free: Decimal


@dataclass(frozen=True, slots=True)
class Funding:
    """The line that pays a round, where one is named; those that could, and the one kept for its policy and year; what waits."""

    line: LineSeen | None
    suggested: UUID | None
    lines: tuple[LineSeen, ...]
    to_post: int
    held: int


def funding_of(actor: Actor, made: Round) -> Funding:
    """Return the money of a round that the actor was let in to."""
    rows: QuerySet[Any] = (
        ledger.lines(actor).filter(zone=made.zone_id).exclude(kind="ceiling").order_by("-year", "code")
    )
    found = {row.pk: LineSeen(row.pk, row.title, row.in_free) for row in rows}
    count = {state: made.claims.filter(state=state.value).count() for state in (State.APPROVED, State.HELD)}
    line = found.get(made.line) if made.line else None
    fits = [row.pk for row in rows if row.code == made.policy and row.year in {made.day.year, None}]
    return Funding(line, next(iter(fits), None), tuple(found.values()), count[State.APPROVED], count[State.HELD])
