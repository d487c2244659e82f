"""Figures of what is owed, whatever it is owed for: money by where it stands, parts of a table, and how they are added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, CharField, Value, When

from huiqi.kernel.actor import Actor
from huiqi.ledger import queries as ledger

# Days since the approval, up to and with; the last has no end.
AGES: Final = (30, 60, 180)
_OLDEST: Final = "99999"
_NOTHING: Final = Decimal(0)
NO_PAYER: Final = ("未指定资金来源", "no line named")
NOBODY: Final = "none"
# A line is named, and the reader may not see it: a park looks at what a zone pays.
OTHER_PAYERS: Final = ("其他资金来源（不在可查看的范围）", "lines beyond what you may see")
OTHERS: Final = "hidden"


@dataclass(frozen=True, slots=True)
class Money:
    """Money by where it stands, in yuan; `promised` holds all that has not come to nothing."""

    promised: Decimal = _NOTHING
    decided: Decimal = _NOTHING
    noticed: Decimal = _NOTHING
    offered: Decimal = _NOTHING
    confirmed: Decimal = _NOTHING
    owed: Decimal = _NOTHING
    overdue: Decimal = _NOTHING
    paid: Decimal = _NOTHING

    @property
    def unpaid(self) -> Decimal:
        """Return what is decided and not paid: decided = paid + unpaid (inventory OR-04)."""
        return self.decided - self.paid

    def __add__(self, other: Money) -> Money:
        """Return both together."""
        return Money(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Money)})


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the table: its key, its name in both languages, its money."""

    key: str
    name: tuple[str, str]
    money: Money


def money_of(row: Mapping[str, Any]) -> Money:
    """Return the figures of a row of sums; what is not summed there is nothing."""
    return Money(**{one.name: row.get(one.name) or _NOTHING for one in fields(Money)})


def joined(parts: Iterable[Part]) -> list[Part]:
    """Return parts of one name as one."""
    found: dict[tuple[str, str], Part] = {}
    for part in parts:
        before = found.get(part.name)
        found[part.name] = part if before is None else Part(part.key, part.name, before.money + part.money)
    return list(found.values())


def named_by_payer(actor: Actor, rows: Iterable[Mapping[str, Any]], line: str) -> list[Part]:
    """Return rows of sums by line as parts by who pays: the line's payer where it has one, else the line itself."""
    payers: dict[UUID | None, Payer] = {one: payer for payer in payers_of(actor) for one in payer.lines}
    payers[None] = Payer(NOBODY, NO_PAYER, ())
    hidden = Payer(OTHERS, OTHER_PAYERS, ())
    found = [(payers.get(row[line], hidden), row) for row in rows]
    return [Part(payer.key, payer.name, money_of(row)) for payer, row in found]


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: a key for addresses, the name in both languages, and the lines of the budget."""

    key: str
    name: tuple[str, str]
    lines: tuple[UUID, ...]


def payers_of(actor: Actor) -> list[Payer]:
    """Return who pays from the lines that the actor may see; a line without a payer is one itself. One query."""
    found: dict[str, Payer] = {}
    for one in ledger.lines(actor):
        key = str(one.payer_id or one.pk)
        name = (one.payer.name_zh, one.payer.name_en) if one.payer else one.title
        before = found[key].lines if key in found else ()
        found[key] = Payer(key, name, (*before, one.pk))
    return list(found.values())


def age_of(field: str, *, now: datetime) -> Case:
    """Return for how long something has been approved, as a key of `age_words`, by the field of its approval."""
    bounds = [When(**{f"{field}__gte": now - timedelta(days=days + 1)}, then=Value(str(days))) for days in AGES]
    return Case(*bounds, default=Value(_OLDEST), output_field=CharField())


def ages() -> tuple[str, ...]:
    """Return the keys of `age_words`, the youngest first."""
    return (*(str(days) for days in AGES), _OLDEST)


def age_words(key: str) -> tuple[str, str]:
    """Return an age in words."""
    if key == _OLDEST:
        return f"超过{AGES[-1]}天", f"over {AGES[-1]} days"
    below = AGES[AGES.index(int(key)) - 1] + 1 if int(key) != AGES[0] else 0
    return f"{below}–{key}天", f"{below} to {key} days"
