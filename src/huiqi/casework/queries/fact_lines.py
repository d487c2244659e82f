"""A fact as pages show it: its value in words, where it comes from, and whether the reader may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiqi.casework.domain import fact_values
from huiqi.casework.queries.words import entry_of
from huiqi.register.domain.evidence import file_named
from huiqi.register.domain.values import Nothing
from huiqi.register.queries import KnownFact
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.words import chosen

HIDDEN = ("无权查看", "not for you to see")


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as a page shows it; `state` is `known`, `zero`, `not_applicable`, `missing` or `hidden`."""

    id: UUID
    name: str
    label: str
    period: str
    value: str
    state: str
    source: str
    evidence: str
    file: UUID | None
    valid_from: date | None
    last_day: date | None
    recorded_at: datetime
    recorded_by: str


def line(fact: KnownFact, words: Mapping[str, FactEntry], *, sees: bool) -> FactLine:
    """Return a fact as a page shows it; a sensitive one without its value, where the actor may not see that."""
    entry = entry_of(fact.name, words)
    hidden = entry.is_sensitive and not sees
    return FactLine(
        id=fact.id,
        name=fact.name,
        label=chosen(entry.zh, entry.en),
        period=fact.period,
        value=chosen(*(HIDDEN if hidden else fact_values.said(fact.value, entry))),
        state="hidden" if hidden else state_of(fact),
        source=fact.source,
        evidence="" if file_named(fact.evidence) else fact.evidence,
        file=None if hidden else file_named(fact.evidence),
        valid_from=fact.valid_from,
        last_day=fact_values.last_day(fact.valid_to),
        recorded_at=fact.recorded_at,
        recorded_by=fact.recorded_by_name,
    )


def named(name: str, period: str, words: Mapping[str, FactEntry]) -> str:
    """Return what a fact of a period is called."""
    entry = entry_of(name, words)
    return f"{chosen(entry.zh, entry.en)} {period}".strip()


def state_of(fact: KnownFact) -> str:
    """Return what is known: a value, the value 0, that it does not apply, or nothing."""
    if isinstance(fact.value, Nothing):
        return str(fact.value.value)
    return "zero" if fact.value == 0 and not isinstance(fact.value, bool) else "known"
