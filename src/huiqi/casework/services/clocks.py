"""Clocks started, stopped, paused with a reason, resumed, prolonged, and reckoned again under another calendar.

Whoever promises something starts its clock within an act of its own, and records that act; what happens to a running clock
afterwards is recorded here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.clocks import ClockSaid
from huiqi.casework.models import Clock
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import among
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.copying import copy_rows
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi_clocks import Calendar, CannotReckon, Due, Term

_BATCH = 2000
_COLUMNS = (
    "id", "zone", "organisation_id", "cause", "title_zh", "title_en", "link", "by_hand", "started_on", "started_at",
    "amount", "unit", "roll", "extension", "pauses", "excluded", "due_on", "ends_at", "provisional", "stopped_at",
)  # fmt: skip


class CannotKeepTime(Cannot):
    """The clock cannot be changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "runs_already": ("这一时限已经在计时。", "there is such a clock already."),
        "no_clock": ("没有正在计时的这一时限。", "there is no such clock that runs."),
        "not_by_hand": ("{actor}不能在这里改动这一时限。", "{actor} may not change this clock here."),
        "paused": ("时限已经停着。", "the clock stands still already."),
        "not_paused": ("时限没有停。", "the clock does not stand still."),
        "no_reason": ("请写明理由。", "say the reason."),
        "before_the_pause": ("恢复不能早于暂停。", "a clock cannot go on before it stood still."),
        "reckoning": ("{why}", "{why}"),
    }


@transaction.atomic
def start_clocks(
    *, zone: UUID, organisation: UUID, said: Iterable[ClockSaid], now: datetime, calendar: Calendar | None = None
) -> list[Clock]:
    """Start clocks for what somebody promises there, who records the act; raises CannotKeepTime."""
    known = calendar or queries.calendar(zone=zone)
    rows = [_started(one, zone=zone, organisation=organisation, calendar=known, now=now) for one in said]
    causes = [row.cause for row in rows]
    if len(set(causes)) < len(causes) or Clock.objects.filter(cause__in=among(causes, str), stopped_at=None).exists():
        raise CannotKeepTime("runs_already")
    copy_rows("casework_clock", _COLUMNS, ([_cell(getattr(row, name)) for name in _COLUMNS] for row in rows))
    return rows


@transaction.atomic
def stop_clocks(*, causes: Collection[str], now: datetime) -> int:
    """Stop the clocks of what was kept or dropped, within the act of whoever started them; return how many ran."""
    return Clock.objects.filter(cause__in=among(causes, str), stopped_at=None).update(stopped_at=now)


@transaction.atomic
def pause_clock(*, cause: str, reason: str, actor: Actor, now: datetime) -> Clock:
    """Let a clock stand still while the other side has to act; raises CannotKeepTime."""
    clock = _running(cause, actor)
    if not reason.strip():
        raise CannotKeepTime("no_reason")
    if clock.due_on is None:
        raise CannotKeepTime("paused")
    clock.pauses = [*clock.pauses, {"start": now.isoformat(), "end": None, "reason": reason.strip()}]
    return _changed(clock, "paused", after={"reason": reason.strip()}, actor=actor, now=now)


@transaction.atomic
def resume_clock(*, cause: str, actor: Actor, now: datetime) -> Clock:
    """Let a clock go on; raises CannotKeepTime."""
    clock = _running(cause, actor)
    if clock.due_on is not None or not clock.pauses:
        raise CannotKeepTime("not_paused")
    *earlier, last = clock.pauses
    if datetime.fromisoformat(last["start"]) > now:
        raise CannotKeepTime("before_the_pause")
    clock.pauses = [*earlier, last | {"end": now.isoformat()}]
    return _changed(clock, "resumed", after={"reason": last["reason"]}, actor=actor, now=now)


@transaction.atomic
def extend_clock(*, cause: str, amount: Decimal, reason: str, actor: Actor, now: datetime) -> Clock:
    """Prolong a clock by an amount in its own unit; raises CannotKeepTime."""
    clock = _running(cause, actor)
    if not reason.strip():
        raise CannotKeepTime("no_reason")
    try:
        Term(amount, clock.unit)
    except CannotReckon as error:
        raise _reckoning(error) from None
    clock.extension += amount
    return _changed(clock, "extended", after={"amount": amount, "reason": reason.strip()}, actor=actor, now=now)


@transaction.atomic
def exclude_days(*, cause: str, first: date, last: date, reason: str, actor: Actor, now: datetime) -> Clock:
    """Leave days out of a clock (hearing, expert review); raises CannotKeepTime."""
    clock = _running(cause, actor)
    if not reason.strip():
        raise CannotKeepTime("no_reason")
    said = {"first": first.isoformat(), "last": last.isoformat(), "reason": reason.strip()}
    clock.excluded = [*clock.excluded, said]
    return _changed(clock, "days_excluded", after=said, actor=actor, now=now)


def reckon_again(*, zone: UUID, calendar: Calendar, since: date = date.min) -> int:
    """Reckon a zone's running clocks that are due on or after a day, within the caller's act; return how many moved."""
    rows = Clock.objects.select_for_update().filter(zone=zone, stopped_at=None, due_on__gte=since)
    moved = 0
    # Of thousands of clocks many are due together: one change for each time at which some are due.
    together: defaultdict[tuple[date, datetime, bool], list[UUID]] = defaultdict(list)
    for clock in rows.iterator(chunk_size=_BATCH):
        found = queries.due_of(clock, calendar)
        if found is not None and (found.ends, found.provisional) != (clock.ends_at, clock.provisional):
            moved += found.ends != clock.ends_at
            together[found.day, found.ends, found.provisional].append(clock.pk)
    for (day, ends, provisional), keys in together.items():
        for first in range(0, len(keys), _BATCH):
            batch = Clock.objects.filter(pk__in=keys[first : first + _BATCH])
            batch.update(due_on=day, ends_at=ends, provisional=provisional)
    return moved


def _started(said: ClockSaid, *, zone: UUID, organisation: UUID, calendar: Calendar, now: datetime) -> Clock:
    at = said.start if isinstance(said.start, datetime) else None
    clock = Clock(
        id=new_id(now), zone=zone, organisation_id=organisation, cause=said.cause, title_zh=said.title[0],
        title_en=said.title[1], link=said.link, by_hand=said.by_hand, started_on=day_in_china(at) if at else said.start, started_at=at,
        amount=Decimal(said.term.amount), unit=said.term.unit, roll=said.term.roll, extension=Decimal(),
    )  # fmt: skip
    try:
        _set_due(clock, queries.due_of(clock, calendar))
    except CannotReckon as error:
        raise _reckoning(error) from None
    return clock


def _running(cause: str, actor: Actor) -> Clock:
    """Return the running clock of a cause, locked, that the actor may change by hand."""
    found = Clock.objects.select_for_update(of=("self",)).filter(cause=cause, stopped_at=None).first()
    if found is None:
        raise CannotKeepTime("no_clock")
    if not queries.may_change_clock(actor, clock=found):
        raise CannotKeepTime("not_by_hand", actor=actor.name)
    return found


def _cell(value: object) -> object:
    """Return a value as it is copied; what stood still is none yet, or a list that JSON holds."""
    return json.dumps(value) if isinstance(value, list) else value


def _changed(clock: Clock, done: str, *, after: Mapping[str, object], actor: Actor, now: datetime) -> Clock:
    """Reckon a changed clock, keep it, and record it."""
    before = {"due_on": clock.due_on}
    try:
        _set_due(clock, queries.due_of(clock, queries.calendar(zone=clock.zone)))
    except CannotReckon as error:
        raise _reckoning(error) from None
    clock.save()
    audit.record(
        f"casework.clock.{done}",
        actor=actor, subject_kind="clock", subject=clock.cause, organisation=clock.organisation_id, now=now,
        before=before, after={**after, "due_on": clock.due_on},
    )  # fmt: skip
    return clock


def _set_due(clock: Clock, found: Due | None) -> None:
    clock.due_on, clock.ends_at = (found.day, found.ends) if found else (None, None)
    clock.provisional = bool(found and found.provisional)


def _reckoning(error: CannotReckon) -> CannotKeepTime:
    return CannotKeepTime("reckoning", why=(error.said(english=False), error.said(english=True)))
