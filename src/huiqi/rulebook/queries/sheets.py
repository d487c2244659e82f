"""Reading sheets: the door to the engine's readers for whoever brings files into the register.

A file is judged by its content, proved harmless and measured before it is read. Cells come back as plain values by column, and
everything that was wrong as a code at its place, said in either language.
"""

from __future__ import annotations

import zipfile
from codecs import BOM_UTF8
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Final

from huiqi.kernel.jobs import Progress
from huiqi.rulebook.domain.sheet_maps import Own, SheetMap
from huiqi.rulebook.domain.sheet_words import CannotFitMap, CannotReadSheet, no_fit, no_sheet
from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.queries.sheet_mapping import column_types_of, engine_map
from huiqi_rules.core.diagnostics import AuthorError, Diagnostic, Severity
from huiqi_rules.core.spans import Place
from huiqi_rules.core.values import ABSENT
from huiqi_rules.tables.annotating import annotate_workbook
from huiqi_rules.tables.columns import Problem
from huiqi_rules.tables.delimited import open_delimited
from huiqi_rules.tables.headers import cell_name
from huiqi_rules.tables.messages import Language
from huiqi_rules.tables.reading import read_rows
from huiqi_rules.tables.register import CellProblem, RowColumn, SheetRows
from huiqi_rules.tables.sources import RawTable, TableError
from huiqi_rules.tables.workbook import open_workbook
from huiqi_rules.tables.workbook_proof import Proof, prove_workbook

__all__ = [
    "DOES_NOT_APPLY", "CannotFitMap", "CannotReadSheet", "Cell", "CellFault", "Note", "ProvedFile", "ReadColumn", "ReadSheet",
    "SheetInfo", "annotate", "cell_name", "kind_of", "opened", "proved", "read", "read_head",
]  # fmt: skip

BYTES_MOST: Final = 30_000_000
UNPACKED_MOST: Final = 400_000_000
CELLS_MOST: Final = 2_000_000
_MOST: Final = f"{BYTES_MOST // 1_000_000} MB, {CELLS_MOST:,}"
_WEB: Final = (b"<html", b"<!doctype", b"<table", b"<meta", b"<style", b"<?xml")
# PDF, PNG, JPEG, GIF, RAR, 7z, RTF.
_NO_TEXT: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
_ZIP, _OLD = b"PK", b"\xd0\xcf\x11\xe0"


class _Absent(Enum):
    DOES_NOT_APPLY = "does not apply"


DOES_NOT_APPLY: Final = _Absent.DOES_NOT_APPLY
Cell = Decimal | str | date | bool | _Absent | None


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of a file: its name (none in a text file) and how far its cells reach."""

    name: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class ProvedFile:
    """A file that was found safe to read, with its sheets."""

    path: Path
    sheets: tuple[SheetInfo, ...]
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell; row and column count from 1, `is_error`: the whole row was not read for it."""

    row: int
    column: int
    what: str
    is_error: bool
    problem: Problem

    @property
    def code(self) -> str:
        """Return the stable code of what is wrong."""
        return self.problem.code

    def said(self, *, english: bool) -> tuple[str, str]:
        """Return what is wrong and what to do."""
        language: Language = "en" if english else "zh"
        return self.problem.reason(language), self.problem.remedy(language)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """What was read of one use of a column: `cells` by row, and where a column of the sheet says the year, `years` as well.

    `column` counts from 1; none for a sum. Money is in yuan, a share of 5% is 0.05, several choices stand with 、 between them.
    """

    meaning: str
    header: str
    column: int | None
    year: int | None
    years: list[int | None] | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as read, row by row; `rows[i]` is the number of the row in the sheet."""

    sheet: str
    rows: list[int]
    columns: tuple[ReadColumn, ...]
    faults: tuple[CellFault, ...]
    empty_rows: int


@dataclass(frozen=True, slots=True)
class Note:
    """What the workbook to send back says at a cell."""

    row: int
    column: int
    code: str
    text: str
    remedy: str
    is_error: bool


def kind_of(start: bytes) -> str:
    """Return the ending of what a file is by its first bytes: `.xlsx` (or an old workbook, which is refused later), or `.csv`.

    Raises CannotReadSheet for what can be told to be something else.
    """
    if start.removeprefix(BOM_UTF8).lstrip().lower().startswith(_WEB):
        raise CannotReadSheet("web_page")
    if start.startswith(_NO_TEXT):
        raise CannotReadSheet("not_a_workbook")
    return ".xlsx" if start.startswith((_ZIP, _OLD)) else ".csv"


def proved(path: Path) -> ProvedFile:
    """Return a file that is safe to read; raises CannotReadSheet."""
    with _told():
        if path.suffix == ".xlsx":
            proof = _proof(path)
            return ProvedFile(path, tuple(_sheets(proof)), proof)
        table = open_delimited(str(path))
        try:
            width = len(next(table.rows, ()))
        finally:
            _close(table)
        _refuse_many(table.row_total * width)
        return ProvedFile(path, (SheetInfo("", table.row_total, width),), None)


@contextmanager
def opened(file: ProvedFile, sheet: str = "") -> Iterator[RawTable]:
    """Give the raw rows of a sheet, the first one where none is named; raises CannotReadSheet."""
    with _told(sheet=sheet):
        if file.proof is not None:
            table = open_workbook(str(file.path), sheet or None, file.proof)
        else:
            table = open_delimited(str(file.path))
        try:
            yield table
        finally:
            _close(table)


def read(
    file: ProvedFile, column_map: SheetMap, *, own: Own, book: Book | None, progress: Progress | None = None
) -> ReadSheet:
    """Return the whole sheet as a map says; `book` has the dictionary. Raises CannotReadSheet, CannotFitMap."""
    with opened(file, column_map.sheet) as table:
        return _read(table, column_map, own=own, book=book, progress=progress)


def read_head(rows: Sequence[Sequence[object]], column_map: SheetMap, *, own: Own, book: Book | None) -> ReadSheet:
    """Return first rows that were kept, as a map says; raises CannotFitMap."""
    return _read(RawTable("", column_map.sheet, iter(rows), len(rows)), column_map, own=own, book=book)


def annotate(path: Path, sheet: str, notes: Iterable[Note], out: Path) -> int:
    """Write the sheet once more with notes at its cells, and all of them in a list; return how many cells are marked."""
    severities = {True: Severity.ERROR, False: Severity.WARNING}
    told = [
        Diagnostic(
            note.code,
            Place(str(path), note.row, note.column, cell_name(note.row, note.column)),
            note.text,
            note.remedy,
            severity=severities[note.is_error],
        )
        for note in notes
    ]
    with _told(sheet=sheet):
        return annotate_workbook(str(path), told, str(out), sheet=sheet or None)


def _read(
    table: RawTable, column_map: SheetMap, *, own: Own, book: Book | None, progress: Progress | None = None
) -> ReadSheet:
    columns = column_types_of(own, book)
    try:
        found = read_rows(table, engine_map(column_map, columns=columns, own=own), progress=progress)
    except AuthorError as error:
        raise no_fit(error) from error
    return ReadSheet(
        sheet=found.sheet or "",
        rows=found.rows,
        columns=tuple(_column(one) for one in found.columns),
        faults=tuple(_faults(found, {one.fact_id: one.zh for one in columns})),
        empty_rows=found.empty_row_count,
    )


def _column(one: RowColumn) -> ReadColumn:
    cells: list[Cell] = [_plain(cell) for cell in one.cells]
    return ReadColumn(one.fact_id, one.header, one.column, one.year, one.years, cells)


def _plain(cell: object) -> Cell:
    if cell is ABSENT:
        return DOES_NOT_APPLY
    if isinstance(cell, tuple):
        return "、".join(cell) or "无"
    return cell  # type: ignore[return-value]  # what is left of the engine's values is ours


def _faults(found: SheetRows, names: Mapping[str, str]) -> Iterator[CellFault]:
    """Yield each fault once: a column that feeds several facts has it once for each of them."""
    merged: dict[tuple[int, int, str], tuple[CellProblem, list[str]]] = {}
    for one in found.problems:
        whats = merged.setdefault((one.row, one.column, one.problem.code), (one, []))[1]
        if one.what and one.what not in whats:
            whats.append(one.what)
    for problem, whats in merged.values():
        is_error = problem.severity is Severity.ERROR
        yield CellFault(problem.row, problem.column, "、".join(whats), is_error, problem.problem)


def _proof(path: Path) -> Proof:
    if path.stat().st_size > BYTES_MOST:
        raise CannotReadSheet("too_large", most=_MOST)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        # The proof says why, in its own words.
        unpacked = 0
    if unpacked > UNPACKED_MOST:
        raise CannotReadSheet("too_large", most=_MOST)
    return prove_workbook(str(path))


def _sheets(proof: Proof) -> list[SheetInfo]:
    found = []
    for name, part in proof.parts.items():
        scan = proof.scans.get(part)
        if scan is not None:
            _refuse_many(scan.row_last * scan.column_last)
            found.append(SheetInfo(name, scan.row_last, scan.column_last))
    return found


def _close(table: RawTable) -> None:
    table.close()
    # The rows of a text file are a generator that holds it open.
    if isinstance(table.rows, Generator):
        table.rows.close()


def _refuse_many(cells: int) -> None:
    if cells > CELLS_MOST:
        raise CannotReadSheet("too_large", most=_MOST)


@contextmanager
def _told(*, sheet: str = "") -> Iterator[None]:
    try:
        yield
    except TableError as error:
        raise no_sheet(error, sheet=sheet, most=_MOST) from error
