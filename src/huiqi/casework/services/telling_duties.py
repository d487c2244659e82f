"""Telling officers of their deadlines: one message a day each, of what is newly near or over; what stays undone goes to the superior."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.duties import Duty, Item, Level, duty_of, level_of, told
from huiqi.casework.models import Clock
from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china
from huiqi.messages.services import Said, tell_each
from huiqi.register.queries import holders

# Who holds one of the roles for an organisation.
People: TypeAlias = Callable[[UUID, tuple[Role, ...]], Iterable[UUID]]
_TITLE_MOST = 200


@transaction.atomic
def tell_clocks(*, now: datetime) -> int:
    """Tell the owners of clocks, and their superiors, what is new; return how many people get a message. Nothing on days off."""
    today = day_in_china(now)
    by_person: dict[UUID, list[Item]] = defaultdict(list)
    reached: dict[Level, list[UUID]] = defaultdict(list)

    @cache
    def people(organisation: UUID, roles: tuple[Role, ...]) -> tuple[UUID, ...]:
        return tuple(holders(organisation=organisation, roles=roles, now=now))

    running = Clock.objects.select_for_update().filter(stopped_at=None, due_on__isnull=False)
    for zone in sorted(set(running.order_by().values_list("zone", flat=True))):
        calendar = queries.calendar(zone=zone)
        if not calendar.is_working(today):
            continue
        for clock in running.filter(zone=zone).order_by("ends_at", "pk"):
            duty = duty_of(clock.cause)
            if duty is None or clock.due_on is None or clock.ends_at is None:
                continue
            level = level_of(clock.due_on, clock.ends_at, calendar=calendar, today=today, now=now)
            # A clock that was prolonged is told of anew.
            if level <= (clock.told if clock.told_for == clock.due_on else Level.NOTHING):
                continue
            reached[level].append(clock.pk)
            item = Item(clock.title_zh, clock.title_en, clock.due_on, level)
            for person in to_tell(duty, level, clock.organisation_id, people):
                by_person[person].append(item)
    for level, clocks in reached.items():
        Clock.objects.filter(pk__in=clocks).update(told=int(level), told_for=F("due_on"))
    link = reverse("casework:clocks")
    tell_each(
        [([person], said(items, key=f"clocks:{today}", link=link)) for person, items in by_person.items()], now=now
    )
    return len(by_person)


def to_tell(duty: Duty, level: Level, organisation: UUID, people: People) -> set[UUID]:
    """Return who is told of a clock: its owners, at the last level and where there are none its superiors."""
    owners = set(people(organisation, duty.owners))
    superiors = set(people(organisation, duty.superiors)) if level is Level.ESCALATED or not owners else set()
    return owners | superiors


def said(items: list[Item], *, key: str, link: str) -> Said:
    """Return the one message of a day to somebody."""
    title, body = told(items)
    return Said(kind="clock.due", key=key, title=(title[0][:_TITLE_MOST], title[1][:_TITLE_MOST]), body=body, link=link)
