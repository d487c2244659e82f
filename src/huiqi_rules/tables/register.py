"""A register as read: one entry for each subject, its facts by column, and everything that was wrong with the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.tables.columns import Value

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
    values: dict[FactKey, list[Value | None]]
    problems: tuple[Diagnostic, ...]
    row_count: int
    empty_row_count: int
    unread_row_count: int
    unread_columns: tuple[str, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the problems that kept a row or a fact out altogether; the others cost one cell."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)
