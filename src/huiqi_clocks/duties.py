"""Duties that come again: every week, month or quarter, due on a day of it, done or missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiqi_clocks.calendar import Calendar, day_of_ordinal
from huiqi_clocks.dueness import Due, rolled
from huiqi_clocks.errors import CannotReckon
from huiqi_clocks.terms import Roll

_MONTHS_PER_QUARTER = 3
_MOST_OCCASIONS = 10_000


class Every(StrEnum):
    """How often a duty comes."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done once in every week, month or quarter, by its `day` (from 1; beyond the end: the last day).

    Without a day by the end of it. A day off moves as `roll` says: by default back, so that a duty stays within its time.
    """

    every: Every | str
    day: int | None = None
    roll: Roll | str = Roll.BEFORE

    def __post_init__(self) -> None:
        object.__setattr__(self, "every", Every(self.every))
        object.__setattr__(self, "roll", Roll(self.roll))
        if self.day is not None and self.day < 1:
            raise CannotReckon("amount", amount=self.day)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One week, month or quarter of a duty (2026-W07, 2026-02, 2026-Q1), from its first to its last day, and when it is due."""

    name: str
    first: date
    last: date
    due: Due


def occasions(calendar: Calendar, duty: Duty, since: date, until: date) -> Iterator[Occasion]:
    """Yield the occasions whose weeks, months or quarters begin between two days, both of them."""
    if until < since:
        raise CannotReckon("reversed", first=since, last=until)
    every = Every(duty.every)
    first = _begin(since, every)
    if first < since:
        first = _next(first, every)
    for _ in range(_MOST_OCCASIONS):
        if first > until:
            return
        after = _next(first, every)
        last = day_of_ordinal(after.toordinal() - 1)
        day = last if duty.day is None else min(first + timedelta(days=duty.day - 1), last)
        yield Occasion(_name(first, every), first, last, rolled(calendar, day, Roll(duty.roll)))
        first = after


def missed(calendar: Calendar, duty: Duty, done: Iterable[date], since: date, until: date) -> tuple[Occasion, ...]:
    """Return the occasions between two days on which nothing was done from the first day until the duty was due.

    Where a holiday takes the whole week, the duty is due before its first day: what is done on that day counts.
    """
    days = tuple(done)
    return tuple(
        one
        for one in occasions(calendar, duty, since, until)
        if not any(min(one.first, one.due.day) <= day <= _latest(one, duty) for day in days)
    )


def _latest(one: Occasion, duty: Duty) -> date:
    """Return the last day on which it is still done in time: without a day of its own the end of the week, month or quarter."""
    return one.due.day if duty.day is not None else max(one.due.day, one.last)


def _begin(day: date, every: Every) -> date:
    match every:
        case Every.WEEK:
            return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
        case Every.MONTH:
            return day.replace(day=1)
        case Every.QUARTER:
            return day.replace(month=day.month - (day.month - 1) % _MONTHS_PER_QUARTER, day=1)


def _next(first: date, every: Every) -> date:
    if every is Every.WEEK:
        return day_of_ordinal(first.toordinal() + 7)
    months = first.month + (1 if every is Every.MONTH else _MONTHS_PER_QUARTER)
    year = first.year + (months - 1) // 12
    if year > date.max.year:
        raise CannotReckon("off_the_calendar")
    return date(year, (months - 1) % 12 + 1, 1)


def _name(first: date, every: Every) -> str:
    match every:
        case Every.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02}"
        case Every.MONTH:
            return f"{first:%Y-%m}"
        case Every.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // _MONTHS_PER_QUARTER}"
