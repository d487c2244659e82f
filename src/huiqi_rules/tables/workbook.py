"""Excel workbooks: proved harmless first, then read by calamine.

A workbook is a zip of XML that a stranger made. Before calamine sees it every part is unpacked once and counted: its real
size against the limits, its declared size against the truth, the extent of its sheets, and the texts that its cells repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

import python_calamine as calamine

from huiqi_rules.core.echo import echo
from huiqi_rules.tables.columns import Problem, problem
from huiqi_rules.tables.headers import cell_name
from huiqi_rules.tables.sheet_scan import SheetScan
from huiqi_rules.tables.sources import RawTable, TableError
from huiqi_rules.tables.workbook_proof import Proof, prove_workbook

_MERGED_MAXIMUM: Final = 1_000_000
_T = TypeVar("_T")


def open_workbook(path: str, sheet: str | None, proof: Proof | None = None) -> RawTable:
    """Return the rows of a workbook's sheet (the first when None is named); who proved the file already hands the proof on.

    Raises `TableError` for what is no workbook, is encrypted, damaged, old (.xls) or beyond the limits.
    """
    proof = proof or prove_workbook(path)
    book = _guarded(path, lambda: calamine.CalamineWorkbook.from_path(path))
    names = book.sheet_names
    if not names:
        raise TableError(path, "the workbook has no sheet", code="no-sheet")
    if sheet is not None and sheet not in names:
        raise TableError(path, f"there is no sheet “{echo(sheet)}”", f"sheets: {', '.join(names)}", code="no-sheet")
    name = sheet if sheet is not None else names[0]
    loaded = _guarded(path, lambda: book.get_sheet_by_name(name))
    if loaded.start is None or loaded.end is None:
        raise TableError(path, f"the sheet “{name}” is empty", code="empty")
    scan = proof.scans.get(proof.parts.get(name, ""), SheetScan())
    return RawTable(path, name, _rows(loaded), loaded.end[0] + 1, _flags(path, scan, loaded), close=book.close)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[object]]:
    """Calamine gives rows from the sheet's first, but columns only from the first that is used."""
    start = sheet.start
    assert start is not None
    left: list[object] = [""] * start[1]
    for row in sheet.iter_rows():
        yield [*left, *row]


def _flags(path: str, scan: SheetScan, sheet: calamine.CalamineSheet) -> dict[int, dict[int, Problem]]:
    flags: dict[int, dict[int, Problem]] = {}
    for (row, column), text in scan.errors.items():
        flags.setdefault(row, {})[column] = problem("error-cell", shown=text)
    for row, column in scan.uncached:
        flags.setdefault(row, {})[column] = problem("no-cached-value")
    assert sheet.end is not None
    row_last, column_last = sheet.end
    count = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        name = f"{cell_name(top + 1, left + 1)}:{cell_name(bottom + 1, right + 1)}"
        merged = problem("merged", range=name)
        rows, columns = range(top, min(bottom, row_last) + 1), range(left, min(right, column_last) + 1)
        count += 1 + len(rows) * len(columns)
        if count > _MERGED_MAXIMUM:
            raise TableError(path, "more than a million cells are merged", "unmerge them", code="too-large")
        for row in rows:
            for column in columns:
                if (row, column) != (top, left):
                    flags.setdefault(row + 1, {})[column + 1] = merged
    return flags


def _guarded(path: str, call: Callable[[], _T]) -> _T:
    """Run a call into calamine; what it can't read, a panic of its native code included, is a `TableError`."""
    try:
        return call()
    except calamine.PasswordError as failure:
        raise TableError(path, "the workbook is encrypted", "save it without a password", code="encrypted") from failure
    except (calamine.CalamineError, OSError, ValueError) as failure:
        raise TableError(path, f"the workbook can't be read ({failure})", "open and save it in a spreadsheet program",
                         code="damaged") from failure  # fmt: skip
    except BaseException as failure:
        # A panic of the native code derives from BaseException and its class can't be imported.
        if type(failure).__name__ != "PanicException":
            raise
        raise TableError(path, "the workbook is damaged", "open and save it in a spreadsheet program",
                         code="damaged") from failure  # fmt: skip
