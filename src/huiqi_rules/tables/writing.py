"""Tables out: CSV that Excel opens, workbooks with numbers as numbers, Parquet with exact decimals.

A text that begins like a formula never becomes one: in a workbook it is written as a string, in CSV it gets an apostrophe.
Every file is written beside its place and moved there when it is whole (`tables.replacing`).
"""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from huiqi_rules.tables.cells_shown import shown
from huiqi_rules.tables.replacing import replacing
from huiqi_rules.tables.sources import ROWS_MAXIMUM, TableError

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTH_MAXIMUM: Final = 60
_WIDTH_ROWS: Final = 200
_CELL_TEXT_MAXIMUM: Final = 32_767
_CUT: Final = "……（超出 Excel 单元格上限，已截断；全文请输出为 csv 或 parquet）"
_FLOAT_DIGITS: Final = 15
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no zones


def write_table(
    path: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    types: Sequence[str | None] | None = None,
    sheet: str = "结果 Results",
) -> int:
    """Write rows to a .csv, .xlsx or .parquet file by its ending and return their number.

    Cells are None, str, bool, int, Decimal (exact), date, `ABSENT` (不适用), `Bounds` (low–high) or tuples of texts. `types`
    are DuckDB types for Parquet columns ("DECIMAL(18,2)"); None takes the narrowest that holds every value exactly.
    Raises `TableError` for another ending, more rows than a workbook holds, or a place that can't be written.
    """
    match Path(path).suffix.lower():
        case ".csv":
            with replacing(path) as beside:
                return _write_csv(beside, header, rows)
        case ".xlsx":
            with replacing(path) as beside:
                return _write_xlsx(path, beside, header, rows, sheet)
        case ".parquet":
            from huiqi_rules.tables.parquet_writing import write_parquet_rows

            with replacing(path) as beside:
                return write_parquet_rows(path, beside, header, rows, types)
        case other:
            raise TableError(path, f"“{other}” is no kind of table that can be written", "use .xlsx, .csv or .parquet")


def write_relations(path: str, relations: Iterable[Any], *, header: Sequence[str], sheet: str = "结果 Results") -> int:
    """Write DuckDB relations of the same columns one after the other to a .csv, .xlsx or .parquet file; return the number of rows.

    Each is run once, when the one before it is written, so no more than one of them is in memory. No row of a Parquet file passes
    through Python. `header` renames the columns.
    """
    from huiqi_rules.tables.parquet_writing import join_parquet, parquet_rows, write_parquet_parts

    is_parquet = Path(path).suffix.lower() == ".parquet"
    with replacing(path, keep=is_parquet) as beside:
        parts = write_parquet_parts(path, beside, relations, header)
        if is_parquet:
            return join_parquet(path, beside, parts)
        return write_table(path, header, parquet_rows(parts), sheet=sheet)


def _write_csv(beside: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    count = 0
    with Path(beside).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_harmless(name) for name in header])
        for row in rows:
            writer.writerow([_harmless(cell) if isinstance(cell, str) else shown(cell) for cell in row])
            count += 1
    return count


def _harmless(text: str) -> str:
    """Excel runs a CSV cell that begins like a formula; an apostrophe in front keeps it a text."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_xlsx(path: str, beside: str, header: Sequence[str], rows: Iterable[Sequence[object]], sheet: str) -> int:
    with new_workbook(beside) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cells = CellWriter(book, page)
        stream = iter(rows)
        # In constant memory a column's width must be known before its rows: the first ones stand for all.
        first = list(islice(stream, _WIDTH_ROWS))
        for index, name in enumerate(header):
            widest = max([_width(name), *(_width(shown(row[index])) for row in first if index < len(row))])
            page.set_column(index, index, min(widest + 2, _WIDTH_MAXIMUM))
            page.write_string(0, index, name, bold)
        page.freeze_panes(1, 0)
        count = 0
        for row in chain(first, stream):
            count += 1
            if count >= ROWS_MAXIMUM:
                raise TableError(path, f"a workbook holds {ROWS_MAXIMUM:,} rows", "write .parquet or .csv instead")
            for index, cell in enumerate(row):
                cells.write(count, index, cell)
        if header:
            page.autofilter(0, 0, count, len(header) - 1)
    return count


@contextmanager
def new_workbook(path: str, *, constant_memory: bool = True, title: str = "") -> Iterator[Any]:
    """Yield a new workbook that holds one row in memory at a time; it is written when the block ends well.

    What it puts aside lies in the folder of `path`. Its date of creation is fixed: the same rows give the same file, and
    nothing reads the clock. Raises OSError.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    folder = str(Path(path).parent)
    book = xlsxwriter.Workbook(path, {**options, "constant_memory": constant_memory, "tmpdir": folder})
    book.set_properties({"created": _CREATED, **({"title": title} if title else {})})
    try:
        yield book
        book.close()
    except XlsxFileError as failure:
        # It wraps what the system says: the reason is inside.
        raise OSError(errno.EIO, getattr(failure.args[0], "strerror", None) or str(failure)) from failure
    finally:
        # Where the block failed it would write the whole file once more when it is forgotten.
        book.fileclosed = True
        for page in book.worksheets():
            if page.row_data_fh is not None:
                page.row_data_fh.close()


class CellWriter:
    """Writes typed cells to a worksheet: numbers as numbers where 15 digits hold them, else as exact text."""

    __slots__ = ("_day", "_page")

    def __init__(self, book: Any, page: Any) -> None:
        self._page = page
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})

    def write(self, row: int, column: int, value: object, style: Any = None) -> None:
        """Write one cell, counted from 0."""
        match value:
            case None | "":
                if style is not None:
                    self._page.write_blank(row, column, None, style)
            case bool():
                self._page.write_boolean(row, column, value, style)
            case int() | Decimal() if _fits_float(value):
                self._page.write_number(row, column, float(value), style)
            case float():
                self._page.write_number(row, column, value, style)
            case date():
                self._page.write_datetime(row, column, value, style or self._day)
            case _:
                self._page.write_string(row, column, _fitting(shown(value)), style)


def _fitting(text: str) -> str:
    """Return a text that fits a cell of Excel; a longer one says at its end that it was cut."""
    return text if len(text) <= _CELL_TEXT_MAXIMUM else text[: _CELL_TEXT_MAXIMUM - len(_CUT)] + _CUT


def _fits_float(value: int | Decimal) -> bool:
    number = Decimal(value)
    return (
        number.is_finite()
        and abs(number.adjusted()) < 300
        and len(number.normalize().as_tuple().digits) <= _FLOAT_DIGITS
    )


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text[:_WIDTH_MAXIMUM])
