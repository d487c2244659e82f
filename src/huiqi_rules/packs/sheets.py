"""Decision-table sheets next to a policy: csv and xlsx as rows of cell texts, exact and bounded."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import python_calamine

from huiqi_rules.core.diagnostics import Diagnostic, Findings
from huiqi_rules.core.spans import Place

MAX_BYTES: Final = 4_000_000
MAX_UNPACKED_BYTES: Final = 50_000_000
SUFFIXES: Final = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet by row and column, blanks at the ends stripped; every row has the same length."""

    path: str
    rows: tuple[tuple[str, ...], ...]

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell, both counted from 0, as a spreadsheet names it (B17)."""
        return Place(self.path, cell=cell_name(row, column))


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, both counted from 0: (16, 1) is B17."""
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def read_sheet(path: Path, shown: str, data: bytes, findings: Findings) -> Sheet | None:
    """Return the first sheet of a csv or xlsx file; None where it cannot be read, which is reported."""
    if len(data) > MAX_BYTES:
        _report(findings, "sheet-limit", shown, f"the sheet has more than {MAX_BYTES:,} bytes", "Split it.")
        return None
    rows = _csv_rows(shown, data, findings) if path.suffix.lower() == ".csv" else _xlsx_rows(shown, data, findings)
    if rows is None:
        return None
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    return Sheet(shown, tuple(tuple(row) + ("",) * (width - len(row)) for row in rows))


def _csv_rows(shown: str, data: bytes, findings: Findings) -> list[list[str]] | None:
    try:
        text = data.decode("utf-8-sig")
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        _report(findings, "sheet-unreadable", shown, f"the file is not UTF-8 (line {line})", "Save it as CSV UTF-8.")
    except csv.Error as error:
        _report(findings, "sheet-unreadable", shown, f"the file is no CSV: {error}", "Check the quotes.")
    return None


def _xlsx_rows(shown: str, data: bytes, findings: Findings) -> list[list[str]] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            _report(
                findings, "sheet-limit", shown, f"the file unpacks to {unpacked:,} bytes", "Keep only the table in it."
            )
            return None
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except (zipfile.BadZipFile, python_calamine.CalamineError, python_calamine.ZipError, ValueError, OSError) as error:
        _report(
            findings, "sheet-unreadable", shown, f"the file cannot be read as xlsx: {error}", "Save it again as .xlsx."
        )
        return None
    for (row, column), _ in merged:
        findings.add(Diagnostic("merged-cells", Place(shown, cell=cell_name(row, column)), "cells are merged here",
                                "Split them and write the text into each."))  # fmt: skip
    return [
        [_cell_text(value, Place(shown, cell=cell_name(row, column)), findings) for column, value in enumerate(values)]
        for row, values in enumerate(cells)
    ]


def _cell_text(value: object, place: Place, findings: Findings) -> str:
    # A spreadsheet keeps binary numbers of 15 digits; what it shows is the shortest decimal of those.
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case float():
            return f"{Decimal(f'{value:.15g}'):f}"
        case str():
            return value.strip()
        case datetime() if value.time() == time():
            return f'@"{value.date().isoformat()}"'
        case date() if not isinstance(value, datetime):
            return f'@"{value.isoformat()}"'
        case datetime() | time() | timedelta():
            findings.add(
                Diagnostic("sheet-cell", place, f"the cell holds a time of day, {value}", "Write a day or a text.")
            )
            return ""
        case _:
            findings.add(Diagnostic("sheet-cell", place, f"the cell holds {value!r}", "Write a text or a number."))
            return ""


def _report(findings: Findings, code: str, shown: str, problem: str, remedy: str) -> None:
    findings.add(Diagnostic(code, Place(shown), problem, remedy))
