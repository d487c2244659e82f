"""What waits for whom today: one table of duties, counted by access-checked queries, shown on the home page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from huiqi.imports import queries as imports
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.messages import queries as messages
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.rulebook import queries as rulebook
from huiqi.ui.words import chosen

Count = Callable[[Actor, datetime], int]
ANYBODY = tuple(Role)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done: its name, the page that lists it (with its query), for whom, and how many there are."""

    zh: str
    en: str
    page: str
    query: str
    roles: tuple[Role, ...]
    count: Count


@dataclass(frozen=True, slots=True)
class Waiting:
    """A duty as it stands for somebody."""

    name: str
    address: str
    count: int


def policies_ending(actor: Actor, now: datetime) -> int:
    """Return how many policies of the actor's zone end within 90 days."""
    return rulebook.library(actor, day=day_in_china(now)).filter(standing="expiring").count()


def policies_unexplained(actor: Actor, now: datetime) -> int:
    """Return for how many policies in force nobody is named who explains them."""
    return rulebook.library(actor, day=day_in_china(now)).filter(standing="in_force", spokesperson="").count()


def new_messages(actor: Actor, now: datetime) -> int:
    """Return how many messages are new."""
    return messages.unread(actor)


def sheets_to_bring_in(actor: Actor, now: datetime) -> int:
    """Return how many sheets are checked and wait to be brought in."""
    return imports.imports(actor).filter(state="checked").count()


POLICY = (Role.POLICY_OFFICER, Role.POLICY_APPROVER)
DUTIES: tuple[Duty, ...] = (
    Duty("待导入的表格", "Sheets to bring in", "imports:sheets", "?state=checked", KEEP_REGISTER, sheets_to_bring_in),
    Duty("未读消息", "New messages", "messages:inbox", "?state=new", ANYBODY, new_messages),
    Duty("90天内到期的政策", "Policies ending within 90 days", "rulebook:library", "?standing=expiring", POLICY, policies_ending),
    Duty(
        "没有讲解人的政策",
        "Policies nobody explains",
        "rulebook:library",
        "?standing=in_force&speaker=gap",
        POLICY,
        policies_unexplained,
    ),
)


def waiting(actor: Actor, *, now: datetime) -> Iterator[Waiting]:
    """Yield what waits for the actor, also where it is nothing: that is good to know."""
    for duty in DUTIES:
        if actor.holds(*duty.roles):
            yield Waiting(chosen(duty.zh, duty.en), f"{reverse(duty.page)}{duty.query}", duty.count(actor, now))
