"""Whose duty a running clock is, and when they, and those above them, are told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Final

from huiqi.kernel.actor import Role
from huiqi_clocks import Calendar
from huiqi_clocks.states import SOON_WORKING_DAYS

# So many working days after its day an overdue duty goes to the superior.
ESCALATED_AFTER: Final = 2
# So many are named in a message; the list has all.
NAMED_MOST: Final = 10


class Level(IntEnum):
    """What was told of a clock, each once: the owner that it is near, that it is over, then the superior."""

    NOTHING = 0
    SOON = 1
    OVERDUE = 2
    ESCALATED = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does what a clock is for, and who is told when they do not."""

    owners: tuple[Role, ...]
    superiors: tuple[Role, ...]


_POLICY: Final = Duty((Role.POLICY_OFFICER,), (Role.POLICY_APPROVER, Role.LEADER))
# By the beginning and the end of a clock's cause; None: the company's own time, or one that ends by itself.
_DUTIES: Final[Sequence[tuple[str, str, Duty | None]]] = (
    ("claim/", "/confirm", None),
    ("application/", "/fix", None),
    ("notice/", "", None),
    ("claim/", "/pay", Duty((Role.FINANCE_OFFICER,), (Role.FINANCE_APPROVER, Role.LEADER))),
    ("outcome/", "/pay", Duty((Role.FINANCE_OFFICER,), (Role.FINANCE_APPROVER, Role.LEADER))),
    ("sample/", "", Duty((Role.POLICY_APPROVER,), (Role.LEADER,))),
    ("", "", _POLICY),
)


def duty_of(cause: str) -> Duty | None:
    """Return whose duty a clock is by its cause; None where no officer has to act."""
    return next(duty for start, end, duty in _DUTIES if cause.startswith(start) and cause.endswith(end))


def level_of(due_on: date, ends_at: datetime, *, calendar: Calendar, today: date, now: datetime) -> Level:
    """Return what is to be told of a clock that is due then."""
    if now < ends_at:
        return Level.SOON if due_on <= calendar.add(today, SOON_WORKING_DAYS) else Level.NOTHING
    return Level.ESCALATED if today >= calendar.add(due_on, ESCALATED_AFTER) else Level.OVERDUE


@dataclass(frozen=True, slots=True)
class Item:
    """A clock in a message: its title in both languages, when it is due, and at which level."""

    zh: str
    en: str
    due_on: date
    level: Level


def told(items: Sequence[Item]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return title and body, in both languages, of the one message about some clocks: what is over first."""
    counts: Mapping[Level, int] = {level: sum(one.level == level for one in items) for level in Level}
    parts = (
        (counts[Level.ESCALATED], "督办{n}项", "{n} escalated"),
        (counts[Level.OVERDUE], "逾期{n}项", "{n} overdue"),
        (counts[Level.SOON], "临近到期{n}项", "{n} due soon"),
    )
    zh = "、".join(text.format(n=count) for count, text, _ in parts if count)
    en = ", ".join(text.format(n=count) for count, _, text in parts if count)
    first = sorted(items, key=lambda one: (-one.level, one.due_on, one.zh))
    named = first[:NAMED_MOST]
    lines_zh = [f"{one.zh}（{one.due_on:%Y-%m-%d}到期）" for one in named]
    lines_en = [f"{one.en} (due {one.due_on:%Y-%m-%d})" for one in named]
    if len(first) > NAMED_MOST:
        lines_zh.append(f"等共{len(first)}项")
        lines_en.append(f"{len(first)} in all")
    return (f"时限提醒：{zh}", f"Deadlines: {en}"), ("\n".join(lines_zh), "\n".join(lines_en))
