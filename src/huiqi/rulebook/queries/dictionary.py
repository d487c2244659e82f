"""The fact dictionary as pages, imports and forms need it: names, type, unit, options, sensitivity. No word of the engine's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from huiqi.rulebook.domain.shelf import Shelf
from huiqi.rulebook.queries.books import Book, current_book
from huiqi_rules.core.types import (
    BASE_UNITS,
    AnnualType,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    SetType,
    Type,
    Unit,
)
from huiqi_rules.model.facts import Fact


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A fact of the dictionary.

    `type` is `truth`, `text`, `day`, `choice`, `choices`, `number`, `whole` or `money` (yuan); `is_annual`: one value a calendar year.
    `unit` is the engine's (`person`, `yuan/person`), `unit_zh` in words (人, 元/人); `options` are (value, Chinese, English).
    """

    id: str
    zh: str
    en: str
    type: str
    unit: str
    unit_zh: str
    is_annual: bool
    options: tuple[tuple[str, str, str], ...]
    is_sensitive: bool
    minimum: Decimal | None
    maximum: Decimal | None
    meaning: str
    question_zh: str
    question_en: str


# As many as books are kept ready.
_FACTS: Final[Shelf[tuple[Book, dict[str, FactEntry]]]] = Shelf(16)


def dictionary(*, zone: UUID, now: datetime) -> dict[str, FactEntry]:
    """Return the facts that the zone's published pack knows, by id; raises CannotFindBook."""
    return facts_of(current_book(zone=zone, now=now))


def facts_of(book: Book) -> dict[str, FactEntry]:
    """Return the facts that a book knows, by id."""
    # By the very book: what is kept holds it, so that no other one takes its place.
    _, found = _FACTS.get(
        id(book), lambda: (book, {fact.id: entry(fact) for fact in book.loaded.rulebook.facts.values()})
    )
    return dict(found)


def entry(fact: Fact) -> FactEntry:
    """Return a fact of the engine's as an entry."""
    kind = fact.type.of if isinstance(fact.type, AnnualType) else fact.type
    unit = kind.unit if isinstance(kind, NumberType) else None
    labels = dict(fact.labels)
    values = kind.options if isinstance(kind, EnumType | SetType) else ()
    return FactEntry(
        id=fact.id,
        zh=fact.name.zh,
        en=fact.name.en,
        type=type_word(kind),
        unit=str(unit or ""),
        unit_zh=unit_words(unit),
        is_annual=isinstance(fact.type, AnnualType),
        options=tuple((value, labels[value].zh, labels[value].en) if value in labels else (value, value, value) for value in values),
        is_sensitive=fact.sensitive,
        minimum=fact.minimum,
        maximum=fact.maximum,
        meaning=fact.meaning,
        question_zh=fact.question.zh if fact.question else "",
        question_en=fact.question.en if fact.question else "",
    )  # fmt: skip


def type_word(kind: Type) -> str:
    """Return the one word for a type of the dictionary."""
    match kind:
        case BoolType():
            return "truth"
        case DateType():
            return "day"
        case EnumType():
            return "choice"
        case SetType():
            return "choices"
        case NumberType(unit=unit, integer=integer):
            return "money" if str(unit or "") == "yuan" else "whole" if integer else "number"
        case _:
            return "text"


def unit_words(unit: Unit | None) -> str:
    """Return a unit in Chinese: 元, 人, 元/人."""
    if unit is None:
        return ""
    above = [BASE_UNITS[name] for name, power in unit.powers if power > 0]
    below = [BASE_UNITS[name] for name, power in unit.powers if power < 0]
    return "/".join(["·".join(above), *below]) if below else "·".join(above)
