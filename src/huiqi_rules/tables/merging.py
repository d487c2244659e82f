"""Rows of one subject brought together, and yearly columns laid out by year.

A sheet may hold one row for each company and year, or a company twice by mistake. Rows of different years complete each
other. Where two rows speak of the same fact and agree it is used once; where they differ it is unknown, and said so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.core.spans import Place
from huiqi_rules.tables.columns import Value, problem
from huiqi_rules.tables.headers import cell_name
from huiqi_rules.tables.layout import Layout
from huiqi_rules.tables.messages import Language
from huiqi_rules.tables.register import FactKey, Register
from huiqi_rules.tables.sources import RawTable

_ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows as read: one entry per row in each list; `cells` has one list per binding, `years` one per year column."""

    subjects: list[str]
    names: list[str | None]
    row_numbers: list[int]
    cells: list[Sequence[Value | None]]
    years: dict[int, list[int | None]]
    problems: list[Diagnostic]
    empty_count: int
    unread_count: int


# What feeds a fact of one year: the cells of a binding, and the years of its rows (None: every row speaks of it).
_Source = tuple[Sequence[Value | None], list[int | None] | None]


def merge_rows(read: ReadRows, layout: Layout, table: RawTable, language: Language) -> Register:
    """Return the register of the rows read; rows with one id become one subject."""
    groups: dict[str, list[int]] = {}
    for position, subject in enumerate(read.subjects):
        groups.setdefault(subject, []).append(position)
    columns = _columns(read, layout)
    problems = [*layout.problems, *read.problems]
    values: dict[FactKey, Sequence[Value | None]]
    if len(groups) == len(read.subjects):
        values = {key: _by_year(source) for key, source in columns.items()}
    else:
        merged: dict[FactKey, list[Value | None]] = {key: [] for key in columns}
        values = dict(merged)
        zh = {binding.column.fact_id: binding.column.zh for binding in layout.bindings}
        for subject, positions in groups.items():
            finding = _merge(subject, positions, columns, merged, zh)
            if finding is not None:
                code, words = finding
                numbers = [read.row_numbers[each] for each in positions]
                problems.append(_reported(code, words, numbers, layout, table, language))
    firsts = [positions[0] for positions in groups.values()]
    return Register(
        path=table.path,
        sheet=table.sheet,
        subjects=tuple(groups),
        names=tuple(read.names[first] for first in firsts),
        rows=tuple(tuple(read.row_numbers[each] for each in positions) for positions in groups.values()),
        values=values,
        problems=tuple(problems),
        row_count=len(read.subjects) + read.unread_count,
        empty_row_count=read.empty_count,
        unread_row_count=read.unread_count,
        unread_columns=tuple(layout.unread),
    )


def _columns(read: ReadRows, layout: Layout) -> dict[FactKey, tuple[_Source, int | None]]:
    columns: dict[FactKey, tuple[_Source, int | None]] = {}
    for binding, cells in zip(layout.bindings, read.cells, strict=True):
        if binding.year_index is None:
            columns[binding.column.fact_id, binding.year] = ((cells, None), None)
            continue
        years = read.years[binding.year_index]
        for year in sorted({year for year in years if year is not None}):
            columns[binding.column.fact_id, year] = ((cells, years), year)
    return columns


def _by_year(column: tuple[_Source, int | None]) -> Sequence[Value | None]:
    (cells, years), wanted = column
    if years is None:
        return cells
    return [cell if year == wanted else None for cell, year in zip(cells, years, strict=True)]


def _merge(
    subject: str,
    positions: list[int],
    columns: dict[FactKey, tuple[_Source, int | None]],
    values: dict[FactKey, list[Value | None]],
    zh: dict[str, str],
) -> tuple[str, dict[str, str]] | None:
    """Append one subject's values; return what there is to report of rows that stand twice."""
    different: list[str] = []
    separate = False
    for key, ((cells, years), wanted) in columns.items():
        spoken = [cells[each] for each in positions if years is None or years[each] == wanted]
        separate = separate or 0 < len(spoken) < len(positions)
        agreed = all(value is spoken[0] or value == spoken[0] for value in spoken)
        values[key].append(spoken[0] if spoken and agreed else None)
        if not agreed:
            fact, year = key
            different.append(zh[fact] if year is None else f"{zh[fact]}[{year}]")
    if different:
        return "duplicate-different", {"subject": subject, "facts": "、".join(different)}
    return None if len(positions) == 1 or separate else ("duplicate-same", {"subject": subject})


def _reported(
    code: str, words: dict[str, str], numbers: list[int], layout: Layout, table: RawTable, language: Language
) -> Diagnostic:
    rows = ", ".join(map(str, numbers[:_ROWS_SHOWN])) + (" …" if len(numbers) > _ROWS_SHOWN else "")
    found = problem(code, **words, rows=rows)
    column = layout.subject[0] + 1
    place = Place(table.path, numbers[1], column, cell_name(numbers[1], column))
    severity = Severity.ERROR if code == "duplicate-different" else Severity.WARNING
    return Diagnostic(code, place, found.reason(language), found.remedy(language), severity=severity)
