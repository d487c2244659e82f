"""Two claims of one company of which one, once it is approved, leaves no place for the other: officers see it before they approve.

Within one run the rules settle most of this. What they leave open is an order that people decide: “first time only” names another
clause, both are met in the same run, and the one is still the first if it is approved first. Both claims are marked when the second is
made; nothing is refused by that. The marks go, in the background, once there is nothing more to choose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huiqi.casework import queries
from huiqi.casework.domain.claims.exceptions import Exceptional, marked
from huiqi.casework.domain.claims.states import ENDED, UNDECIDED, State
from huiqi.casework.models import Claim, Round
from huiqi.casework.services.claims.fitting import awarded, limited_rounds, shortages
from huiqi.casework.services.claims.reviewing import note
from huiqi.casework.services.claims.stepping import locked
from huiqi.kernel.actor import system
from huiqi.kernel.arrays import among
from huiqi.kernel.clock import day_in_china
from huiqi.rulebook.domain.past import Past

EXCLUSIVE: Final = Exceptional.EXCLUSIVE.value
_STATES: Final = sorted(state.value for state in UNDECIDED)


def mark_exclusive(claims: Sequence[Claim], *, now: datetime) -> int:
    """Mark new claims of a round, and those still to be decided that could not be approved after them; return how many of these."""
    made = claims[0].round
    beside = Claim.objects.filter(
        round__zone=made.zone_id, state__in=_STATES, company__in=among([claim.company_id for claim in claims])
    ).exclude(round=made)  # fmt: skip
    rounds = Round.objects.select_related("run").filter(pk__in=beside.values("round").distinct())
    limited = limited_rounds(list(rounds))
    if not limited:
        return 0
    others = [one for one in locked_others(beside.filter(round__in=limited)) if one.state in UNDECIDED]
    new = {claim.company_id: claim for claim in claims}
    past = queries.decided_past(made.zone_id, day=day_in_china(now))
    found: dict[UUID, str] = {}
    for some in by_round(others):
        found |= left_out(some, [new[one.company_id] for one in some], past, now=now)
    excluded = [one for one in others if one.pk in found]
    for one in excluded:
        put_mark(one, new[one.company_id], found[one.pk])
    if excluded:
        note("excluded", excluded, actor=system("limits"), now=now, by=[str(one.excluded_by_id) for one in excluded])
    return len(excluded)


def locked_others(rows: Iterable[Claim]) -> list[Claim]:
    """Return claims, locked, of which there may be none."""
    ids = [one.pk for one in rows]
    return locked(ids) if ids else []


def by_round(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Return claims round by round."""
    rounds: dict[UUID, list[Claim]] = {}
    for claim in claims:
        rounds.setdefault(claim.round_id, []).append(claim)
    return list(rounds.values())


def left_out(some: Sequence[Claim], new: Sequence[Claim], past: Past, *, now: datetime) -> Mapping[UUID, str]:
    """Return which claims of a round fit now and no longer once the new ones of their companies are approved, with the limit."""
    made = some[0].round
    approved = [replace(awarded(one, now=now), amount=one.amount or one.high) for one in new]
    before, after = shortages(made, some, past), shortages(made, some, [*past, *approved])
    return {some[at].pk: short.limit for at, short in after.items() if at not in before}


def put_mark(one: Claim, other: Claim, limit: str) -> None:
    """Mark a claim, and the other one after which it cannot be approved."""
    one.excluded_by, one.excluded_limit = other, limit
    one.save(update_fields=("excluded_by", "excluded_limit"))
    for claim in (one, other):
        keep_marks(claim, [*claim.exceptions, EXCLUSIVE])


def keep_marks(claim: Claim, marks: Collection[str]) -> None:
    """Keep the marks of a locked claim: whoever decides on it has to have seen them."""
    claim.exceptions, claim.version = marked(marks), claim.version + 1
    claim.save(update_fields=("exceptions", "version"))


@transaction.atomic
def end_exclusion(*, decided: Collection[UUID], now: datetime) -> int:
    """Take the marks off where one of two was approved first or the other came to nothing; return how many pairs are over."""
    pairs = Claim.objects.filter(Q(pk__in=decided) | Q(excluded_by__in=decided), excluded_by__isnull=False)
    ids = {key for pair in pairs.values_list("pk", "excluded_by") for key in pair if key is not None}
    claims = {claim.pk: claim for claim in (locked(ids) if ids else [])}
    over = [one for one in claims.values() if one.excluded_by_id in claims and is_over(one, claims[one.excluded_by_id])]
    for one in over:
        one.excluded_by, one.excluded_limit = None, ""
        one.save(update_fields=("excluded_by", "excluded_limit"))
    still = set(Claim.objects.filter(excluded_by__in=ids).values_list("excluded_by", flat=True))
    free = [one for key, one in claims.items() if one.excluded_by_id is None and key not in still]
    for one in free:
        keep_marks(one, [mark for mark in one.exceptions if mark != EXCLUSIVE])
    if over:
        note("exclusion_ended", over, actor=system("limits"), now=now)
    return len(over)


def is_over(one: Claim, other: Claim) -> bool:
    """Return whether there is nothing more to choose: the one was decided on, or the other came to nothing."""
    return one.state not in UNDECIDED or State(other.state) in ENDED
