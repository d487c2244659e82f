"""Days of the calendar: Python's dates for the years 1 to 9999, and the same for the years far before and after.

FEEL's years run from -999,999,999 to 999,999,999 (DMN 1.5, 10.3.2.3.5). The Gregorian calendar repeats every 400 years,
weekdays included, so a far day is a near one and a number of such cycles.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Self

YEAR_LIMIT: Final = 999_999_999
_CYCLE_YEARS: Final = 400
_CYCLE_DAYS: Final = 146_097
# The near years that stand for the far ones: late enough that no zone has rules of its own for single years.
_FIRST_YEAR: Final = 2_400
_FIRST_DAY: Final = date(_FIRST_YEAR, 1, 1).toordinal()
_LAST_ORDINAL: Final = date.max.toordinal()


class FarDate(date):
    """A day outside the years 1 to 9999; behaves as a date in everything that FEEL asks of one."""

    _cycles: int

    def __new__(cls, near: date, cycles: int) -> Self:
        """Return the day so many cycles of 400 years after `near`."""
        made = super().__new__(cls, near.year, near.month, near.day)
        made._cycles = cycles
        return made

    @property
    def near(self) -> date:
        """The day of the same name in a year that Python knows."""
        return date(super().year, self.month, self.day)

    @property
    def year(self) -> int:
        """The year, 0 and negative before year 1."""
        return super().year + _CYCLE_YEARS * self._cycles

    def toordinal(self) -> int:
        """Return the number of the day, 1 for the first day of year 1."""
        return super().toordinal() + _CYCLE_DAYS * self._cycles

    def isoformat(self) -> str:
        """Return the day by ISO 8601, the year with a sign before year 0 and with at least four digits."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"

    __str__ = isoformat

    def __repr__(self) -> str:
        return f"FarDate({self.isoformat()})"

    def __reduce__(self) -> tuple[type[Self], tuple[date, int]]:
        return type(self), (self.near, self._cycles)

    def __hash__(self) -> int:
        return hash(self.toordinal())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, date) and self.toordinal() == other.toordinal()

    def __lt__(self, other: date) -> bool:
        return self.toordinal() < other.toordinal()

    def __le__(self, other: date) -> bool:
        return self.toordinal() <= other.toordinal()

    def __gt__(self, other: date) -> bool:
        return self.toordinal() > other.toordinal()

    def __ge__(self, other: date) -> bool:
        return self.toordinal() >= other.toordinal()


def make_date(year: int, month: int, day: int) -> date | None:
    """Return the date, None if there is no such day."""
    if not -YEAR_LIMIT <= year <= YEAR_LIMIT:
        return None
    try:
        if 1 <= year <= date.max.year:
            return date(year, month, day)
        cycles, rest = divmod(year - _FIRST_YEAR, _CYCLE_YEARS)
        return FarDate(date(_FIRST_YEAR + rest, month, day), cycles)
    except (ValueError, OverflowError):
        return None


def day_of_ordinal(ordinal: int) -> date | None:
    """Return the day of a number, 1 for the first day of year 1; None beyond the years of FEEL."""
    if 1 <= ordinal <= _LAST_ORDINAL:
        return date.fromordinal(ordinal)
    cycles, rest = divmod(ordinal - _FIRST_DAY, _CYCLE_DAYS)
    if abs(cycles) > YEAR_LIMIT // _CYCLE_YEARS + 10:
        return None
    far = FarDate(date.fromordinal(_FIRST_DAY + rest), cycles)
    return far if abs(far.year) <= YEAR_LIMIT else None


def near_day(day: date) -> date:
    """Return a day on which zones have the same offset from UTC, among those that Python can compute with."""
    if not isinstance(day, FarDate):
        return day
    # Before year 1 every zone has its first offset, after 9999 the rule of its last.
    return day.near if day.year > 0 else date.min + timedelta(days=1)
