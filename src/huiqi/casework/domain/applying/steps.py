"""The way as an applying company walks it: filled in, submitted, confirmed. Steps are counted as they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from huiqi.casework.domain.applying.states import Doing, Standing
from huiqi.casework.domain.claims.states import State
from huiqi.kernel.words import Pair

# What only the zone did before is no step of the company's.
COMPANY_STEPS: Final[tuple[Pair, ...]] = (
    ("填写园区没有的数据，附证明", "Give what the zone does not know, with evidence"),
    ("核对并提交", "Check and submit"),
    ("一键确认领取", "Confirm with one button"),
)
_COUNTED: Final = (Doing.FILL, Doing.SUBMIT)


@dataclass(frozen=True, slots=True)
class WayStep:
    """A step of the company's: its number, its name, and whether it is over or at hand."""

    number: int
    name: Pair
    is_over: bool
    is_now: bool


def steps_taken(done: Sequence[str], *, has_confirmed: bool) -> int:
    """Return how many steps the company has taken: pages filled in, submissions, and the confirmation."""
    return sum(one in _COUNTED for one in done) + has_confirmed


def way_of(standing: Standing, *, is_filled: bool, claim: State | None, has_questions: bool) -> tuple[WayStep, ...]:
    """Return the company's steps as they stand; of an application that came to nothing none is at hand.

    Where the zone knows everything there is nothing to give, and one step less. While the zone is at work none is at hand: what is
    confirmed has to be offered first.
    """
    waits = standing not in {Standing.DRAFT, Standing.RETURNED} and claim is not State.OFFERED
    skipped = 0 if has_questions else 1
    at = _step_at(standing, is_filled=is_filled, claim=claim)
    return tuple(
        WayStep(number - skipped, name, is_over=number < at, is_now=number == at and not waits)
        for number, name in enumerate(COMPANY_STEPS, start=1)
        if number > skipped
    )


def _step_at(standing: Standing, *, is_filled: bool, claim: State | None) -> int:
    match standing:
        case Standing.DRAFT | Standing.RETURNED:
            return 2 if is_filled else 1
        case Standing.SUBMITTED | Standing.ACCEPTED | Standing.CLAIMED:
            is_confirmed = claim in {State.CONFIRMED, State.OWED, State.PAYING, State.FAILED, State.PAID}
            return 4 if is_confirmed else 3
        case _:
            return 0
