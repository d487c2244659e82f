"""Entering the notice of a year and the working hours of a zone; every clock that runs is reckoned again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.calendars import held_festivals, held_hours, held_notices
from huiqi.casework.models import CalendarYear, OfficeHours
from huiqi.casework.services.clocks import reckon_again
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi_clocks import WorkingHours, Year
from huiqi_clocks.years import first_day_of_notice


class CannotKeepCalendar(Cannot):
    """The calendar cannot be changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权更改高新区的日历。", "{actor} may not change the zone's calendar."),
        "nothing_new": (
            "与现有的{year}年安排相同，无须重复录入。",
            "this is what the calendar of {year} says already.",
        ),
        "same_hours": ("工作时间没有变化。", "these are the working hours already."),
    }


@transaction.atomic
def enter_year(*, zone: UUID, year: Year, text: str = "", actor: Actor, now: datetime) -> int:
    """Enter the notice of a year in place of what was known of it; return how many clocks moved. Raises CannotKeepCalendar."""
    _allow(actor, zone)
    known = queries.calendar(zone=zone)
    before = known.year(year.year)
    if before == year:
        raise CannotKeepCalendar("nothing_new", year=year.year)
    entries = CalendarYear.objects.select_for_update().filter(zone=zone, year=year.year, replaced_at=None)
    entries.update(replaced_at=now)
    row = CalendarYear(
        id=new_id(now), zone=zone, year=year.year, notices=held_notices(year), festivals=held_festivals(year),
        text=text, entered_at=now, entered_by_name=actor.name,
    )  # fmt: skip
    row.save(force_insert=True)
    moved = reckon_again(zone=zone, calendar=queries.calendar(zone=zone), since=first_day_of_notice(year.year))
    audit.record(
        "casework.calendar.entered",
        actor=actor, subject_kind="calendar", subject=row.pk, organisation=zone, now=now,
        before=_told(before) if before else None, after=_told(year) | {"clocks_moved": moved},
    )  # fmt: skip
    return moved


@transaction.atomic
def set_office_hours(*, zone: UUID, hours: WorkingHours, actor: Actor, now: datetime) -> int:
    """Set the working hours of a zone; return how many clocks moved. Raises CannotKeepCalendar."""
    _allow(actor, zone)
    before = queries.calendar(zone=zone).hours
    if before == hours:
        raise CannotKeepCalendar("same_hours")
    OfficeHours.objects.select_for_update().filter(zone=zone, replaced_at=None).update(replaced_at=now)
    row = OfficeHours(id=new_id(now), zone=zone, spans=held_hours(hours), entered_at=now, entered_by_name=actor.name)
    row.save(force_insert=True)
    moved = reckon_again(zone=zone, calendar=queries.calendar(zone=zone))
    audit.record(
        "casework.hours.set",
        actor=actor, subject_kind="hours", subject=row.pk, organisation=zone, now=now,
        before={"spans": held_hours(before)}, after={"spans": row.spans, "clocks_moved": moved},
    )  # fmt: skip
    return moved


def _allow(actor: Actor, zone: UUID) -> None:
    if not queries.may_keep_calendar(actor, zone=zone):
        raise CannotKeepCalendar("not_allowed", actor=actor.name)


def _told(year: Year) -> dict[str, object]:
    return {"year": year.year, "notices": [one.number for one in year.notices], "festivals": held_festivals(year)}
