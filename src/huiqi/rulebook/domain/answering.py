"""What people type into a question, read as the fact's type: "30万", "5%", "２０２４年３月"; what cannot be read is said, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from huiqi_rules.api.sheets import column_types
from huiqi_rules.core.types import AnnualType
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact
from huiqi_rules.tables.cells import read_cell
from huiqi_rules.tables.columns import ColumnType, Problem

# What stands for "I do not know": such a question is not asked again, and its fact stays unknown.
UNSURE = "?"
YEARS_ASKED = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers as typed and as read: `typed` by field (`staff`, `yearly_sales.2024`), `values` by fact, `problems` by field.

    `unsure` holds the facts that the person does not know.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, FactValue] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    problems: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def given(self) -> frozenset[str]:
        """Return the facts that need not be asked for again."""
        return frozenset(self.values) | self.unsure


def fields_of(fact: Fact, day: date) -> tuple[tuple[str, int | None], ...]:
    """Return the fields of a fact's question with their years: one, or one for each of the last full years."""
    if isinstance(fact.type, AnnualType):
        return tuple((f"{fact.id}.{year}", year) for year in range(day.year - YEARS_ASKED, day.year))
    return ((fact.id, None),)


def read_answers(typed: Mapping[str, str], facts: Mapping[str, Fact], day: date) -> Answers:
    """Return what was typed, read by the types of the facts; fields of no fact are left out."""
    kept: dict[str, str] = {}
    values: dict[str, FactValue] = {}
    unsure: set[str] = set()
    problems: dict[str, Problem] = {}
    for column in column_types({name: fact for name, fact in facts.items() if asked_for(fact, typed, day)}):
        fact = facts[column.fact_id]
        said = {name: typed[name].strip() for name, _ in fields_of(fact, day) if typed.get(name, "").strip()}
        kept |= said
        if UNSURE in said.values():
            unsure.add(fact.id)
            continue
        found, wrong = read_fact(fact, column, said, day)
        problems |= wrong
        if found is not None and not wrong:
            values[fact.id] = found
    return Answers(kept, values, frozenset(unsure), problems)


def asked_for(fact: Fact, typed: Mapping[str, str], day: date) -> bool:
    """Return whether anything was typed for a fact."""
    return any(typed.get(name, "").strip() for name, _ in fields_of(fact, day))


def read_fact(
    fact: Fact, column: ColumnType, said: Mapping[str, str], day: date
) -> tuple[FactValue, dict[str, Problem]]:
    """Return the value of a fact and the problems of its fields; None where nothing is known."""
    figures: dict[int, Decimal | None] = {}
    problems: dict[str, Problem] = {}
    value: FactValue = None
    for name, year in fields_of(fact, day):
        read = read_cell(said[name], column) if name in said else None
        if isinstance(read, Problem):
            problems[name] = read
        elif year is None:
            value = frozenset(read) if isinstance(read, tuple) else read
        elif isinstance(read, Decimal):
            figures[year] = read
        elif read is ABSENT and value is None:
            value = ABSENT
    return (figures or value), problems
