"""The page on which an officer says what the columns of a sheet mean, with the first rows as they will be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from huiqi.imports.domain.map_faults import MapFault
from huiqi.imports.domain.meanings import ABOUT
from huiqi.imports.models import SheetImport
from huiqi.imports.queries.identities import identities
from huiqi.imports.queries.mapping import (
    SheetColumn,
    book_for,
    columns_of,
    faults_in,
    latest_version,
    map_for,
    meaning_names,
    missing_columns,
    preview,
)
from huiqi.imports.queries.reach import sheet_import
from huiqi.kernel.actor import Actor
from huiqi.rulebook.domain.sheet_maps import SheetMap, Use
from huiqi.rulebook.queries.sheets import DOES_NOT_APPLY, Cell, ReadSheet

_PREVIEW_ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class UseLine:
    """One use of a column as its form shows it: texts, and what is wrong with them."""

    column: SheetColumn
    use: Use
    meaning: tuple[str, str]
    is_first: bool
    faults: tuple[MapFault, ...]
    says_year: bool


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell as it will be read; `wrong` says why it is not (Chinese, English)."""

    value: object
    wrong: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as they will be read: heads in both languages, rows with their numbers."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[int, tuple[PreviewCell, ...]], ...]
    refused: tuple[tuple[int, tuple[str, str]], ...]


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """All that the page shows."""

    found: SheetImport
    said: SheetMap
    version: int
    version_by: str
    lines: tuple[UseLine, ...]
    faults: tuple[MapFault, ...]
    missing: tuple[str, ...]
    preview: Preview | None
    names: Mapping[str, tuple[str, str]]
    has_dictionary: bool


def columns_page(
    actor: Actor, *, sheet: UUID, now: datetime, said: SheetMap | None = None, header_row: int = 0, extra: str = ""
) -> ColumnsPage:
    """Return the page: as saved or proposed, or as said and not saved yet; `extra` names a column that gets one more line.

    Raises CannotSeeImport.
    """
    found = sheet_import(actor, id=sheet)
    book = book_for(found, now=now)
    shown = said or map_for(found, book, header_row=header_row)
    names = meaning_names(book)
    faults = faults_in(found, shown, book)
    read = preview(found, shown, book) if not faults else None
    latest = latest_version(found.source)
    return ColumnsPage(
        found=found,
        said=shown,
        version=latest.number if latest else 0,
        version_by=latest.made_by_name if latest else "",
        lines=tuple(lines(columns_of(found, shown.header_row), shown, names, faults, extra)),
        faults=tuple(one for one in faults if not one.header),
        missing=missing_columns(found, shown),
        preview=previewed(read, names) if read is not None else None,
        names=names,
        has_dictionary=book is not None,
    )


def lines(
    columns: Sequence[SheetColumn],
    said: SheetMap,
    names: Mapping[str, tuple[str, str]],
    faults: Sequence[MapFault],
    extra: str,
) -> list[UseLine]:
    """Return a line for each use of each column, one for a column without any, and an empty one where it is asked for."""
    uses = {one.header: one.uses for one in said.columns}
    year_headers = {use.year_header for some in uses.values() for use in some}
    found = []
    for column in columns:
        own = list(uses.get(column.header, ())) or [Use("")]
        own += [Use("")] if extra == column.header else []
        wrong = tuple(one for one in faults if one.header == column.header)
        for place, use in enumerate(own):
            meaning = names.get(use.meaning, (use.meaning, use.meaning))
            is_first = place == 0
            says_year = is_first and column.header in year_headers
            found.append(UseLine(column, use, meaning, is_first, wrong if is_first else (), says_year))
    return found


def previewed(read: ReadSheet, names: Mapping[str, tuple[str, str]]) -> Preview:
    """Return the first rows of what was read."""
    columns = sorted((one for one in read.columns if one.meaning), key=lambda one: one.meaning not in ABOUT)
    wrong = {(one.row, one.column): (one.said(english=False)[0], one.said(english=True)[0]) for one in read.faults}
    wrong |= {(one.row, one.column): (one.zh, one.en) for one in identities(read)[1]}
    seen = set(read.rows)
    rows = []
    for index, row in enumerate(read.rows[:_PREVIEW_ROWS]):
        cells = []
        for column in columns:
            year = column.years[index] if column.years is not None else None
            cells.append(PreviewCell(shown(column.cells[index], year), wrong.get((row, column.column or 0))))
        rows.append((row, tuple(cells)))
    heads = tuple(
        tuple(f"{name} {column.year}" if column.year else name for name in names[column.meaning]) for column in columns
    )
    refused = tuple((one.row, wrong[one.row, one.column]) for one in read.faults if one.row not in seen)
    return Preview(heads, tuple(rows), refused)  # type: ignore[arg-type]  # pairs, as the names are


def shown(cell: Cell, year: int | None) -> object:
    """Return a cell as the page shows it, with the year that its row says."""
    if cell is DOES_NOT_APPLY:
        return "不适用"
    if year is None or cell is None:
        return cell
    return f"{year}: {cell:,f}" if isinstance(cell, Decimal) else f"{year}: {cell}"
