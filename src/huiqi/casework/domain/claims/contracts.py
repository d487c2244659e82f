"""Where a condition of a contract stands: a payout waits until it is met, and says why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from huiqi.casework.domain.snapshot_files import Cell


class Standing(StrEnum):
    """What the register says of a condition."""

    MET = "met"
    WAITING = "waiting"
    MISSED = "missed"
    ENDED = "ended"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _NAMES[self]

    @property
    def blocks(self) -> bool:
        """Return whether nothing is paid meanwhile."""
        return self in {Standing.WAITING, Standing.MISSED}


_NAMES: Final = {
    Standing.MET: ("已满足", "Met"),
    Standing.WAITING: ("未到期，尚未满足", "Not met yet"),
    Standing.MISSED: ("逾期未满足", "Missed"),
    Standing.ENDED: ("已解除", "Ended"),
}


def standing(cell: Cell, *, due_on: date, today: date) -> Standing:
    """Return where a condition stands by the fact as it held on its day, or today where that is earlier; not known is not met."""
    if cell is True:
        return Standing.MET
    return Standing.WAITING if today <= due_on else Standing.MISSED
