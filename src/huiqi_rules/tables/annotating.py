"""The workbook to send back: the company's own sheet with the doubtful cells coloured, a comment on each, and a list of all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any, Final

from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.tables.reading import open_table
from huiqi_rules.tables.replacing import replacing
from huiqi_rules.tables.sources import RawTable
from huiqi_rules.tables.writing import CellWriter, new_workbook

PROBLEM_SHEET: Final = "问题 Problems"
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# A comment is a drawing; Excel grows slow with very many. The list holds them all.
_COMMENTS_MAXIMUM: Final = 5_000
_COLOURS: Final = {Severity.ERROR: "#F8B4B4", Severity.WARNING: "#FDE68A"}


def annotate_workbook(path_in: str, problems: Iterable[Diagnostic], path_out: str, *, sheet: str | None = None) -> int:
    """Write a copy of a table as .xlsx with the problems shown where they are; return the number of cells coloured.

    Problems without a cell of this file are in the list only. Values are kept, formats and formulas are not. Raises
    `TableError` when the input can't be read or the output can't be written.
    """
    found = tuple(problems)
    by_cell: dict[tuple[int, int], list[Diagnostic]] = {}
    for each in found:
        where = _position(each) if each.place.path == path_in else None
        if where is not None:
            by_cell.setdefault(where, []).append(each)
    table = open_table(path_in, sheet)
    try:
        with replacing(path_out) as beside, new_workbook(beside) as book:
            page = book.add_worksheet(_sheet_name(table.sheet))
            styles = {severity: book.add_format({"bg_color": colour}) for severity, colour in _COLOURS.items()}
            _copy(table, page, CellWriter(book, page), by_cell, styles)
            _list(book, found, page.get_name())
    finally:
        table.close()
    return len(by_cell)


def _copy(
    table: RawTable,
    page: Any,
    cells: CellWriter,
    by_cell: dict[tuple[int, int], list[Diagnostic]],
    styles: dict[Severity, Any],
) -> None:
    by_row: dict[int, dict[int, list[Diagnostic]]] = {}
    for (row, column), here in by_cell.items():
        by_row.setdefault(row, {})[column] = here
    comment_count = 0
    for row, raw in enumerate(table.rows):
        marked = by_row.get(row + 1, {})
        flags = table.flags.get(row + 1, {})
        for column in range(max([len(raw), *marked])):
            value = raw[column] if column < len(raw) else None
            if value in ("", None) and column + 1 in flags:
                # What calamine leaves empty: the spreadsheet error that stood there is put back as text.
                value = dict(flags[column + 1].words).get("shown")
            if isinstance(value, (time, timedelta)):
                value = str(value)
            here = marked.get(column + 1, [])
            if not here:
                cells.write(row, column, value)
                continue
            severity = Severity.ERROR if any(each.severity is Severity.ERROR for each in here) else Severity.WARNING
            cells.write(row, column, value, styles[severity])
            comment_count += 1
            if comment_count <= _COMMENTS_MAXIMUM:
                said = "\n".join(f"{each.problem}\n→ {each.remedy}" for each in here)
                page.write_comment(row, column, said[:1_000], {"x_scale": 2, "y_scale": 1.5})


def _list(book: Any, found: tuple[Diagnostic, ...], sheet: str) -> None:
    page = book.add_worksheet(PROBLEM_SHEET)
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, (title, width) in enumerate(
        (("单元格 Cell", 14), ("级别 Severity", 14), ("类别 Code", 22), ("问题 Problem", 70), ("怎么办 Remedy", 70))
    ):
        page.set_column(column, column, width)
        page.write_string(0, column, title, bold)
    page.freeze_panes(1, 0)
    link = book.get_default_url_format()
    quoted = sheet.replace("'", "''")
    for row, each in enumerate(found, 1):
        cell = each.place.cell
        if cell is not None and row <= _COMMENTS_MAXIMUM:
            page.write_url(row, 0, f"internal:'{quoted}'!{cell}", link, cell)
        else:
            page.write_string(row, 0, cell or str(each.place))
        severity = "错误 error" if each.severity is Severity.ERROR else "提醒 warning"
        for column, text in enumerate((severity, each.code, each.problem, each.remedy), 1):
            page.write_string(row, column, text[:32_767])
    page.autofilter(0, 0, len(found), 4)


def _position(each: Diagnostic) -> tuple[int, int] | None:
    match = _CELL.fullmatch(each.place.cell or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _sheet_name(sheet: str | None) -> str:
    """The reader's own list keeps its name whatever the sheet is called."""
    name = re.sub(r"[\[\]:*?/\\]", " ", sheet or "数据 Data").strip("' ")[:31] or "数据 Data"
    return name if name.casefold() not in {PROBLEM_SHEET.casefold(), "history"} else f"{name[:26]} data"
