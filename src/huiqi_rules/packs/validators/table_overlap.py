"""Rows of a decision table that match at the same time although only one may."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.model.decision_tables import Row
from huiqi_rules.packs.table_analysis.examining import Overlap
from huiqi_rules.packs.table_analysis.of_version import ExaminedTable
from huiqi_rules.packs.table_analysis.wording import proviso, shown_input
from huiqi_rules.packs.validators.context import Context


def table_overlap(context: Context) -> Iterable[Diagnostic]:
    """Two rows that one input matches: of a table with `hit: unique`, or with `hit: any` where they answer differently.

    Shown with an input that both match. A warning where the inputs hang on a common fact, so that it may never come.

    Bad:
        rows: [[['[0..100]'], [小]], [['[100..500]'], [中]]]
    Good:
        rows: [[['[0..100)'], [小]], [['[100..500]'], [中]]]
    """
    for one in context.examined_tables():
        told: set[int] = set()
        for _, found in one.days:
            severity = Severity.WARNING if found.together else Severity.ERROR
            for overlap in found.overlaps:
                if overlap.late not in told:
                    told.add(overlap.late)
                    place = one.table.rows[overlap.late].place
                    problem = _problem(one, overlap) + proviso(one.table, found)
                    yield context.finding("table-overlap", place, problem, _REMEDIES[one.table.hit], severity)


_REMEDIES = {
    "unique": "Change the ends of the ranges, or write `hit: first`.",
    "any": "Give both the same answers, or write `hit: first`.",
    "first": "",
}


def _problem(one: ExaminedTable, overlap: Overlap) -> str:
    table = one.table
    early, witness = _shown(table.rows[overlap.early]), shown_input(table, overlap.witness)
    row = f"row {overlap.late + 1} of table {table.id!r}"
    if table.hit == "any":
        return f"{row} answers otherwise than row {overlap.early + 1} ({early}), and both match {witness}"
    return f"{row} matches values that row {overlap.early + 1} ({early}) matches too: {witness}"


def _shown(row: Row) -> str:
    return row.place.cell or f"line {row.place.line}"
