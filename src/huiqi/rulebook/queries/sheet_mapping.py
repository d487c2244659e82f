"""Column maps between three forms: as we keep them, as the engine reads them, and as people write them in YAML."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from huiqi.rulebook.domain.sheet_maps import MapCheck, MapColumn, MapSum, Own, SheetMap, Use
from huiqi.rulebook.domain.sheet_words import no_fit
from huiqi.rulebook.queries.books import Book
from huiqi_rules.api.sheets import column_types
from huiqi_rules.core.diagnostics import AuthorError, Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.tables.cells import CellOptions
from huiqi_rules.tables.checks import Check, parse_rule
from huiqi_rules.tables.columns import ColumnType
from huiqi_rules.tables.headers import FactNames, header_key, header_text
from huiqi_rules.tables.mapping import ColumnMap, Feed, MappedColumn, Sum, read_map
from huiqi_rules.tables.numerals import unit_factor

HEADER_ROWS: Final = 30
_YEAR_HEADERS: Final = frozenset({"年份", "年度", "报告年份", "报告年度", "所属年度", "所属年份", "统计年度", "会计年度", "year"})  # fmt: skip
_NOWHERE: Final = Place("")


def column_types_of(own: Own, book: Book | None) -> tuple[ColumnType, ...]:
    """Return what a sheet may hold: the caller's own words, and the facts of a book."""
    texts = tuple(ColumnType(key, zh, own.kinds.get(key, "text")) for key, zh in own.texts.items())
    return texts + (column_types(book.loaded.rulebook.facts) if book is not None else ())


def headers_in(rows: Sequence[Sequence[object]], header_row: int) -> tuple[str, ...]:
    """Return the headers of a sheet as a map names them; empty where a column has none."""
    if header_row > len(rows):
        return ()
    found = [header_text(cell) for cell in rows[header_row - 1]]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def same_header(one: str, other: str) -> bool:
    """Return whether two headers are one, however spaced and however wide their letters."""
    return header_key(one) == header_key(other)


def header_row_in(rows: Sequence[Sequence[object]], *, own: Own, book: Book | None) -> int:
    """Return the row, from 1, that looks like the header: most of its cells mean something; else the first with two texts."""
    names = FactNames(column_types_of(own, book))

    def means(cell: object) -> bool:
        text = header_text(cell)
        return bool(text) and (bool(own.guess(text)) or is_year(text) or names.match(text) is not None)

    counts = [sum(map(means, row)) for row in rows[:HEADER_ROWS]]
    if max(counts, default=0) > 0:
        return counts.index(max(counts)) + 1
    texts = (sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in rows[:HEADER_ROWS])
    return next((place for place, count in enumerate(texts, start=1) if count > 1), 1)


def is_year(header: str) -> bool:
    """Return whether a header says that its column holds the year of the row."""
    return header_key(header) in _YEAR_HEADERS


def proposed(
    rows: Sequence[Sequence[object]], *, own: Own, book: Book | None, sheet: str = "", header_row: int = 0
) -> SheetMap:
    """Return a first map of a sheet: headers that name facts, with year and unit, or mean own words; the rest is not read."""
    row = header_row or header_row_in(rows, own=own, book=book)
    headers = headers_in(rows, row)
    names = FactNames(column_types_of(own, book))
    year_header = next((header for header in headers if is_year(header)), "")
    taken: set[tuple[str, int | None]] = set()
    columns = []
    for header in dict.fromkeys(header for header in headers if header):
        use = _proposed_use(header, own, names, year_header)
        key = (use.meaning, use.year) if use is not None else None
        if use is None or key is None or key in taken:
            columns.append(MapColumn(header))
            continue
        taken.add(key)
        columns.append(MapColumn(header, (use,)))
    return SheetMap(tuple(columns), sheet=sheet, header_row=row, ignores_unlisted=True)


def _proposed_use(header: str, own: Own, names: FactNames, year_header: str) -> Use | None:
    meaning = own.guess(header)
    if meaning:
        return Use(meaning)
    match = names.match(header)
    if match is None:
        return None
    # The unit in the header's brackets counts without being said again.
    if not match.column.annual or match.year is not None:
        return Use(match.column.fact_id, year=match.year)
    return Use(match.column.fact_id, year_header=year_header)


def unit_fits(unit: str, type_word: str) -> bool:
    """Return whether a unit can stand for a whole column of a type of the dictionary (`money`, `whole`, `number` …)."""
    if unit_factor(unit) is None:
        return False
    if unit.endswith("元"):
        return type_word == "money"
    return type_word == "number" if unit[-1] in "%‰％" else type_word in {"whole", "number"}


def engine_map(kept: SheetMap, *, columns: Sequence[ColumnType], own: Own) -> ColumnMap:
    """Return a kept map as the engine reads it; raises AuthorError for facts that the dictionary does not have (any more)."""
    by_id = {column.fact_id: column for column in columns}
    mistakes = []
    mapped = []
    for one in kept.columns:
        feeds = []
        for use in one.uses:
            column = by_id.get(use.meaning)
            if column is None and use.meaning:
                mistakes.append(Diagnostic("unknown-fact", _NOWHERE, f"“{use.meaning}” is no fact of the dictionary"))
                continue
            options = CellOptions(use.unknown, use.unit or None, use.is_serial)
            feeds.append(Feed(column, use.year, use.year_header or None, options, _NOWHERE))
        mapped.append(MappedColumn(one.header, tuple(feeds), _NOWHERE))
    if mistakes:
        raise AuthorError(mistakes)
    identifying = next((found for key in own.identifiers if (found := kept.headers_of(key))), ())
    names = kept.headers_of(own.name)
    return ColumnMap(
        path="",
        subject=(identifying or names)[:1],
        columns=tuple(mapped),
        sheet=kept.sheet or None,
        header_row=kept.header_row,
        name=names[0] if names else None,
        sums=tuple(Sum(one.header, one.parts, _NOWHERE) for one in kept.sums),
        checks=tuple(_check(one) for one in kept.checks),
        ignore_unlisted=kept.ignores_unlisted,
    )


def _check(kept: MapCheck) -> Check:
    rule = parse_rule(kept.rule)
    assert rule is not None, f"{kept.rule!r} was read once and cannot be read again"
    return Check(kept.id, kept.rule, rule, kept.facts, kept.zh, kept.en, _NOWHERE)


def map_in_yaml(text: bytes, *, own: Own, book: Book | None) -> SheetMap:
    """Return the map of a YAML file as `huiqi rules run --columns` takes it; raises CannotFitMap with all its mistakes."""
    columns = column_types_of(own, book)
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        file.write(text)
        file.flush()
        try:
            found = read_map(file.name, columns)
        except AuthorError as error:
            raise no_fit(error) from error
    return _kept(found, own)


def _kept(found: ColumnMap, own: Own) -> SheetMap:
    kept = {header_key(one.header): MapColumn(one.header, tuple(map(_use, one.feeds))) for one in found.columns}
    years = {header_key(use.year_header) for one in kept.values() for use in one.uses if use.year_header}
    identifying = [header for header in found.subject if header_key(header) not in years]
    if len(identifying) != 1:
        said = f"“{' / '.join(found.subject)}”: one column has to identify the company, beside a column of years"
        raise no_fit(AuthorError([Diagnostic("map-subject", _NOWHERE, said)]))
    # The engine's maps name the columns of code and name beside the others; here they are columns like any other.
    if found.name is not None:
        _add(kept, found.name, own.name)
    if found.name is None or header_key(identifying[0]) != header_key(found.name):
        meaning = own.guess(identifying[0])
        _add(kept, identifying[0], meaning if meaning in own.identifiers else own.identifiers[0])
    return SheetMap(
        columns=tuple(kept.values()),
        sheet=found.sheet or "",
        header_row=found.header_row,
        sums=tuple(MapSum(one.header, one.parts) for one in found.sums),
        checks=tuple(MapCheck(one.id, one.text, one.facts, one.zh, one.en) for one in found.checks),
        ignores_unlisted=found.ignore_unlisted,
    )


def _use(feed: Feed) -> Use:
    options = feed.options
    meaning = feed.column.fact_id if feed.column is not None else ""
    return Use(meaning, feed.year, feed.year_header or "", options.unit or "", options.unknown, options.excel_serial)


def _add(kept: dict[str, MapColumn], header: str, meaning: str) -> None:
    found = kept.get(header_key(header), MapColumn(header))
    if all(use.meaning != meaning for use in found.uses):
        kept[header_key(header)] = MapColumn(found.header, (Use(meaning), *found.uses))


def yaml_of(kept: SheetMap, *, own: Own) -> str:
    """Return a kept map as YAML that `map_in_yaml` reads, and the engine's commands."""
    identifying = next((found for key in own.identifiers if (found := kept.headers_of(key))), ())
    names = kept.headers_of(own.name)
    written: dict[str, Any] = {"sheet": kept.sheet} if kept.sheet else {}
    written |= {"header_row": kept.header_row, "subject": {"column": (identifying or names or ("",))[0]}}
    written |= {"name": {"column": names[0]}} if names else {}
    written["columns"] = {one.header: [_feed_of(use) for use in one.uses] or "ignore" for one in kept.columns}
    written |= {"sum": {one.header: list(one.parts) for one in kept.sums}} if kept.sums else {}
    checks = [
        {"id": one.id, "rule": one.rule, "facts": list(one.facts), "message": {"zh": one.zh, "en": one.en}}
        for one in kept.checks
    ]
    written |= {"checks": checks} if checks else {}
    written["unlisted"] = "ignore" if kept.ignores_unlisted else "error"
    return str(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=120))


def _feed_of(use: Use) -> Mapping[str, object]:
    year: dict[str, object] = {}
    if use.year is not None or use.year_header:
        year = {"year": use.year if use.year is not None else {"column": use.year_header}}
    parts = {"fact": use.meaning, "unit": use.unit, "unknown": list(use.unknown), "excel_serial": use.is_serial}
    return {key: value for key, value in parts.items() if value} | year
