"""Which cell of a row feeds what: the header of a sheet met with a column map, or with the dictionary alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from huiqi_rules.core.diagnostics import AuthorError, Diagnostic, Severity
from huiqi_rules.core.echo import echo
from huiqi_rules.core.spans import Place
from huiqi_rules.tables.cells import PLAIN, CellOptions, cell_reader
from huiqi_rules.tables.checks import Check
from huiqi_rules.tables.columns import ColumnType, Reading, problem
from huiqi_rules.tables.headers import (
    NAME_HEADERS,
    SUBJECT_HEADERS,
    FactNames,
    cell_name,
    header_key,
    header_text,
    near_headers,
    split_unit,
)
from huiqi_rules.tables.mapping import ColumnMap, Feed
from huiqi_rules.tables.messages import Language
from huiqi_rules.tables.sources import TableError

HEADER_SEARCH_ROWS: Final = 30
_HEADERS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Binding:
    """A cell of each row that feeds a fact. `index` counts from 0; a derived column has none and names its sum."""

    index: int | None
    header: str
    column: ColumnType
    year: int | None
    year_index: int | None
    read: Callable[[object], Reading]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A cell that sums and checks read as a number; `reported` says that a binding already reports its problems."""

    index: int
    header: str
    read: Callable[[object], Reading]
    reported: bool


@dataclass(slots=True)
class Layout:
    """Everything that reading a row needs, and what the header itself gave to report."""

    subject: tuple[int, ...]
    name: int | None
    width: int
    bindings: list[Binding] = field(default_factory=list)
    numbers: list[NumberColumn] = field(default_factory=list)
    sums: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    checks: tuple[Check, ...] = ()
    subject_headers: str = ""
    unread: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def layout_by_map(path: str, rows: Sequence[Sequence[object]], column_map: ColumnMap) -> Layout:
    """Return the layout that a map gives to the sheet; raises `AuthorError` with every header that does not fit."""
    return _ByMap(path, rows, column_map).layout()


def layout_by_names(path: str, rows: Sequence[Sequence[object]], columns: Sequence[ColumnType],
                    language: Language) -> Layout:  # fmt: skip
    """Return the layout of a sheet whose first row names facts; raises `TableError` when it names none."""
    facts = FactNames(columns)
    headers = _headers(rows, 1)
    if not any(header_text(cell) for row in rows for cell in row):
        raise TableError(path, "the table holds nothing but empty rows", "get the file once more", code="empty")
    keys = {header_key(header): index for index, header in reversed(list(enumerate(headers))) if header}
    subject = next((keys[header_key(name)] for name in SUBJECT_HEADERS if header_key(name) in keys), None)
    if subject is None:
        raise TableError(path, f"no column holds the id of a row{_elsewhere(rows, SUBJECT_HEADERS, 1) or _shown(headers)}",
                         f"name it {' / '.join(SUBJECT_HEADERS[:4])}, or write a column map", code="no-subject")  # fmt: skip
    twice = [index for index, header in enumerate(headers) if header_key(header) == header_key(headers[subject])]
    if len(twice) > 1:
        cells = ", ".join(cell_name(1, index + 1) for index in twice)
        raise TableError(path, f"ids could be read from several columns called “{echo(headers[subject])}”: {cells}",
                         "rename all but one", code="column-twice")  # fmt: skip
    name = next((keys[header_key(each)] for each in NAME_HEADERS if header_key(each) in keys), None)
    layout = Layout((subject,), name, len(headers), subject_headers=headers[subject])
    fed: dict[tuple[str, int | None], str] = {}
    for index, header in enumerate(headers):
        match = facts.match(header) if header else None
        place = Place(path, 1, index + 1, cell_name(1, index + 1))
        if not header and _holds_data(rows[1:], index):
            _report(layout, "unread-column", place, language, shown="", near="")
            continue
        if match is None:
            if header and index not in {subject, name}:
                near = facts.near(header)
                _report(
                    layout,
                    "unread-column",
                    place,
                    language,
                    shown=header,
                    near=f" ({', '.join(near)}?)" if near else "",
                )
        elif match.column.annual and match.year is None:
            _report(layout, "year-missing", place, language, shown=header)
        elif (match.column.fact_id, match.year) in fed:
            other = fed[match.column.fact_id, match.year]
            _report(layout, "column-twice", place, language, shown=header, other=other)
        else:
            fed[match.column.fact_id, match.year] = cell_name(1, index + 1)
            read = cell_reader(match.column, CellOptions(unit=match.unit))
            layout.bindings.append(Binding(index, header, match.column, match.year, None, read))
    if not layout.bindings:
        wanted = [name for column in columns for name in (column.zh, column.fact_id)]
        raise TableError(path, f"no column names a fact of the dictionary{_elsewhere(rows, wanted, 1) or _shown(headers)}",
                         "name the columns after facts, or write a column map", code="no-facts")  # fmt: skip
    return layout


def _report(layout: Layout, code: str, place: Place, language: Language, **words: str) -> None:
    found = problem(code, **words)
    layout.unread.append(words["shown"])
    layout.problems.append(
        Diagnostic(code, place, found.reason(language), found.remedy(language), severity=Severity.WARNING)
    )


class _ByMap:
    """Meets one map with one header row; every header that does not fit is reported before anything is read."""

    __slots__ = ("findings", "header_row", "headers", "indexes", "map", "path", "rows")

    def __init__(self, path: str, rows: Sequence[Sequence[object]], column_map: ColumnMap) -> None:
        self.path, self.rows, self.map = path, rows, column_map
        self.header_row = column_map.header_row
        self.headers = _headers(rows, self.header_row)
        self.indexes: dict[str, list[int]] = {}
        for index, header in enumerate(self.headers):
            if header:
                self.indexes.setdefault(header_key(header), []).append(index)
        self.findings: list[Diagnostic] = []

    def layout(self) -> Layout:
        top = Place(self.map.path, 1, 1)
        subject = tuple(self._index(header, top) for header in self.map.subject)
        name = self._index(self.map.name, top) if self.map.name is not None else None
        layout = Layout(subject, name, len(self.headers), checks=self.map.checks)
        layout.subject_headers = " / ".join(self.map.subject)
        layout.sums = [(header_key(each.header), tuple(map(header_key, each.parts))) for each in self.map.sums]
        derived = {header for header, _ in layout.sums}
        for mapped in self.map.columns:
            index = None if header_key(mapped.header) in derived else self._index(mapped.header, mapped.place)
            for feed in mapped.feeds:
                if feed.column is not None:
                    layout.bindings.append(self._binding(index, mapped.header, feed.column, feed))
        layout.numbers = self._numbers(derived, {binding.index for binding in layout.bindings})
        self._refuse_unlisted()
        if self.findings:
            raise AuthorError(self._with_header_hint())
        layout.unread = [mapped.header for mapped in self.map.columns if not mapped.feeds]
        return layout

    def _binding(self, index: int | None, header: str, column: ColumnType, feed: Feed) -> Binding:
        year_index = self._index(feed.year_header, feed.place) if feed.year_header is not None else None
        options = feed.options if index is not None else PLAIN
        read = cell_reader(
            column, self._with_unit(options, header, column, feed.place) if index is not None else options
        )
        return Binding(index, header_key(header), column, feed.year, year_index, read)

    def _with_unit(self, options: CellOptions, header: str, column: ColumnType | None, place: Place) -> CellOptions:
        """A unit in the header's brackets counts where the map is silent; two that differ are an error."""
        stated = split_unit(header)[1]
        if stated is None or stated == options.unit:
            return options
        if options.unit is None:
            return replace(options, unit=stated)
        self._find(
            place,
            "map-unit",
            f"the header “{echo(header)}” says {stated}, the map says {options.unit}",
            "make them agree",
        )
        return options

    def _numbers(self, derived: set[str], bound: set[int | None]) -> list[NumberColumn]:
        wanted = {header_key(part): (part, each.place) for each in self.map.sums for part in each.parts}
        for check in self.map.checks:
            wanted |= {header_key(side): (side, check.place) for side in check.rule.headers}
        found = []
        for key, (header, place) in wanted.items():
            if key not in derived:
                index = self._index(header, place)
                feeds = [
                    feed for mapped in self.map.columns if header_key(mapped.header) == key for feed in mapped.feeds
                ]
                marks = tuple(dict.fromkeys(mark for feed in feeds for mark in feed.options.unknown))
                unit = next((feed.options.unit for feed in feeds if feed.options.unit is not None), None)
                column = _number_type(header, feeds, unit or split_unit(header)[1])
                options = self._with_unit(CellOptions(marks, unit), header, column, place)
                found.append(NumberColumn(index, key, cell_reader(column, options), index in bound))
        return found

    def _index(self, header: str, place: Place) -> int:
        found = self.indexes.get(header_key(header), [])
        if not found:
            near = near_headers(header, [each for each in self.headers if each])
            remedy = f"did you mean {' / '.join(near)}?" if near else "see the header of the sheet"
            self._find(
                place, "unknown-column", f"the sheet has no column “{echo(header)}” in row {self.header_row}", remedy
            )
            return 0
        if len(found) > 1:
            cells = ", ".join(cell_name(self.header_row, index + 1) for index in found)
            self._find(
                place,
                "column-twice",
                f"the sheet has the column “{echo(header)}” more than once: {cells}",
                "rename one",
            )
        return found[0]

    def _refuse_unlisted(self) -> None:
        if self.map.ignore_unlisted:
            return
        listed = {header_key(mapped.header) for mapped in self.map.columns} | set(map(header_key, self.map.subject))
        listed |= {header_key(part) for each in self.map.sums for part in each.parts}
        listed |= {header_key(side) for check in self.map.checks for side in check.rule.headers}
        listed |= {
            header_key(feed.year_header) for mapped in self.map.columns for feed in mapped.feeds if feed.year_header
        }
        listed |= {header_key(self.map.name)} if self.map.name is not None else set()
        for index, header in enumerate(self.headers):
            if not header and _holds_data(self.rows[self.header_row :], index):
                cell = Place(self.path, self.header_row, index + 1, cell_name(self.header_row, index + 1))
                self._find(cell, "unlisted-column", "a column without a header holds data",
                           "give it a header (is the one beside it merged?), or “unlisted: ignore”")  # fmt: skip
            if header and header_key(header) not in listed:
                near = near_headers(header, [mapped.header for mapped in self.map.columns])
                hint = f"; did you mean {' / '.join(near)}?" if near else ""
                cell = Place(self.path, self.header_row, index + 1, cell_name(self.header_row, index + 1))
                self._find(cell, "unlisted-column", f"the map does not name the column “{echo(header)}”",
                           f"map it, write “{echo(header)}: ignore”, or “unlisted: ignore”{hint}")  # fmt: skip

    def _find(self, place: Place, code: str, said: str, remedy: str) -> None:
        finding = Diagnostic(code, place, said, remedy)
        if finding not in self.findings:
            self.findings.append(finding)

    def _with_header_hint(self) -> list[Diagnostic]:
        """Many headers missing at once mostly mean one thing: the header stands in another row."""
        wanted = [*self.map.subject, *(mapped.header for mapped in self.map.columns)]
        hint = _elsewhere(self.rows, wanted, self.header_row)
        if not hint:
            return self.findings
        said = f"row {self.header_row} is not the header{hint}"
        return [Diagnostic("header-row", Place(self.map.path, 1, 1), said, "set header_row in the map"), *self.findings]


def _number_type(header: str, feeds: Sequence[Feed], unit: str | None) -> ColumnType:
    """The type for sums and checks: the fact's own kind without its bounds, so that a check sees impossible numbers too."""
    kind = next((feed.column.kind for feed in feeds if feed.column is not None), None)
    if kind is None:
        kind = "money" if unit is None or unit.endswith("元") else "ratio" if unit[-1] in "%‰" else "number"
    return ColumnType(header, header, kind if kind in {"money", "ratio"} else "number")


def _holds_data(rows: Sequence[Sequence[object]], index: int) -> bool:
    """Return whether any of the first rows has something in a column."""
    return any(index < len(row) and row[index] not in (None, "") for row in rows)


def _headers(rows: Sequence[Sequence[object]], header_row: int) -> list[str]:
    if header_row > len(rows):
        return []
    headers = [header_text(raw) for raw in rows[header_row - 1]]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def _shown(headers: Sequence[str]) -> str:
    """Return what stands in the first row, for whoever wonders why nothing was found in it."""
    named = [echo(header) for header in headers if header]
    more = ", …" if len(named) > _HEADERS_SHOWN else ""
    return f"; row 1 has {', '.join(named[:_HEADERS_SHOWN])}{more}" if named else "; row 1 is empty"


def _elsewhere(rows: Sequence[Sequence[object]], wanted: Iterable[str], header_row: int) -> str:
    """Return a hint at the row of the first thirty that holds more of the wanted headers than the stated one."""
    keys = {header_key(name) for name in wanted}
    counts = [
        sum(header_key(split_unit(header_text(raw))[0]) in keys for raw in row) for row in rows[:HEADER_SEARCH_ROWS]
    ]
    best = max(range(len(counts)), key=counts.__getitem__, default=-1)
    here = counts[header_row - 1] if header_row <= len(counts) else 0
    return f"; row {best + 1} looks like the header" if best >= 0 and counts[best] > here else ""
