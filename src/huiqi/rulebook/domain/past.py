"""What was awarded before, as limits look at it: first time only, once a year, highest only, caps, pools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.model.claims import Award


@dataclass(frozen=True, slots=True)
class Awarded:
    """One earlier award: `clause` is "policy/clause", `year` the one it counts for, the amount in yuan, the day of the decision.

    `amount` is None where it is not set yet and has no upper end. `is_pending`: it is under review still; its day is that of the
    round. `stage` is "interim", "final" or empty. `origin` is the caller's own mark of where it is known from, empty for its own awards.
    """

    clause: str
    company: str
    year: int
    amount: Decimal | None
    day: date
    stage: str = ""
    origin: str = ""
    is_pending: bool = False


Past: TypeAlias = Sequence[Awarded]


def as_history(past: Past) -> tuple[Award, ...]:
    """Return earlier awards as the engine's limits take them."""
    return tuple(
        Award(
            one.clause, one.company, one.year, one.amount, day=one.day, stage=one.stage, is_pending=one.is_pending
        )
        for one in past
    )  # fmt: skip
