"""Lists as Excel files. Every text is written as text: a name that starts with `=` stays a name.

Columns are as wide as what stands in them, money has its fen, and a list prints on whole pages with its heads on each.
"""

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
# In Latin letters; a Chinese character takes two, the arrow of the filter three.
_WIDTHS = (8, 48)
_ARROW = 3
_DAY, _MOMENT = 11, 17
# The exponent of an amount to the fen.
_FEN = -2
# What Excel does not take in the name of a sheet, and how long that may be.
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NAME_MOST = 31
_A4 = 9
# Excel takes 255 characters in a header.
_PRINTED_MOST = 250


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, the heads of its columns, its rows; and, printed on each page, who issued it and when."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]
    issued: str = ""


def workbook(*, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]], issued: str = "") -> FileResponse:
    """Return a download with one sheet; rows are taken one by one, so that a long list needs no memory."""
    return workbook_of(name=name, sheets=[Sheet(name, heads, rows, issued)])


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
        looks = Looks(
            head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#F3F6F9", "valign": "vcenter"}),
            money=book.add_format({"num_format": "#,##0.00"}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        for one in sheets:
            _fill(book.add_worksheet(sheet_name(one.title)), one, looks)


@dataclass(frozen=True, slots=True)
class Looks:
    """How cells look: heads, money, days and moments."""

    head: object
    money: object
    day: object
    moment: object


def sheet_name(title: str) -> str:
    """Return a title as Excel takes it for the name of a sheet."""
    return " ".join(title.translate(_NOT_IN_A_NAME).split())[:_NAME_MOST].strip("' ") or "1"


def _fill(sheet: Any, said: Sheet, looks: Looks) -> None:
    last = max(len(said.heads) - 1, 0)
    sheet.freeze_panes(1, 0)
    widths = [_width(head) + _ARROW for head in said.heads]
    for column, head in enumerate(said.heads):
        sheet.write_string(0, column, head, looks.head)
    number = 0
    for number, row in enumerate(said.rows, start=1):
        if number > _ROWS_MOST:
            raise ValueError(f"a sheet holds {_ROWS_MOST} rows: narrow the list down")
        for column, value in enumerate(row):
            width = _write(sheet, number, column, value, looks)
            widths[column] = max(widths[column], width)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, _WIDTHS[0]), _WIDTHS[1]))
    sheet.autofilter(0, 0, max(number, 1), last)
    _set_paper(sheet, said.issued)


def _set_paper(sheet: Any, issued: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # In headers and footers & begins a code.
    name = issued.replace("&", "&&")[:_PRINTED_MOST]
    if name:
        sheet.set_header(f"&L{name}")
    sheet.set_footer("&L&A&R&P / &N")


def _write(sheet: Any, row: int, column: int, value: object, looks: Looks) -> int:
    """Write a cell; return how wide what stands in it is."""
    match value:
        case None:
            return 0
        case bool():
            sheet.write_boolean(row, column, value)
            return _WIDTHS[0]
        case int() | Decimal() if len(Decimal(value).as_tuple().digits) <= _DIGITS_MOST:
            has_fen = isinstance(value, Decimal) and value.as_tuple().exponent == _FEN
            sheet.write_number(row, column, value, looks.money if has_fen else None)
            return len(f"{value:,}") + 1
        case datetime():
            local = value.astimezone(CHINA).replace(tzinfo=None)
            sheet.write_datetime(row, column, local, looks.moment)
            return _MOMENT
        case date():
            sheet.write_datetime(row, column, value, looks.day)
            return _DAY
        case _:
            text = str(value)
            sheet.write_string(row, column, text)
            return _width(text)


def _width(text: str) -> int:
    # A Chinese character takes three bytes and twice the room.
    return len(text) + (len(text.encode()) - len(text)) // 2
