"""The calendar of working days: which day is worked, the day after so many, and how far that is confirmed.

Inside of its tables it counts by lookup; beyond them by weeks, so that no term takes longer than another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Final

from huiqi_clocks.errors import CannotReckon
from huiqi_clocks.hours import OFFICE_HOURS, WorkingHours
from huiqi_clocks.years import SATURDAY, Year, legal_days, official_years

_LAST_ORDINAL: Final = date.max.toordinal()


@dataclass(frozen=True)
class Calendar:
    """Working days by the tables of some years, and working hours; frozen, made by `official`, `of` or `with_year`.

    Days of other years are Monday to Friday without the festivals that the law sets, and not confirmed.
    """

    years: tuple[Year, ...]
    hours: WorkingHours = OFFICE_HOURS
    _run: range = field(init=False, repr=False, compare=False)
    _base: int = field(init=False, repr=False, compare=False)
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _counted: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        off = legal_days() - {day for day in legal_days() if any(year.year == day.year for year in self.years)}
        off |= {day for year in self.years for day in year.days_off}
        on = {day for year in self.years for day in year.make_up_days}
        known = [day.toordinal() for day in off | on] or [1]
        base, last = min(known), max(known)
        days_off, days_on = {day.toordinal() for day in off}, {day.toordinal() for day in on}
        worked = [
            ordinal
            for ordinal in range(base, last + 1)
            if ordinal in days_on or (_is_weekday(ordinal) and ordinal not in days_off)
        ]
        flags = set(worked)
        object.__setattr__(self, "_run", _unbroken([year.year for year in self.years]))
        object.__setattr__(self, "_base", base)
        object.__setattr__(self, "_worked", tuple(worked))
        object.__setattr__(
            self, "_counted", tuple(accumulate((day in flags for day in range(base, last + 1)), initial=0))
        )

    @classmethod
    def official(cls) -> Calendar:
        """Return the calendar of the bundled tables, with the default working hours."""
        return _official()

    @classmethod
    def of(cls, years: Iterable[Year], hours: WorkingHours = OFFICE_HOURS) -> Calendar:
        """Return the calendar of these years, each at most once."""
        return cls(tuple(sorted(years, key=lambda year: year.year)), hours)

    def with_year(self, year: Year) -> Calendar:
        """Return the calendar with one year entered or replaced."""
        return Calendar.of([*(one for one in self.years if one.year != year.year), year], self.hours)

    def with_hours(self, hours: WorkingHours) -> Calendar:
        """Return the calendar with other working hours."""
        return Calendar(self.years, hours)

    # --- days

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked."""
        ordinal = day.toordinal()
        return self.rank(ordinal) > self.rank(ordinal - 1)

    def next_working(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.add(day, 1)

    def add(self, day: date, working_days: int) -> date:
        """Return the last of so many working days after a day (before it, if negative); the day itself is not counted."""
        if working_days == 0:
            return day
        before = self.rank(day.toordinal() - (working_days < 0))
        return self.day_at(before + working_days + (working_days < 0))

    def count(self, after: date, until: date) -> int:
        """Return the working days after one day up to and with another; negative if that is earlier."""
        return self.rank(until.toordinal()) - self.rank(after.toordinal())

    # --- what is confirmed

    @property
    def confirmed_from(self) -> date:
        """The first day that a notice confirms."""
        return date(self._run[0], 1, 1) if self._run else date.max

    @property
    def confirmed_until(self) -> date:
        """The last day of the unbroken run of years with a notice."""
        return date(self._run[-1], 12, 31) if self._run else date.min

    def is_confirmed(self, first: date, last: date) -> bool:
        """Say whether every day from the first to the last lies in a year with a notice."""
        if self._run and self._run[0] <= first.year and last.year <= self._run[-1]:
            return True
        return all(self.year(number) is not None for number in range(first.year, last.year + 1))

    def year(self, number: int) -> Year | None:
        """Return the table of a year, if its notice is known."""
        return next((year for year in self.years if year.year == number), None)

    # --- numbers of days: how many working days there are up to a day, and the day that is the so-manieth

    def rank(self, ordinal: int) -> int:
        """Return how many working days there are up to and with a day of the proleptic calendar (1 = 0001-01-01)."""
        place = ordinal - self._base + 1
        if place <= 0:
            return _weekdays(ordinal)
        if place < len(self._counted):
            return _weekdays(self._base - 1) + self._counted[place]
        end = self._base + len(self._counted) - 2
        return _weekdays(self._base - 1) + self._counted[-1] + _weekdays(ordinal) - _weekdays(end)

    def day_at(self, rank: int) -> date:
        """Return the working day that has this rank; raises `CannotReckon("off_the_calendar")`."""
        before = _weekdays(self._base - 1)
        place = rank - before
        if place <= 0:
            ordinal = _weekday_at(rank)
        elif place <= len(self._worked):
            ordinal = self._worked[place - 1]
        else:
            end = self._base + len(self._counted) - 2
            ordinal = _weekday_at(_weekdays(end) + place - len(self._worked))
        return day_of_ordinal(ordinal)


def day_of_ordinal(ordinal: int) -> date:
    """Return the day of a number; raises `CannotReckon("off_the_calendar")` where there is none."""
    if not 1 <= ordinal <= _LAST_ORDINAL:
        raise CannotReckon("off_the_calendar")
    return date.fromordinal(ordinal)


@cache
def _official() -> Calendar:
    return Calendar.of(official_years().values())


def _unbroken(years: Sequence[int]) -> range:
    """Return the first run of years without a gap."""
    if not years:
        return range(0)
    return range(years[0], next(year for year in range(years[0], years[-1] + 2) if year not in years))


def _is_weekday(ordinal: int) -> bool:
    return (ordinal + 6) % 7 < SATURDAY


def _weekdays(ordinal: int) -> int:
    """Return the Mondays to Fridays up to and with a day; day 1 is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _weekday_at(rank: int) -> int:
    weeks, rest = divmod(rank - 1, 5)
    return 7 * weeks + rest + 1
