"""Which columns a register has for the facts of the dictionary, and how large its numbers are.

A fact without a column is unknown for every subject. An annual fact has a column a year, a set a column a code; a fact
that is known to be absent for somebody has a further column that says for whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huiqi_rules.plan.nodes import FALSE, Column, Kind, Node, Range


@dataclass(frozen=True, slots=True)
class FactColumns:
    """The columns of one fact: `years` for an annual one, `codes` for a set, else the fact's own column."""

    kind: Kind
    range: Range | None = None
    years: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one register by fact id."""

    facts: Mapping[str, FactColumns] = field(default_factory=dict)


def fact_column(fact_id: str, year: int | None = None, code: str | None = None) -> str:
    """Return the column name of a fact, of its value in one year, or of one code of a set."""
    if year is not None:
        return f"{fact_id}@{year}"
    return fact_id if code is None else f"{fact_id}#{code}"


def absent_column(fact_id: str) -> str:
    """Return the name of the column that says for whom the fact is known to be absent."""
    return f"{fact_id}?absent"


def value_node(fact_id: str, columns: FactColumns, year: int | None = None) -> Node:
    """Return the node that reads a fact, or its value in one year."""
    return Column(fact_column(fact_id, year), columns.kind, columns.range)


def absent_node(fact_id: str, columns: FactColumns) -> Node:
    """Return the node that says whether the fact is known to be absent; never unknown itself."""
    return Column(absent_column(fact_id), Kind.BOOL) if columns.may_be_absent else FALSE
