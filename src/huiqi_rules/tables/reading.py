"""Reads a register: the rows of a sheet into facts by column, with every doubt reported by its cell.

Rows stream through once; a cell that can't be read becomes unknown and is reported, the row goes on. A row without an id,
a row of totals and a row of the wrong length are not read, and said so. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Final

from huiqi_rules.core.diagnostics import Severity
from huiqi_rules.core.values import EXACT
from huiqi_rules.tables.cells import cell_reader
from huiqi_rules.tables.columns import NUMERIC_KINDS, ColumnType, Problem, Value, problem
from huiqi_rules.tables.layout import HEADER_SEARCH_ROWS, Layout, layout_by_map, layout_by_names
from huiqi_rules.tables.mapping import ColumnMap
from huiqi_rules.tables.merging import ReadRows, merge_rows
from huiqi_rules.tables.messages import Language
from huiqi_rules.tables.packed import PackedNumbers
from huiqi_rules.tables.register import CellProblem, Register, RowColumn, SheetRows
from huiqi_rules.tables.sources import ROWS_MAXIMUM, RawTable, TableError

_PROGRESS_ROWS: Final = 2_048
TOTALS: Final = frozenset({"合计", "总计", "小计", "总和", "total", "sum", "subtotal"})
_YEAR: Final = ColumnType("year", "年份", "int", minimum=Decimal(1900), maximum=Decimal(2200))


def read_table(
    path: str,
    columns: Sequence[ColumnType],
    mapping: ColumnMap | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    language: Language = "en",
) -> Register:
    """Return the register of an .xlsx, .csv, .tsv or .parquet file.

    `columns` are the facts of the dictionary; `mapping` says which column feeds which, else headers name facts. `progress`
    is called with rows done and rows in all. Messages come in `language`. Raises `TableError` for a file that can't be
    read, `AuthorError` for a map that does not fit the sheet.
    """
    table = open_table(path, mapping.sheet if mapping is not None else None)
    try:
        search = max(HEADER_SEARCH_ROWS, mapping.header_row if mapping is not None else 1)
        first = list(islice(table.rows, min(search, ROWS_MAXIMUM)))
        if mapping is not None:
            layout = layout_by_map(path, first, mapping)
        else:
            layout = layout_by_names(path, first, columns, language)
        header_row = mapping.header_row if mapping is not None else 1
        reader = _RowReader(table, layout, language, packs=True)
        reader.read_all(chain(first[header_row:], table.rows), header_row + 1, progress)
        return merge_rows(reader.result(), layout, table, language)
    finally:
        table.close()


def read_rows(table: RawTable, mapping: ColumnMap, *, progress: Callable[[int, int], None] | None = None) -> SheetRows:
    """Return a table row by row, as a map says; rows without an id are read too. The caller closes the table.

    Raises `AuthorError` for a map that does not fit the sheet.
    """
    first = list(islice(table.rows, min(max(HEADER_SEARCH_ROWS, mapping.header_row), ROWS_MAXIMUM)))
    layout = layout_by_map(table.path, first, mapping)
    reader = _RowReader(table, layout, "en", needs_subject=False)
    reader.read_all(chain(first[mapping.header_row :], table.rows), mapping.header_row + 1, progress)
    columns = tuple(
        RowColumn(
            fact_id=binding.column.fact_id,
            header=binding.header,
            column=None if binding.index is None else binding.index + 1,
            year=binding.year,
            years=None if binding.year_index is None else reader.years[binding.year_index],
            cells=cells,
        )
        for binding, cells in zip(layout.bindings, reader.cells, strict=True)
    )
    return SheetRows(
        path=table.path,
        sheet=table.sheet,
        subjects=reader.subjects,
        names=reader.names,
        rows=reader.row_numbers,
        columns=columns,
        problems=tuple(reader.problems),
        empty_row_count=reader.empty_count,
        unread_row_count=reader.unread_count,
        unread_columns=tuple(layout.unread),
    )


def open_table(path: str, sheet: str | None = None) -> RawTable:
    """Return the raw rows of a file by what its name ends in; raises `TableError`."""
    match Path(path).suffix.lower():
        case ".xlsx" | ".xlsm" | ".xltx" | ".xls" | ".et":
            from huiqi_rules.tables.workbook import open_workbook

            return open_workbook(path, sheet)
        case ".csv" | ".tsv" | ".txt":
            from huiqi_rules.tables.delimited import open_delimited

            return open_delimited(path)
        case ".parquet":
            from huiqi_rules.tables.parquet import open_parquet

            return open_parquet(path)
        case other:
            raise TableError(path, f"“{other}” is no kind of table that can be read", "use .xlsx, .csv or .parquet")


@dataclass(slots=True)
class _RowReader:
    """Reads row after row into one list per binding; `packs` keeps numbers in little memory, for many rows."""

    table: RawTable
    layout: Layout
    language: Language
    needs_subject: bool = True
    packs: bool = False
    subjects: list[str] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    cells: list[list[Value | None] | PackedNumbers] = field(default_factory=list)
    years: dict[int, list[int | None]] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    empty_count: int = 0
    unread_count: int = 0

    def read_all(
        self, rows: Iterator[Sequence[object]], first: int, progress: Callable[[int, int], None] | None
    ) -> None:
        layout = self.layout
        self.cells = [
            PackedNumbers() if self.packs and each.column.kind in NUMERIC_KINDS else [] for each in layout.bindings
        ]
        self.years = {each.year_index: [] for each in layout.bindings if each.year_index is not None}
        read_year = cell_reader(_YEAR)
        number = first - 1
        for number, row in enumerate(rows, first):
            if progress is not None and number % _PROGRESS_ROWS == 0:
                progress(number, max(self.table.row_total, number))
            if all(cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in row):
                self.empty_count += 1
                continue
            squared = row if len(row) == layout.width else self._squared(row, number)
            if squared is None:
                self.unread_count += 1
                continue
            subject = self._subject(squared, number)
            if subject is None:
                self.unread_count += 1
                continue
            self.subjects.append(subject)
            self.row_numbers.append(number)
            self.names.append(_name(squared[layout.name]) if layout.name is not None else None)
            for index, years in self.years.items():
                years.append(self._year(read_year(squared[index]), squared[index], number, index))
            self._read_cells(squared, number)
        if progress is not None:
            progress(number, number)

    def result(self) -> ReadRows:
        """Return what was read, column by column."""
        problems = [each.diagnostic(self.table.path, self.language) for each in self.problems]
        return ReadRows(self.subjects, self.names, self.row_numbers, [*self.cells], self.years, problems,
                        self.empty_count, self.unread_count)  # fmt: skip

    def _read_cells(self, row: Sequence[object], number: int) -> None:
        flags = self.table.flags.get(number)
        numbers = self._numbers(row, number) if self.layout.numbers else {}
        for binding, sink in zip(self.layout.bindings, self.cells, strict=True):
            index = binding.index
            reading = binding.read(numbers[binding.header] if index is None else row[index])
            if flags is not None and index is not None and index + 1 in flags:
                reading = flags[index + 1]
            if reading.__class__ is Problem:
                assert isinstance(reading, Problem)
                self._report(reading, number, index, binding.column.zh)
                reading = None
            assert not isinstance(reading, Problem)
            sink.append(reading)
        if self.layout.checks:
            self._check(numbers, number)

    def _numbers(self, row: Sequence[object], number: int) -> dict[str, Decimal | None]:
        """Return the row's numbers for sums and checks by header; unknown where the cell gives none."""
        flags = self.table.flags.get(number, {})
        found: dict[str, Decimal | None] = {}
        for each in self.layout.numbers:
            reading = flags.get(each.index + 1) or each.read(row[each.index])
            if isinstance(reading, Problem) and not each.reported:
                self._report(reading, number, each.index, each.header)
            found[each.header] = reading if isinstance(reading, Decimal) else None
        for header, parts in self.layout.sums:
            total: Decimal | None = Decimal(0)
            for part in parts:
                value = found[part]
                total = None if total is None or value is None else EXACT.add(total, value)
            found[header] = total
        return found

    def _check(self, numbers: dict[str, Decimal | None], number: int) -> None:
        for check in self.layout.checks:
            if check.rule.holds(numbers) is not False:
                continue
            named = []
            for binding, sink in zip(self.layout.bindings, self.cells, strict=True):
                if binding.column.fact_id in check.facts:
                    sink[-1] = None
                    named.append(binding.column.zh)
            said = check.zh if self.language == "zh" else check.en
            found = problem("impossible-row", rule=check.text, message=said, facts="、".join(dict.fromkeys(named)))
            self._add(found, number, 1)

    def _subject(self, row: Sequence[object], number: int) -> str | None:
        parts = [_identity(row[index]) for index in self.layout.subject]
        column = self.layout.subject[0] + 1 if self.layout.subject else 1
        flags = self.table.flags.get(number, {})
        for index, part in zip(self.layout.subject, parts, strict=True):
            found = flags.get(index + 1) or (part if isinstance(part, Problem) else None)
            if found is not None:
                self._add(found, number, column, Severity.ERROR)
                return None
        texts = [part for part in parts if isinstance(part, str)]
        name = _name(row[self.layout.name]) if self.layout.name is not None else None
        for text in (*texts, name or ""):
            if "".join(text.split()).rstrip(":：").lower() in TOTALS:
                self._add(problem("total-row", shown=text), number, column, Severity.ERROR)
                return None
        if len(texts) < len(parts):
            if not self.needs_subject:
                return ""
            self._add(problem("no-subject", column=self.layout.subject_headers), number, column, Severity.ERROR)
            return None
        return "/".join(texts)

    def _year(self, reading: object, raw: object, number: int, index: int) -> int | None:
        if isinstance(raw, str) and raw.strip().rstrip("年度").isdecimal():
            reading = cell_reader(_YEAR)(raw.strip().rstrip("年度"))
        if isinstance(reading, Decimal):
            return int(reading)
        self._report(problem("no-year", shown=raw), number, index, "")
        return None

    def _squared(self, row: Sequence[object], number: int) -> Sequence[object] | None:
        """Return the row at the header's width; a row of text that is cut or too long can't be trusted at all."""
        width = self.layout.width
        extra = any(cell is not None and cell != "" for cell in row[width:])
        if self.table.ragged and (extra or len(row) < width):
            found = problem("row-length", count=len(row), wanted=width)
            self._add(found, number, 1, Severity.ERROR)
            return None
        return [*row[:width], *[None] * (width - len(row))]

    def _report(self, found: Problem, number: int, index: int | None, what: str) -> None:
        self._add(found, number, (index if index is not None else 0) + 1, what=what)

    def _add(
        self, found: Problem, number: int, column: int, severity: Severity = Severity.WARNING, what: str = ""
    ) -> None:
        self.problems.append(CellProblem(found, number, column, what, severity))


_read_identity = cell_reader(ColumnType("id", "编号", "text"))


def _identity(raw: object) -> str | Problem | None:
    """An id is a text; the same codes typed as text and as a number are one id."""
    reading = _read_identity(raw)
    if isinstance(reading, str):
        return "".join(reading.split()) or None
    return reading if isinstance(reading, Problem) else None


def _name(raw: object) -> str | None:
    return (" ".join(str(raw).split()) or None) if raw is not None else None
