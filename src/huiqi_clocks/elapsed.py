"""How much of a term has gone by and is left, counted as the due date is: what began before does not count, what is over does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.dueness import over, place
from huiqi_clocks.hours import local
from huiqi_clocks.stops import Excluded, Pause
from huiqi_clocks.terms import MEASURES, Term, Unit


def elapsed(
    calendar: Calendar,
    start: date | datetime,
    end: date | datetime,
    unit: Unit | str = Unit.WORKING_DAYS,
    *,
    pauses: Iterable[Pause] = (),
    excluded: Iterable[Excluded] = (),
) -> Decimal:
    """Return how much time of a unit lies between, without what stood still; a pause that goes on counts until the end."""
    kind = Unit(unit)
    closed = [one if one.end is not None else Pause(one.start, max_of(one.start, end), one.reason) for one in pauses]
    steps = over(calendar, start, _reached(calendar, end, kind), kind, pauses=closed, excluded=excluded)
    return Decimal(max(steps, 0)) / MEASURES[kind].steps


def left(
    calendar: Calendar,
    start: date | datetime,
    term: Term,
    now: date | datetime,
    *,
    pauses: Iterable[Pause] = (),
    excluded: Iterable[Excluded] = (),
    extension: Term | None = None,
) -> Decimal:
    """Return how much of a term is left, in its own unit; below 0 where it is over."""
    whole = term if extension is None else term + extension
    return Decimal(whole.amount) - elapsed(calendar, start, now, term.unit, pauses=pauses, excluded=excluded)


def _reached(calendar: Calendar, end: date | datetime, unit: Unit) -> int:
    """Return the steps that are over at an end: a half day that has only begun is not."""
    if not isinstance(end, datetime) or unit not in {Unit.WORKING_DAYS, Unit.HALF_DAYS}:
        return place(calendar, end, unit)
    here = local(end)
    ordinal = here.toordinal()
    halves = calendar.hours.halves_over(here.time()) if calendar.is_working(here.date()) else 0
    return 2 * calendar.rank(ordinal - 1) + halves


def max_of(start: date | datetime, end: date | datetime) -> date | datetime:
    """Return the later of a start and an end of one kind; of two kinds the end, which is refused by a pause if it is earlier."""
    if isinstance(start, datetime) == isinstance(end, datetime):
        return max(start, end)
    return end
