"""Whether a company stands on a credit or breach list, by the facts of the dictionary that say so. Not known is not clean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from huiqi.casework.domain.snapshot_files import Cell

# The facts of the national dictionary that say it.
USUAL_LISTS: Final = ("on_adverse_list", "serious_incident_or_misconduct")


class Credit(StrEnum):
    """What the lists say of a company."""

    CLEAN = "clean"
    LISTED = "listed"
    UNKNOWN = "unknown"
    # Not known by the register, and an officer looked elsewhere: who and where stands beside it.
    CLEARED = "cleared"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES: Final[Mapping[Credit, tuple[str, str]]] = {
    Credit.CLEAN: ("无不良记录", "Clean"),
    Credit.LISTED: ("列入名单", "Listed"),
    Credit.UNKNOWN: ("信用未知", "Credit unknown"),
    Credit.CLEARED: ("人工核查无记录", "Cleared by an officer"),
}


def judge(cells: Sequence[Cell]) -> Credit:
    """Return what the lists say: one that names the company is enough, and one that says nothing leaves it unknown."""
    if any(cell is True for cell in cells):
        return Credit.LISTED
    return Credit.CLEAN if cells and all(cell is False for cell in cells) else Credit.UNKNOWN
