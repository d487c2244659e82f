"""The calendar as its pages show it: years with their source, one year month by month, and what was entered before."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiqi.casework.domain.rights import SEE_CALENDAR
from huiqi.casework.models import CalendarYear
from huiqi.casework.queries.calendars import CannotSeeCalendar, calendar, calendar_zones, may_keep_calendar
from huiqi.kernel.actor import Actor
from huiqi_clocks import Calendar, Festival, Notice, Year

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """When and by whom a year was entered; `replaced_at` is empty for the entry that counts."""

    year: int
    numbers: str
    entered_at: datetime
    entered_by: str
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year in the list: its notices, its working days, and who entered it where it is not one of the bundled ones."""

    year: int
    numbers: str
    working_days: int
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The calendar of a zone."""

    zone: UUID
    may_keep: bool
    confirmed_until: date
    is_near_its_end: bool
    years: tuple[YearLine, ...]
    hours: str
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month: `off` (holiday), `worked` (weekend day that is worked), `weekend`, or nothing special."""

    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class YearPage:
    """One year: notices, festivals, and its months as weeks of days; a place without a day is None."""

    year: int
    is_confirmed: bool
    notices: tuple[Notice, ...]
    festivals: tuple[Festival, ...]
    working_days: int
    entry: Entry | None
    months: tuple[tuple[int, tuple[tuple[Day | None, ...], ...]], ...]


def calendar_page(actor: Actor, *, zone: UUID | None, day: date) -> CalendarPage:
    """Return the calendar of a zone, or of the first one in which the actor works; raises CannotSeeCalendar."""
    home = _seen(actor, zone)
    known = calendar(zone=home)
    entries = tuple(_entry(row) for row in CalendarYear.objects.filter(zone=home))
    own = {one.year: one for one in entries if one.replaced_at is None}
    years = tuple(
        YearLine(one.year, _numbers(one.notices), working_days(known, one.year), own.get(one.year))
        for one in reversed(known.years)
    )
    return CalendarPage(
        zone=home,
        may_keep=may_keep_calendar(actor, zone=home),
        confirmed_until=known.confirmed_until,
        # Notices come in October to December: from October on the next year is missed.
        is_near_its_end=known.confirmed_until < date(day.year + (day.month >= 10), 12, 31),  # October
        years=years,
        hours=hours_in_words(known),
        history=tuple(one for one in entries if one.replaced_at is not None),
    )


def year_page(actor: Actor, *, zone: UUID | None, year: int) -> YearPage:
    """Return one year of a zone's calendar; a year without a notice is shown as it is reckoned. Raises CannotSeeCalendar."""
    home = _seen(actor, zone)
    known = calendar(zone=home)
    table = known.year(year)
    row = CalendarYear.objects.filter(zone=home, year=year, replaced_at=None).first()
    return YearPage(
        year=year,
        is_confirmed=table is not None,
        notices=table.notices if table else (),
        festivals=table.festivals if table else (),
        working_days=working_days(known, year),
        entry=_entry(row) if row else None,
        months=months(known, year),
    )


def months(known: Calendar, year: int) -> tuple[tuple[int, tuple[tuple[Day | None, ...], ...]], ...]:
    """Return the months of a year as weeks from Monday to Sunday."""
    off = frozenset(day for one in known.years for day in one.days_off)
    return tuple(
        (
            month,
            tuple(
                tuple(_day(known, date(year, month, number), off) if number else None for number in week)
                for week in months_of.Calendar().monthdayscalendar(year, month)
            ),
        )
        for month in range(1, _MONTHS + 1)
    )


def with_entry(known: Calendar, year: Year) -> tuple[tuple[int, tuple[tuple[Day | None, ...], ...]], ...]:
    """Return the months of a year as they would be with it."""
    return months(known.with_year(year), year.year)


def working_days(known: Calendar, year: int) -> int:
    """Return the number of working days in a year."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return known.rank(last) - known.rank(first - 1)


def hours_in_words(known: Calendar) -> str:
    """Return working hours as they are typed."""
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in known.hours.spans)


def zone_to_keep(actor: Actor, *, zone: UUID | None) -> UUID:
    """Return the zone whose calendar the actor changes; raises CannotSeeCalendar where there is none."""
    home = next((one for one in _zones(actor, zone) if may_keep_calendar(actor, zone=one)), None)
    if home is None:
        raise CannotSeeCalendar("not_found")
    return home


def _seen(actor: Actor, zone: UUID | None) -> UUID:
    found = _zones(actor, zone)
    if not found or not actor.holds(*SEE_CALENDAR):
        raise CannotSeeCalendar("not_found")
    return found[0]


def _zones(actor: Actor, zone: UUID | None) -> list[UUID]:
    return [one for one in calendar_zones(actor) if zone in {None, one}]


def _day(known: Calendar, day: date, off: Collection[date]) -> Day:
    is_weekend = day.weekday() >= months_of.SATURDAY
    if known.is_working(day):
        return Day(day.day, "worked" if is_weekend else "")
    return Day(day.day, "off" if day in off or not is_weekend else "weekend")


def _entry(row: CalendarYear) -> Entry:
    numbers = "、".join(str(one["number"]) for one in row.notices)
    return Entry(row.year, numbers, row.entered_at, row.entered_by_name, row.replaced_at)


def _numbers(notices: tuple[Notice, ...]) -> str:
    return "、".join(one.number for one in notices)
