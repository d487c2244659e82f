"""A sheet as it was read, packed to be kept: reading it again takes seconds, unpacking it a fraction of one.

JSON, compressed: numbers and days as text with a letter before, which gives each cell back exactly as it was.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from huiqi.rulebook.queries.sheets import DOES_NOT_APPLY, Cell, CellFault, ReadColumn, ReadSheet
from huiqi_rules.tables.columns import Problem

# Of what is kept: another form gets another number, so that what was packed in this one is read anew.
FORMAT: Final = 1
_NOT_APPLICABLE: Final = 0


def packed(sheet: ReadSheet) -> bytes:
    """Return a sheet that was read as bytes."""
    said = {
        "sheet": sheet.sheet,
        "rows": sheet.rows,
        "columns": [
            [one.meaning, one.header, one.column, one.year, one.years, [_written(cell) for cell in one.cells]]
            for one in sheet.columns
        ],
        "faults": [
            [one.row, one.column, one.what, one.is_error, one.problem.code, one.problem.words] for one in sheet.faults
        ],
        "empty_rows": sheet.empty_rows,
    }
    return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(content: bytes) -> ReadSheet:
    """Return what `packed` made bytes of."""
    said: Mapping[str, Any] = json.loads(zlib.decompress(content))
    return ReadSheet(
        sheet=said["sheet"],
        rows=said["rows"],
        columns=tuple(
            ReadColumn(meaning, header, column, year, years, [_read(cell) for cell in cells])
            for meaning, header, column, year, years, cells in said["columns"]
        ),
        faults=tuple(
            CellFault(row, column, what, is_error, Problem(code, tuple((name, word) for name, word in words)))
            for row, column, what, is_error, code, words in said["faults"]
        ),
        empty_rows=said["empty_rows"],
    )


def _written(cell: Cell) -> object:
    match cell:
        case Decimal():
            return f"n{cell}"
        case None | bool():
            return cell
        case str():
            return f"t{cell}"
        case date():
            return f"d{cell.isoformat()}"
        case _:
            return _NOT_APPLICABLE


def _read(cell: Any) -> Cell:
    if cell is None or isinstance(cell, bool):
        return cell
    if cell == _NOT_APPLICABLE:
        return DOES_NOT_APPLY
    kind, text = cell[0], cell[1:]
    if kind == "n":
        return Decimal(text)
    return date.fromisoformat(text) if kind == "d" else str(text)
