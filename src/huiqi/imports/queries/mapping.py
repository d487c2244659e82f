"""What the columns of an import mean: as its source's were said last, or as the dictionary proposes; and how they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from huiqi.imports.domain.map_faults import MapFault, map_faults
from huiqi.imports.domain.meanings import MEANINGS, OWN
from huiqi.imports.models import MapVersion, SheetImport, Source
from huiqi.imports.queries.files import rows_of
from huiqi.rulebook.domain.sheet_maps import MapColumn, SheetMap, map_from
from huiqi.rulebook.queries import Book, CannotFindBook, FactEntry, current_book, facts_of
from huiqi.rulebook.queries.sheet_mapping import headers_in, proposed, same_header, unit_fits
from huiqi.rulebook.queries.sheets import CannotFitMap, ReadSheet, cell_name, read_head

_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet for the page: its letter, its header, what its first cells hold."""

    letter: str
    header: str
    samples: tuple[str, ...]


def book_for(found: SheetImport | Source, *, now: datetime) -> Book | None:
    """Return the dictionary's book of the zone that an import is for; None where nothing is published yet."""
    try:
        return current_book(zone=found.organisation.within[0], now=now)
    except CannotFindBook:
        return None


def facts_in(book: Book | None) -> dict[str, FactEntry]:
    """Return the facts that columns may hold."""
    return facts_of(book) if book is not None else {}


def headers_of(found: SheetImport, header_row: int) -> tuple[str, ...]:
    """Return the headers of the sheet, if a row is its header."""
    return headers_in(rows_of(found.head), header_row)


def map_for(found: SheetImport, book: Book | None, *, header_row: int = 0) -> SheetMap:
    """Return the map of an import: as it was saved, else as its source's was said last, else as the dictionary proposes."""
    rows = rows_of(found.head)
    if found.map is not None and not header_row:
        return replace(map_from(found.map.content), sheet=found.sheet)
    remembered = latest_version(found.source)
    if remembered is None:
        return proposed(rows, own=OWN, book=book, sheet=found.sheet, header_row=header_row)
    kept = map_from(remembered.content)
    row = header_row or fitting_row(rows, kept)
    return adapted(kept, proposed(rows, own=OWN, book=book, sheet=found.sheet, header_row=row))


def latest_version(source: Source) -> MapVersion | None:
    """Return how the columns of a source's sheets were said last."""
    return source.versions.order_by("-number").first()


def fitting_row(rows: Sequence[Sequence[object]], kept: SheetMap) -> int:
    """Return the row that holds most of a map's headers; 0 where none holds any."""
    wanted = [one.header for one in kept.columns if one.uses]
    counts = [
        sum(any(same_header(header, there) for there in headers_in(rows, row)) for header in wanted)
        for row in range(1, len(rows) + 1)
    ]
    return counts.index(max(counts)) + 1 if max(counts, default=0) else 0


def adapted(kept: SheetMap, fresh: SheetMap) -> SheetMap:
    """Return a remembered map for another sheet: its columns as they were said, new ones as proposed, missing ones left out."""
    known = {(use.meaning, use.year) for one in kept.columns for use in one.uses}
    columns = []
    for one in fresh.columns:
        before = next((other for other in kept.columns if same_header(other.header, one.header)), None)
        new = tuple(use for use in one.uses if (use.meaning, use.year) not in known)
        columns.append(MapColumn(one.header, before.uses if before is not None else new))
    there = [one.header for one in columns]
    sums = tuple(one for one in kept.sums if all(_among(part, there) for part in one.parts))
    checks = tuple(
        one for one in kept.checks if all(_among(side, there) or _is_number(side) for side in sides(one.rule))
    )
    return replace(
        kept, columns=tuple(columns), sheet=fresh.sheet, header_row=fresh.header_row, sums=sums, checks=checks
    )


def missing_columns(found: SheetImport, shown: SheetMap) -> tuple[str, ...]:
    """Return the columns that the source's sheets had, and this one does not have."""
    remembered = latest_version(found.source)
    if remembered is None:
        return ()
    there = [one.header for one in shown.columns]
    return tuple(
        one.header for one in map_from(remembered.content).columns if one.uses and not _among(one.header, there)
    )


def sides(rule: str) -> tuple[str, ...]:
    """Return the two sides of a comparison."""
    text = rule
    for sign in ("<=", ">=", "!=", "==", "≤", "≥", "≠", "<", ">", "="):
        text = text.replace(sign, "\n")
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def columns_of(found: SheetImport, header_row: int) -> tuple[SheetColumn, ...]:
    """Return the columns of the sheet with what their first cells hold."""
    headers = headers_of(found, header_row)
    below = found.head[header_row : header_row + _SAMPLES]
    return tuple(
        SheetColumn(
            cell_name(1, place + 1)[:-1],
            header,
            tuple(sample(row[place]) for row in below if place < len(row) and row[place] not in (None, "")),
        )
        for place, header in enumerate(headers)
        if header
    )


def sample(cell: object) -> str:
    """Return a kept cell as a page shows it."""
    if isinstance(cell, Mapping):
        return str(next(iter(cell.values())))[:10]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)[:40]


def faults_in(found: SheetImport, kept: SheetMap, book: Book | None) -> list[MapFault]:
    """Return everything that is wrong with a map for the sheet of an import."""
    entries = facts_in(book)
    fits = {
        (use.unit, entries[use.meaning].type): unit_fits(use.unit, entries[use.meaning].type)
        for one in kept.columns
        for use in one.uses
        if use.unit and use.meaning in entries
    }
    return map_faults(kept, headers_of(found, kept.header_row), entries, unit_fits=fits)


def preview(found: SheetImport, kept: SheetMap, book: Book | None) -> ReadSheet | None:
    """Return the first rows as they will be read; None where the map does not fit yet."""
    try:
        return read_head(rows_of(found.head), kept, own=OWN, book=book)
    except CannotFitMap:
        return None


def meaning_names(book: Book | None) -> dict[str, tuple[str, str]]:
    """Return what a column may mean, in both languages: who the row is about first, then the facts by their names."""
    facts = sorted(facts_in(book).items(), key=lambda pair: pair[1].zh)
    return {**MEANINGS, **{key: (entry.zh, entry.en) for key, entry in facts}}


def _among(header: str, headers: Sequence[str]) -> bool:
    return any(same_header(header, other) for other in headers)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "").isdecimal()
