"""Clocks that run, for those who follow the work: what is due when, what is near, what is late."""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from huiqi.casework.domain.clocks import PAUSED, reckoned
from huiqi.casework.domain.rights import KEEP_TIME
from huiqi.casework.models import Clock
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.register.domain.rights import WATCH_WORK
from huiqi_clocks import Calendar, Due, State, Term
from huiqi_clocks.states import SOON_WORKING_DAYS


def clocks(actor: Actor) -> QuerySet[Clock]:
    """Return the clocks of the work that the actor may follow, the stopped ones among them."""
    return Clock.objects.filter(organisation__in=register.within_reach(actor, *WATCH_WORK)).select_related(
        "organisation"
    )


def running(rows: QuerySet[Clock]) -> QuerySet[Clock]:
    """Narrow to those that were not stopped; those that stand still are among them."""
    return rows.filter(stopped_at=None)


def in_state(rows: QuerySet[Clock], *, state: str, calendar: Calendar, now: datetime) -> QuerySet[Clock]:
    """Narrow running clocks to those in a state of `domain.clocks.STATE_NAMES`."""
    near = calendar.add(day_in_china(now), SOON_WORKING_DAYS)
    match state:
        case "paused":
            return rows.filter(due_on=None)
        case "overdue":
            return rows.filter(ends_at__lte=now)
        case "soon":
            return rows.filter(ends_at__gt=now, due_on__lte=near)
        case _:
            return rows.filter(ends_at__gt=now, due_on__gt=near)


def state_of(clock: Clock, *, calendar: Calendar, now: datetime) -> str:
    """Return the state of a running clock, of `domain.clocks.STATE_NAMES`."""
    if clock.due_on is None or clock.ends_at is None:
        return PAUSED
    if now >= clock.ends_at:
        return State.OVERDUE
    near = clock.due_on <= calendar.add(day_in_china(now), SOON_WORKING_DAYS)
    return State.SOON if near else State.RUNNING


def clock_of(*, cause: str) -> Clock | None:
    """Return the clock that runs for a cause; whoever asks has shown the right to see the cause."""
    return Clock.objects.filter(cause=cause, stopped_at=None).first()


def due_of_each(kind: str, what: str) -> Subquery:
    """Return the day by which something is due of each row, by its clock that runs (`kind/<id>/what`)."""
    cause = Concat(Value(f"{kind}/"), Cast(OuterRef("pk"), TextField()), Value(f"/{what}"), output_field=TextField())
    return Subquery(Clock.objects.filter(cause=cause, stopped_at=None).values("due_on")[:1], output_field=DateField())


def may_change_clock(actor: Actor, *, clock: Clock) -> bool:
    """Say whether the actor may pause and prolong a running clock by hand; the system may, for whatever started it."""
    if clock.stopped_at is not None or not (clock.by_hand or actor.is_system):
        return False
    return register.within_reach(actor, *KEEP_TIME).filter(pk=clock.organisation_id).exists()


def term_of(clock: Clock) -> Term:
    """Return the term of a clock, without its extension."""
    return Term(clock.amount, clock.unit, clock.roll)


def due_of(clock: Clock, calendar: Calendar) -> Due | None:
    """Return when a clock is due by a calendar; None while it stands still."""
    return reckoned(
        calendar,
        start=clock.started_at or clock.started_on,
        term=term_of(clock),
        extension=clock.extension,
        pauses=clock.pauses,
        excluded=clock.excluded,
    )
