"""The dictionary: facts about subjects and dated parameters, with names in two languages, type, unit and source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.core.spans import Place, Span
from huiqi_rules.core.types import Type
from huiqi_rules.syntax.ast import Expression

Scalar: TypeAlias = Decimal | bool | str | date


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: document with number, article, short quote, link, and how sure the reading is."""

    document: str = ""
    article: str = ""
    quote: str = ""
    link: str = ""
    certainty: str = ""
    place: Place = field(default=Place(""), compare=False)

    def cite(self) -> str:
        """Return document and article as one citation."""
        return " ".join(part for part in (self.document, self.article) if part)


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression of a pack: its text, its tree, and where its first character stands in the file."""

    text: str
    tree: Expression
    place: Place = field(default=Place(""), compare=False)

    def place_of(self, span: Span) -> Place:
        """Return the place of a part of the formula (formulas of several lines point at their first line)."""
        before = self.text[: span.start]
        line = before.count("\n")
        column = len(before) - before.rfind("\n") - 1
        base = self.place.column if line == 0 else 1
        return Place(self.place.path, self.place.line + line, base + column, self.place.cell)


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact of a subject. `minimum`/`maximum` bound possible values, both included; None where not declared."""

    id: str
    name: Text
    type: Type
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    meaning: str = ""
    sensitive: bool = False
    labels: tuple[tuple[str, Text], ...] = ()
    question: Text | None = None
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from `start` to `end`, both included; `value` None says that none is published."""

    start: date
    end: date | None
    value: Decimal | str | None
    source: Source
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated figure that a policy's text sets."""

    id: str
    name: Text
    type: Type
    values: tuple[DatedValue, ...]
    place: Place = field(default=Place(""), compare=False)

    def on(self, day: date) -> DatedValue | None:
        """Return the value in force on the day; None where no value covers it."""
        for dated in self.values:
            if dated.start <= day and (dated.end is None or day <= dated.end):
                return dated
        return None
