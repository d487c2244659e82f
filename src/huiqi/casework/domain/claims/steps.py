"""The way as a company walks it: three steps, of which it does one (inventory XA-02; there were eight)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiqi.casework.domain.claims.states import State
from huiqi.kernel.words import Pair

STEPS_BEFORE: Final = 8
# Found by the zone, confirmed by the company, paid by the zone.
STEPS: Final[tuple[Pair, ...]] = (
    ("数据比对，审核并公示（园区办理）", "Found by data, reviewed and posted (by the zone)"),
    ("一键确认（企业办理）", "Confirmed with one button (by the company)"),
    ("拨付到账（园区办理）", "Paid (by the zone)"),
)
_WITHOUT_NOTICE: Final[Pair] = ("数据比对并审核（园区办理）", "Found by data and reviewed (by the zone)")
_FIRST: Final = frozenset({State.NOTICED, State.OBJECTED})
_SECOND: Final = frozenset({State.OFFERED})
_THIRD: Final = frozenset({State.CONFIRMED, State.HELD, State.OWED, State.PAYING, State.FAILED})


@dataclass(frozen=True, slots=True)
class WayStep:
    """A step of the way: its number, its name, and whether it is over or at hand."""

    number: int
    name: Pair
    is_over: bool
    is_now: bool


def steps_of(state: State, *, is_posted: bool) -> tuple[WayStep, ...]:
    """Return the three steps as they stand, with or without a public notice; of a claim that came to nothing none is at hand."""
    at = 1 if state in _FIRST else 2 if state in _SECOND else 3 if state in _THIRD else 4 if state == State.PAID else 0
    names = STEPS if is_posted else (_WITHOUT_NOTICE, *STEPS[1:])
    return tuple(
        WayStep(number, name, is_over=number < at, is_now=number == at) for number, name in enumerate(names, start=1)
    )
