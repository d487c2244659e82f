"""What claims do in the ledger: decided is reserved, passed is committed, confirmed is owed, paid is paid; and the ways back.

A claim is its own cause (`claim/<id>`), its company the party. What several pay moves on the line of each, in one entry with its total. Each step of a claim has one key: done again, it is done once. A claim whose
money was let go and that is decided on again begins anew, under further keys: else the ledger would take its second reservation
for a repetition of the first and reserve nothing, or refuse it because the amount is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, TypeAlias
from uuid import UUID

from django.db.models import Count

from huiqi.casework.domain.claims.states import Act
from huiqi.casework.models import Claim, ClaimStep
from huiqi.casework.queries.claims.funding import lines_of
from huiqi.casework.services.claims.sharing import parts_of
from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import among
from huiqi.ledger import services as ledger
from huiqi.ledger.services import CannotMove, Entry, Movement, Step

Pair: TypeAlias = tuple[UUID, UUID]
Hands: TypeAlias = Callable[[Claim], Pair]

RESERVED: Final = (Step.RESERVE,)
RELEASED: Final = (Step.RELEASE,)
COMMITTED: Final = (Step.COMMIT,)
CANCELLED: Final = (Step.CANCEL,)
OWED: Final = (Step.OWE,)
# First to confirm, first served: nothing was put aside before.
AT_ONCE: Final = (Step.RESERVE, Step.COMMIT, Step.OWE)


def cause_of(claim: Claim) -> str:
    """Return what the ledger knows a claim by."""
    return f"claim/{claim.pk}"


def deciders(claim: Claim) -> Pair:
    """Return who made and who checked the decision on a claim."""
    assert claim.reviewed_by is not None and claim.approved_by is not None, "a claim is decided by two people"
    return claim.reviewed_by, claim.approved_by


def move_in_order(
    claims: Sequence[Claim],
    steps: Sequence[Step],
    *,
    hands: Hands = deciders,
    marks: Mapping[UUID, str] | None = None,
    actor: Actor,
    now: datetime,
) -> Mapping[UUID, CannotMove]:
    """Take the money of claims of one round some steps on, in the order given; return why it does not move, by claim.

    What the first ones take, the later ones no longer find. Entries of one pair of people go together.
    A claim that finds no money is held as a claim; the ledger holds it no second time, where it could be taken up after the
    claim had been refused. `marks` say which time it is of those that take the steps more than once (`entry_of`).
    """
    failures: dict[UUID, CannotMove] = {}
    turns = turns_of(claims, steps)
    for (maker, checker), some in groupby(claims, key=hands):
        part = list(some)
        lines = lines_of(claim.round for claim in part)
        entries = [
            entry_of(
                claim, steps, lines[claim.round_id], turn=turns.get(claim.pk, 1), mark=(marks or {}).get(claim.pk, "")
            )
            for claim in part
        ]
        done = ledger.move_each(
            zone=part[0].round.zone_id, entries=entries, maker=maker, checker=checker, actor=actor, now=now, holding=()
        )
        failures |= {claim.pk: outcome.why_not for claim, outcome in zip(part, done, strict=True) if outcome.why_not}
    return failures


def move_all(
    claims: Sequence[Claim],
    steps: Sequence[Step],
    *,
    hands: Hands = deciders,
    marks: Mapping[UUID, str] | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Take the money of claims some steps on, all of them or none; raises CannotMove."""
    for _, some in groupby(claims, key=lambda claim: claim.round.zone_id):
        failures = move_in_order(list(some), steps, hands=hands, marks=marks, actor=actor, now=now)
        if failures:
            raise next(iter(failures.values()))


def turns_of(claims: Sequence[Claim], steps: Sequence[Step]) -> Mapping[UUID, int]:
    """Return how often claims have been approved, by claim, with the approval for which money is put aside now."""
    approved = ClaimStep.objects.filter(claim__in=among([claim.pk for claim in claims]), act=Act.APPROVE.value)
    counted = approved.order_by().values_list("claim").annotate(Count("pk"))
    now = 1 if tuple(steps) == RESERVED else 0
    return {key: times + now for key, times in counted}


def entry_of(claim: Claim, steps: Sequence[Step], lines: Sequence[UUID], *, turn: int = 1, mark: str = "") -> Entry:
    """Return the entry that takes a claim's money some steps on, under the one key of these steps of the claim.

    `lines` bear it: one, or one for each of its payers.
    `turn` says by which approval. `mark` names which time it is, where a claim may take them more than once: the reference of its payment.
    """
    cause = cause_of(claim)
    moves = [
        Movement(line, step, part, cause, claim.company_id)
        for step in steps
        for line, part in zip(lines, parts_of(claim), strict=True)
        if part
    ]
    again = str(turn) if turn > 1 else ""
    key = "/".join((cause, "+".join(step.value for step in steps), *filter(None, (again, mark))))
    return Entry(key, moves, None if claim.borne is None else claim.amount)
