"""Lists as Excel files. Every text is written as text: a name that starts with `=` stays a name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.http import FileResponse

from huiqi.kernel.clock import CHINA

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel keeps 15 digits; a longer number is written as text, so that none is lost.
_DIGITS_MOST = 15
_ROWS_MOST = 1_048_575


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, the heads of its columns, its rows."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]


def workbook(*, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> FileResponse:
    """Return a download with one sheet; rows are taken one by one, so that a long list needs no memory."""
    return workbook_of(name=name, sheets=[Sheet("1", heads, rows)])


def workbook_of(*, name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Return a download with some sheets, written one after the other."""
    holder = tempfile.TemporaryDirectory(prefix="huiqi-export-")
    path = Path(holder.name) / "list.xlsx"
    write_workbook(path, sheets)
    # On a system with POSIX files the open file outlives its folder.
    opened: BinaryIO = path.open("rb")
    holder.cleanup()
    return FileResponse(opened, as_attachment=True, filename=f"{name}.xlsx", content_type=WORKBOOK)


def write_workbook(path: Path, sheets: Iterable[Sheet], *, made_at: datetime | None = None) -> None:
    """Write sheets with a fixed, filterable first row; more rows than a sheet can hold are a ValueError.

    With the moment of making the same rows give the same bytes.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        if made_at is not None:
            book.set_properties({"created": made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for one in sheets:
            _fill(book.add_worksheet(one.title), one, bold=bold, day=day, moment=moment)


def _fill(sheet: Any, said: Sheet, *, bold: object, day: object, moment: object) -> None:
    last = max(len(said.heads) - 1, 0)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, last, 18)
    for column, head in enumerate(said.heads):
        sheet.write_string(0, column, head, bold)
    number = 0
    for number, row in enumerate(said.rows, start=1):
        if number > _ROWS_MOST:
            raise ValueError(f"a sheet holds {_ROWS_MOST} rows: narrow the list down")
        for column, value in enumerate(row):
            _write(sheet, number, column, value, day=day, moment=moment)
    sheet.autofilter(0, 0, max(number, 1), last)


def _write(sheet: Any, row: int, column: int, value: object, *, day: object, moment: object) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | Decimal() if len(Decimal(value).as_tuple().digits) <= _DIGITS_MOST:
            sheet.write_number(row, column, value)
        case datetime():
            local = value.astimezone(CHINA).replace(tzinfo=None)
            sheet.write_datetime(row, column, local, moment)
        case date():
            sheet.write_datetime(row, column, value, day)
        case _:
            sheet.write_string(row, column, str(value))
