"""A table as rows of raw cells, whatever file it comes from, and the error of a file that can't be read as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.tables.columns import Problem

ROWS_MAXIMUM: Final = 1_048_576
COLUMNS_MAXIMUM: Final = 2_000
BYTES_MAXIMUM: Final = 1_000_000_000


class TableError(Exception):
    """Raised for a file that can't be read as a table: what is wrong, what to do, and all findings so far."""

    def __init__(self, path: str, problem: str, remedy: str = "", *, code: str = "table", line: int = 0,
                 column: int = 0, excerpt: str = "") -> None:  # fmt: skip
        self.diagnostics: tuple[Diagnostic, ...] = (
            Diagnostic(code, Place(path, line, column), problem, remedy, excerpt),
        )
        super().__init__(str(self.diagnostics[0]))


def too_many_rows(path: str, count: int | None = None) -> TableError:
    """Return the error of a table with more rows than are read one by one."""
    held = f"more than {ROWS_MAXIMUM:,}" if count is None else f"{count:,}"
    return TableError(
        path,
        f"the table has {held} rows, {ROWS_MAXIMUM:,} at most are read one by one",
        "split it, or count it as Parquet with typed columns: huiqi rules total",
        code="too-large",
    )


@dataclass(slots=True)
class RawTable:
    """Rows of raw cells from the file's first row on. `flags` names cells that can't be trusted, by row and column from 1."""

    path: str
    sheet: str | None
    rows: Iterator[Sequence[object]]
    row_total: int
    flags: Mapping[int, Mapping[int, Problem]] = field(default_factory=dict)
    ragged: bool = False
    close: Callable[[], None] = lambda: None
