"""Why a term ends when it does: the days between that did not count, and the weekend days that did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.stops import Excluded
from huiqi_clocks.years import Festival, legal_days


@dataclass(frozen=True, slots=True)
class Account:
    """The days after one day up to and with another: what was skipped, what was worked though it is a weekend.

    `excluded` has each exclusion with the working days that it took; `unconfirmed` the years without a notice.
    """

    working_days: int
    weekend_days: int
    festivals: tuple[Festival, ...]
    legal_days: tuple[date, ...]
    make_up_days: tuple[date, ...]
    excluded: tuple[tuple[Excluded, int], ...]
    unconfirmed: tuple[int, ...]


def account(calendar: Calendar, after: date, until: date, excluded: Iterable[Excluded] = ()) -> Account:
    """Return what lies after one day up to and with another."""

    def within(day: date) -> bool:
        return after < day <= until

    festivals = tuple(one for year in calendar.years for one in year.festivals if any(map(within, one.days())))
    off = {day for festival in festivals for day in festival.days() if within(day)}
    assumed = tuple(sorted(day for day in legal_days() if within(day) and calendar.year(day.year) is None))
    make_up = tuple(sorted(day for year in calendar.years for day in year.make_up_days if within(day)))
    working = calendar.count(after, until)
    return Account(
        working_days=working,
        weekend_days=(until - after).days - working - len(off) - len(assumed),
        festivals=festivals,
        legal_days=assumed,
        make_up_days=make_up,
        excluded=tuple((one, _taken(calendar, one, after, until)) for one in excluded),
        unconfirmed=tuple(
            year for year in range((after + timedelta(days=1)).year, until.year + 1) if calendar.year(year) is None
        ),
    )


def _taken(calendar: Calendar, stop: Excluded, after: date, until: date) -> int:
    """Return the working days between that an exclusion takes away."""
    first = max(stop.first.toordinal() - 1, after.toordinal())
    last = min(stop.last.toordinal(), until.toordinal())
    return max(calendar.rank(last) - calendar.rank(first), 0)
