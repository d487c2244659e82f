"""Telling the next one up when a term is over: in working time, never at midnight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.dueness import Due, due
from huiqi_clocks.hours import CHINA, local
from huiqi_clocks.terms import Term


@dataclass(frozen=True, slots=True)
class Step:
    """Whom to tell so much time (working hours, or another unit) after a term is over."""

    to: str
    after: Term


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whom to tell, and when: a moment within working time."""

    to: str
    at: datetime
    provisional: bool


def escalations(calendar: Calendar, found: Due, steps: Sequence[Step]) -> tuple[Escalation, ...]:
    """Return when each step comes after a term that was not kept."""
    told = []
    for step in steps:
        later = due(calendar, found.ends, step.after)
        at = next_working_moment(calendar, later.ends)
        unsure = found.provisional or later.provisional or not calendar.is_confirmed(found.day, at.date())
        told.append(Escalation(step.to, at, unsure))
    return tuple(told)


def next_working_moment(calendar: Calendar, moment: datetime) -> datetime:
    """Return the moment itself if it is working time, else the next one at which work begins."""
    here = local(moment)
    if calendar.is_working(here.date()):
        for start, end in calendar.hours.spans:
            if here.timetz().replace(tzinfo=None) < start:
                return datetime.combine(here.date(), start, CHINA)
            if here.timetz().replace(tzinfo=None) < end:
                return here
    return datetime.combine(calendar.next_working(here.date()), calendar.hours.opening, CHINA)
