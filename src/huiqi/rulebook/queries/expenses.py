"""Hints about one expense: what the zone's policies for expenses say of it, such as that it may enter the R&D account.

Nothing that is typed is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.queries.dictionary import FactEntry, facts_of
from huiqi_rules.check.rulebook import facts_used
from huiqi_rules.model.policy import Policy

EXPENSE: Final = "expense"


@dataclass(frozen=True, slots=True)
class Hint:
    """What one clause says of the expense: its names, `met`, `not_met` or `unknown`, the article, what it puts a figure on, in yuan."""

    zh: str
    en: str
    outcome: str
    article: str
    figures: tuple[tuple[str, str, Decimal], ...]


def policies_for_expenses(book: Book, *, day: date) -> tuple[Policy, ...]:
    """Return the policies for expenses that are in force on a day."""
    policies = book.loaded.rulebook.policies.values()
    return tuple(policy for policy in policies if policy.subject == EXPENSE and policy.on(day) is not None)


def expense_facts(book: Book, *, day: date) -> tuple[FactEntry, ...]:
    """Return the facts that these policies ask of an expense, in the order in which they ask."""
    names: dict[str, None] = {}
    for policy in policies_for_expenses(book, day=day):
        version = policy.on(day)
        assert version is not None, "it is in force"
        checked = book.engine.checked.version(policy.id, version.id)
        for clause in version.clauses:
            names |= dict.fromkeys(facts_used(checked, clause))
        names |= dict.fromkeys(book.engine.program(policy.id, version.id).facts)
    known = facts_of(book)
    return tuple(known[name] for name in names if name in known)


def hints(book: Book, *, day: date, facts: Mapping[str, Any]) -> tuple[Hint, ...]:
    """Return what the policies for expenses say of one, by its facts."""
    found = []
    for policy in policies_for_expenses(book, day=day):
        version = policy.on(day)
        assert version is not None, "it is in force"
        determination = book.engine.assess(policy.id, day, facts)
        names = {step.id: step.name for step in version.values}
        figures = tuple(
            (names[name].zh, names[name].en or names[name].zh, value)
            for name, value in determination.values.items()
            if isinstance(value, Decimal) and name in names
        )
        decided = {decision.clause: decision.outcome.value for decision in determination.clauses}
        found += [
            Hint(
                clause.name.zh, clause.name.en or clause.name.zh, decided[clause.id],
                clause.source.cite() or version.source.cite(), figures,
            )
            for clause in version.clauses
        ]  # fmt: skip
    return tuple(found)
