"""What reading a sheet gives: a register by subject, or the bare rows; and everything that was wrong with the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.core.spans import Place
from huiqi_rules.tables.columns import Problem, Value
from huiqi_rules.tables.headers import cell_name
from huiqi_rules.tables.messages import Language

FactKey: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Register:
    """What a sheet says about its subjects.

    `values[(fact id, year or None)][i]` is what is known of `subjects[i]`: a value, None for unknown, `ABSENT`.
    `rows[i]` are the rows of the sheet that subject comes from, counted from 1 as the sheet shows them.
    """

    path: str
    sheet: str | None
    subjects: tuple[str, ...]
    names: tuple[str | None, ...]
    rows: tuple[tuple[int, ...], ...]
    values: dict[FactKey, Sequence[Value | None]]
    problems: tuple[Diagnostic, ...]
    row_count: int
    empty_row_count: int
    unread_row_count: int
    unread_columns: tuple[str, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the problems that kept a row or a fact out altogether; the others cost one cell."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell; row and column count from 1, `what` is the fact or header in doubt."""

    problem: Problem
    row: int
    column: int
    what: str = ""
    severity: Severity = Severity.WARNING

    def diagnostic(self, path: str, language: Language) -> Diagnostic:
        """Return it in words, at its place."""
        said = self.problem.reason(language)
        place = Place(path, self.row, self.column, cell_name(self.row, self.column))
        text = f"{self.what}: {said}" if self.what else said
        return Diagnostic(self.problem.code, place, text, self.problem.remedy(language), severity=self.severity)


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A cell of each row that feeds a fact, with what was read of it; a derived one (a sum) has no column."""

    fact_id: str
    header: str
    column: int | None
    year: int | None
    years: list[int | None] | None
    cells: Sequence[Value | None]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet row by row, nothing brought together: who finds out itself which rows are one subject starts from here.

    `subjects[i]` is empty where the row has no id; `rows[i]` is its number in the sheet, from 1.
    """

    path: str
    sheet: str | None
    subjects: list[str]
    names: list[str | None]
    rows: list[int]
    columns: tuple[RowColumn, ...]
    problems: tuple[CellProblem, ...]
    empty_row_count: int
    unread_row_count: int
    unread_columns: tuple[str, ...]
