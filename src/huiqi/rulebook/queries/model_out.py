"""A published policy as a model of the DMN standard, as in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.words import Pair
from huiqi.rulebook.queries.books import current_book
from huiqi.rulebook.queries.library import policy_of
from huiqi.rulebook.queries.reach import zone_of
from huiqi_rules.dmn.exchange import EDITIONS, NEWEST, CannotExport, Left, export_policy

MODEL_EDITIONS: Final = tuple(EDITIONS)
NEWEST_EDITION: Final = NEWEST
_KINDS: Final[Mapping[str, Pair]] = {
    "parameter": ("标准", "Figure"),
    "value": ("指标", "Value"),
    "condition": ("条件", "Condition"),
    "clause": ("条款", "Clause"),
    "amount of clause": ("条款金额", "Amount of a clause"),
}


class CannotTakeOut(Cannot):
    """There is no text of the policy on that day."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_in_force": (
            "{day} 没有施行的文本，无法导出。",
            "no text is in force on {day}: there is nothing to take out.",
        ),
    }


@dataclass(frozen=True, slots=True)
class NotHeld:
    """What the standard cannot say of a policy, in both languages."""

    kind: Pair
    name: str
    why: Pair


@dataclass(frozen=True, slots=True)
class PolicyModel:
    """A policy as a model: its title, the XML, and what is not in it."""

    title: Pair
    xml: str
    left: tuple[NotHeld, ...]


def policy_model(actor: Actor, *, policy: str, day: date, now: datetime, edition: str = NEWEST_EDITION) -> PolicyModel:
    """Return a policy as a model in an edition of the standard; raises CannotFindBook, CannotTakeOut."""
    place = zone_of(actor)
    row = policy_of(actor, zone=place, policy=policy, day=day_in_china(now))
    if row.is_unpublished:
        raise CannotTakeOut("not_in_force", day=day)
    book = current_book(zone=place, now=now)
    tables = book.loaded.tables.get(policy, ())
    try:
        made = export_policy(book.engine.checked, policy, day, tables, edition)
    except CannotExport:
        raise CannotTakeOut("not_in_force", day=day) from None
    return PolicyModel(row.title, made.xml, tuple(map(_not_held, made.left)))


def _not_held(left: Left) -> NotHeld:
    return NotHeld(_KINDS[left.kind], left.name, (left.zh or left.why, left.why))
