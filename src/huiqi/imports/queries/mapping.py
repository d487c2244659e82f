"""What the columns of an import mean: as its source's were said last, or as the dictionary proposes; and how they read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from huiqi.imports.domain.map_faults import MapFault, map_faults
from huiqi.imports.domain.meanings import MEANINGS, OWN
from huiqi.imports.models import MapVersion, SheetImport, Source
from huiqi.rulebook.domain.sheet_maps import SheetMap, map_from
from huiqi.rulebook.queries import Book, CannotFindBook, FactEntry, current_book, facts_of
from huiqi.rulebook.queries.sheet_heads import adapted, among, fitting_row, rows_of, sample
from huiqi.rulebook.queries.sheet_mapping import headers_in, proposed, unit_fits
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


def missing_columns(found: SheetImport, shown: SheetMap) -> tuple[str, ...]:
    """Return the columns that the source's sheets had, and this one does not have."""
    remembered = latest_version(found.source)
    if remembered is None:
        return ()
    there = [one.header for one in shown.columns]
    return tuple(
        one.header for one in map_from(remembered.content).columns if one.uses and not among(one.header, there)
    )


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
