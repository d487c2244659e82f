"""How long records are kept, and what is finished and can be filed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from huiqi.casework.domain.claims.states import ENDED, State

# Nothing more comes of these, but that the bank may return a payment: that is filed anew.
FINISHED: Final = frozenset({State.PAID, *ENDED})


class Retention(StrEnum):
    """How long a record is kept, by 会计档案管理办法 (财政部 国家档案局令第79号): ten years, thirty, or for ever."""

    TEN = "10"
    THIRTY = "30"
    EVER = "ever"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _NAMES[self]

    @property
    def years(self) -> int | None:
        """Return the years; None for ever."""
        return None if self is Retention.EVER else int(self.value)


_NAMES: Final = {
    Retention.TEN: ("10年", "10 years"),
    Retention.THIRTY: ("30年", "30 years"),
    Retention.EVER: ("永久", "For ever"),
}


def last_day(filed_on: date, years: int | None) -> date | None:
    """Return the last day of a retention, which begins with the year after the filing; None for ever."""
    return None if years is None else date(filed_on.year + years, 12, 31)
