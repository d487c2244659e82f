"""The calendar of a zone: the bundled tables, with what the zone entered itself; and what an entry would move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.calendars import calendar_with, hours_of, year_of
from huiqi.casework.domain.rights import KEEP_CALENDAR, SEE_CALENDAR
from huiqi.casework.models import CalendarYear, Clock, OfficeHours
from huiqi.casework.queries.clocks import due_of
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register
from huiqi_clocks import Calendar, Due, Year
from huiqi_clocks.years import first_day_of_notice

SHOWN_MOST = 50


class CannotSeeCalendar(NotVisible):
    """There is no such zone, or no such entry, for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这份日历。", "there is no such calendar that you may see.")
    }


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock that an entry would move."""

    clock: Clock
    before: Due
    after: Due


@dataclass(frozen=True, slots=True)
class Effect:
    """What an entry would do to the clocks that run: how many there are, move, and are confirmed by it; the first of those that move."""

    running: int
    moved: int
    confirmed: int
    first: tuple[Moved, ...]


def calendar(*, zone: UUID) -> Calendar:
    """Return the calendar by which a zone's terms are reckoned; two queries, and made once for the same entries."""
    rows = CalendarYear.objects.filter(zone=zone, replaced_at=None).order_by("year")
    years = tuple(year_of(row.year, row.notices, row.festivals) for row in rows)
    spans = OfficeHours.objects.filter(zone=zone, replaced_at=None).values_list("spans", flat=True).first()
    return calendar_with(years, hours_of(spans) if spans else None)


def calendar_zones(actor: Actor) -> list[UUID]:
    """Return the zones whose calendar the actor may see: those in which the actor works."""
    return sorted(actor.zones) if actor.holds(*SEE_CALENDAR) else []


def calendar_of(actor: Actor) -> Calendar:
    """Return the calendar of the first zone in which the actor works; for who works in none the official one."""
    zone = next(iter(calendar_zones(actor)), None)
    return calendar(zone=zone) if zone else Calendar.official()


def may_keep_calendar(actor: Actor, *, zone: UUID) -> bool:
    """Say whether the actor may enter notices, which count for the whole zone."""
    return register.within_reach(actor, *KEEP_CALENDAR).filter(pk=zone, kind="zone").exists()


def entries(*, zone: UUID) -> QuerySet[CalendarYear]:
    """Return every entry of a zone, the replaced ones among them."""
    return CalendarYear.objects.filter(zone=zone)


def effect(*, zone: UUID, year: Year) -> Effect:
    """Return what entering a year would do to the clocks that run."""
    known = calendar(zone=zone)
    then = known.with_year(year)
    rows = Clock.objects.filter(zone=zone, stopped_at=None)
    moved = confirmed = 0
    first: list[Moved] = []
    for clock in rows.filter(due_on__gte=first_day_of_notice(year.year)).iterator(chunk_size=2000):
        before, after = due_of(clock, known), due_of(clock, then)
        assert before is not None, "a clock that stands still has no due day"
        assert after is not None, "nor does it under another calendar"
        confirmed += before.provisional and not after.provisional
        if before.at != after.at:
            moved += 1
            if len(first) < SHOWN_MOST:
                first.append(Moved(clock, before, after))
    return Effect(rows.count(), moved, confirmed, tuple(first))
