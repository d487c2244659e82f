"""A table as the page sends it: plain data into a table as written, and which of its cells no text can hold.

Whatever has another shape than a page sends raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.table_text import RawOutput, RawRow, RawTable
from huiqi_rules.model.decision_tables import HIT_POLICIES
from huiqi_rules.packs.reading_tables import MAX_ROWS
from huiqi_rules.packs.reading_types import FACT_TYPES

COLUMNS_MOST: Final = 60
CELL_MOST: Final = 2_000
# More than any page sends, whatever is pasted: the rest is told cell by cell.
_LIST_MOST: Final = 1_000
# The id of a table, and of an output: a name as formulas read it.
TABLE_ID: Final = re.compile(r"[^\W\d]\w{0,59}")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell cannot be saved; `row` from 0, -1 for the answers of “else”; both None where it is about the table."""

    row: int | None
    column: int | None
    said: Pair


def table_of(content: Any) -> RawTable:
    """Return the table that plain data says; raises KeyError, TypeError, ValueError where it says none."""
    hit, otherwise = content["hit"], content["otherwise"]
    rows = content["rows"]
    if hit not in HIT_POLICIES or not isinstance(rows, list):
        raise ValueError(hit)
    return RawTable(
        hit=hit,
        inputs=texts_of(content["inputs"], most=_LIST_MOST),
        outputs=tuple(_output(one) for one in content["outputs"]),
        rows=tuple(_row(one) for one in rows),
        otherwise=None if otherwise is None else texts_of(otherwise, most=_LIST_MOST),
    )


def problems_of(table: RawTable) -> Iterator[CellProblem]:
    """Yield why a table cannot be saved, each at its cell."""
    columns = len(table.inputs) + len(table.outputs)
    if len(table.rows) > MAX_ROWS:
        yield CellProblem(None, None, (f"最多 {MAX_ROWS} 行，现在有 {len(table.rows)} 行。", f"{MAX_ROWS} rules at most; here are {len(table.rows)}."))  # fmt: skip
    if columns > COLUMNS_MOST:
        yield CellProblem(None, None, (f"最多 {COLUMNS_MOST} 列，现在有 {columns} 列。", f"{COLUMNS_MOST} columns at most; here are {columns}."))  # fmt: skip
    cells = [(at, (*row.tests, *row.answers), 0) for at, row in enumerate(table.rows)]
    if table.otherwise is not None:
        cells.append((-1, table.otherwise, len(table.inputs)))
    for at, texts, first in cells:
        for column, text in enumerate(texts, first):
            if len(text) > CELL_MOST:
                yield CellProblem(at, column, (f"单元格最多 {CELL_MOST} 字，这里有 {len(text)} 字。", f"A cell holds {CELL_MOST} characters at most; here are {len(text)}."))  # fmt: skip


def texts_of(given: Any, *, most: int) -> tuple[str, ...]:
    """Return a list of texts; raises ValueError for anything else."""
    fits = isinstance(given, list) and len(given) <= most
    if not fits or not all(isinstance(one, str) for one in given):
        raise ValueError(given)
    return tuple(given)


def _row(given: Any) -> RawRow:
    was = given["was"]
    if was is not None and (not isinstance(was, int) or isinstance(was, bool) or was < 0):
        raise ValueError(was)
    return RawRow(texts_of(given["tests"], most=_LIST_MOST), texts_of(given["answers"], most=_LIST_MOST), was)


def _output(given: Any) -> RawOutput:
    name, zh, en, kind, unit = texts_of([given[key] for key in ("id", "zh", "en", "type", "unit")], most=5)
    if not TABLE_ID.fullmatch(name) or kind not in FACT_TYPES:
        raise ValueError(given)
    return RawOutput(name, zh, en, kind, unit, texts_of(given["options"], most=COLUMNS_MOST))
