"""When something is due: the one function that knows how the beginning, stops and extensions are counted.

Every unit is counted in whole steps along a line (half days, working seconds, days, seconds). A moment has a place on the line: the steps
that are over or have begun there. Acceptance, the end of a pause and the last day of an exclusion are such places, so one rule
serves them all: what has begun is not counted. A term ends at its place plus its steps plus the steps that stood still.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from huiqi_clocks.calendar import Calendar, day_of_ordinal
from huiqi_clocks.hours import CHINA, day_of, local
from huiqi_clocks.stops import Excluded, Pause
from huiqi_clocks.terms import Roll, Term, Unit

_SECONDS_PER_DAY: Final = 86_400
_OF_DAYS: Final = frozenset({Unit.WORKING_DAYS, Unit.NATURAL_DAYS})


@dataclass(frozen=True, slots=True)
class Due:
    """A day (the whole of it may be used) or the moment within a day at which a term ends; provisional where no notice confirms it."""

    at: date | datetime
    provisional: bool

    @property
    def day(self) -> date:
        """The day on which the term ends."""
        return self.at.date() if isinstance(self.at, datetime) else self.at

    @property
    def ends(self) -> datetime:
        """The first moment that is late: the end of the day at midnight, or the moment itself."""
        if isinstance(self.at, datetime):
            return self.at
        return datetime.combine(day_of_ordinal(self.at.toordinal() + 1), time(), CHINA)


def due(
    calendar: Calendar,
    start: date | datetime,
    term: Term,
    *,
    pauses: Iterable[Pause] = (),
    excluded: Iterable[Excluded] = (),
    extension: Term | None = None,
) -> Due:
    """Return when a term that starts there is due; the day (half day) in which it starts is not counted.

    Raises `CannotReckon` for a pause without an end, an extension in another unit, and beyond the year 9999.
    """
    unit = Unit(term.unit)
    begun = place(calendar, start, unit)
    steps = term.steps if extension is None else (term + extension).steps
    stopped = [_stopped(calendar, stop, unit) for group in (pauses, excluded) for stop in group]
    at = _at(calendar, _shifted(begun, steps, stopped), unit)
    if unit is Unit.NATURAL_DAYS:
        assert not isinstance(at, datetime), "natural days end with a day"
        return rolled(calendar, at, Roll(term.roll))
    if unit is Unit.NATURAL_HOURS:
        return Due(at, provisional=False)
    counts_at_once = isinstance(start, datetime) and unit not in _OF_DAYS
    touched = day_of_ordinal(day_of(start).toordinal() + (not counts_at_once))
    return Due(at, provisional=not calendar.is_confirmed(touched, at.date() if isinstance(at, datetime) else at))


def rolled(calendar: Calendar, at: date, roll: Roll) -> Due:
    """Return a day, moved as the rule says where it is a day off; only where the calendar was asked does it have to be confirmed."""
    if roll is Roll.SAME:
        return Due(at, provisional=False)
    day = at if calendar.is_working(at) else calendar.add(at, 1 if roll is Roll.NEXT else -1)
    return Due(day, provisional=not calendar.is_confirmed(min(at, day), max(at, day)))


def place(calendar: Calendar, moment: date | datetime, unit: Unit) -> int:
    """Return the steps of a unit that have begun by a moment, counted along the calendar; a day alone is over."""
    clock = local(moment) if isinstance(moment, datetime) else None
    day = clock.date() if clock else day_of(moment)
    ordinal = day.toordinal()
    match unit:
        case Unit.NATURAL_DAYS:
            return ordinal
        case Unit.WORKING_DAYS:
            return 2 * calendar.rank(ordinal)
        case Unit.NATURAL_HOURS:
            return (
                ordinal * _SECONDS_PER_DAY
                if clock is None
                else (ordinal - 1) * _SECONDS_PER_DAY + _second_of_day(clock)
            )
    steps = 2 if unit is Unit.HALF_DAYS else calendar.hours.seconds
    over = calendar.rank(ordinal)
    if clock is None or not calendar.is_working(day):
        return steps * over
    hours, now = calendar.hours, clock.time()
    return steps * (over - 1) + (hours.halves_begun(now) if unit is Unit.HALF_DAYS else hours.elapsed(now))


def over(
    calendar: Calendar,
    start: date | datetime,
    end: int,
    unit: Unit,
    *,
    pauses: Iterable[Pause] = (),
    excluded: Iterable[Excluded] = (),
) -> int:
    """Return the steps between a start and a place of the line that did not stand still."""
    begun = place(calendar, start, unit)
    steps, reached = end - begun, begun
    for first, last in sorted(_stopped(calendar, stop, unit) for group in (pauses, excluded) for stop in group):
        steps -= max(min(last, end) - max(first, reached), 0)
        reached = max(reached, last)
    return steps


def _stopped(calendar: Calendar, stop: Pause | Excluded, unit: Unit) -> tuple[int, int]:
    """Return the stretch of the line that a stop takes away."""
    if isinstance(stop, Pause):
        return place(calendar, stop.start, unit), place(calendar, stop.closed(), unit)
    before = stop.first.toordinal() - 1
    first = place(calendar, date.fromordinal(before), unit) if before else 0
    return first, place(calendar, stop.last, unit)


def _shifted(begun: int, steps: int, stopped: Sequence[tuple[int, int]]) -> int:
    """Return the place where so many steps that did not stand still are over; stops may overlap and come in any order."""
    end, over = begun + steps, begun
    for first, last in sorted(stopped):
        if first >= end:
            break
        end += max(last - max(first, over), 0)
        over = max(over, last)
    return end


def _at(calendar: Calendar, steps: int, unit: Unit) -> date | datetime:
    """Return the day that ends at a place of the line, or the moment within a day."""
    match unit:
        case Unit.NATURAL_DAYS:
            return day_of_ordinal(steps)
        case Unit.NATURAL_HOURS:
            days, seconds = divmod(steps, _SECONDS_PER_DAY)
            return datetime.combine(day_of_ordinal(days + 1), time(), CHINA) + timedelta(seconds=seconds)
        case Unit.WORKING_DAYS | Unit.HALF_DAYS:
            day = calendar.day_at((steps + 1) // 2)
            return datetime.combine(day, calendar.hours.morning_end, CHINA) if steps % 2 else day
    whole, rest = divmod(steps - 1, calendar.hours.seconds)
    return datetime.combine(calendar.day_at(whole + 1), calendar.hours.at(rest + 1), CHINA)


def _second_of_day(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
