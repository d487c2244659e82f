"""What the columns of a list of earlier payments mean: as its source's were said last, or as their headers propose; and how they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from huiqi.casework.domain.earlier.meanings import AMOUNT, CODE, MEANINGS, NAME, NEEDED, OWN, PAID_ON
from huiqi.casework.models import EarlierFile
from huiqi.rulebook.domain.sheet_maps import MapColumn, SheetMap, Use, map_from
from huiqi.rulebook.queries.sheet_heads import adapted, among, fitting_row, rows_of, sample
from huiqi.rulebook.queries.sheet_mapping import headers_in, proposed, same_header
from huiqi.rulebook.queries.sheets import CannotFitMap, CellFault, ReadSheet, cell_name, read_head

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """A file whose columns are said: its headers with letters and first cells, what they mean now, its first rows as they read."""

    found: EarlierFile
    said: SheetMap
    headers: tuple[tuple[str, str, str], ...]
    is_remembered: bool
    rows: tuple[tuple[object, ...], ...]
    heads: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, str, str], ...]
    problem: CannotFitMap | None


def columns_page(found: EarlierFile, *, said: SheetMap | None = None, header_row: int = 0) -> ColumnsPage:
    """Return the page of the columns of a file to which the actor was let in."""
    shown = said or map_for(found, header_row=header_row)
    rows = rows_of(found.head)
    below = rows[shown.header_row : shown.header_row + 3]
    headers = tuple(
        (cell_name(1, at + 1)[:-1], header, "、".join(sample(row[at]) for row in below if at < len(row) and row[at] not in (None, "")))
        for at, header in enumerate(headers_in(rows, shown.header_row))
        if header
    )  # fmt: skip
    try:
        read = preview(found, shown)
        problem = None
    except CannotFitMap as error:
        read, problem = None, error
    columns = {one.meaning: one for one in read.columns} if read is not None else {}
    heads = [key for key in MEANINGS if key in columns]
    count = min(len(read.rows), _SHOWN) if read is not None else 0
    return ColumnsPage(
        found, shown, headers, found.source.map is not None,
        tuple(tuple(columns[key].cells[at] for key in heads) for at in range(count)),
        tuple(MEANINGS[key] for key in heads),
        tuple((cell_name(one.row, one.column), *said_of(one)) for one in read.faults[:_SHOWN]) if read is not None else (),
        problem,
    )  # fmt: skip


def said_of(one: CellFault) -> tuple[str, str]:
    """Return what is wrong with a cell and what to do, in both languages."""
    (zh, zh_remedy), (en, en_remedy) = one.said(english=False), one.said(english=True)
    return f"{zh}（{zh_remedy}）", f"{en} ({en_remedy})"


def map_for(found: EarlierFile, *, header_row: int = 0) -> SheetMap:
    """Return the map of a file: as it was said, else as its source's was said last, else as its headers propose."""
    rows = rows_of(found.head)
    kept = found.map if found.map is not None and not header_row else None
    if kept is not None:
        return replace(map_from(kept), sheet=found.sheet)
    remembered = map_from(found.source.map) if found.source.map is not None else None
    row = header_row or (fitting_row(rows, remembered) if remembered is not None else 0)
    fresh = proposed(rows, own=OWN, book=None, sheet=found.sheet, header_row=row)
    return with_serials(adapted(remembered, fresh) if remembered is not None else fresh)


def with_serials(said: SheetMap) -> SheetMap:
    """Return a map in which a day may also be a number as the spreadsheet counts them: nothing else of five digits is a day."""
    return replace(
        said,
        columns=tuple(
            MapColumn(one.header, tuple(replace(use, is_serial=use.meaning == PAID_ON) for use in one.uses))
            for one in said.columns
        ),
    )


def map_of(found: EarlierFile, chosen: Mapping[str, str], *, header_row: int, unit: str) -> SheetMap:
    """Return the map that says which column (by its header) holds what, and in which unit the amounts are."""
    headers = [header for header in headers_in(rows_of(found.head), header_row) if header]
    columns = []
    for header in dict.fromkeys(headers):
        uses = [
            Use(key, unit=unit if key == AMOUNT else "") for key, named in chosen.items() if same_header(named, header)
        ]
        columns.append(MapColumn(header, tuple(uses)))
    return with_serials(SheetMap(tuple(columns), sheet=found.sheet, header_row=header_row, ignores_unlisted=True))


def preview(found: EarlierFile, said: SheetMap) -> ReadSheet:
    """Return the first rows as they will be read; raises CannotFitMap."""
    return read_head(rows_of(found.head), said, own=OWN, book=None)


def map_faults(found: EarlierFile, said: SheetMap) -> list[tuple[str, str]]:
    """Return everything that is wrong with a map, in both languages."""
    headers = headers_in(rows_of(found.head), said.header_row)
    faults = []
    if not said.headers_of(CODE) and not said.headers_of(NAME):
        faults.append(("信用代码和企业名称至少要有一列", "a column has to hold the credit code or the name"))
    for key in NEEDED:
        if not said.headers_of(key):
            zh, en = MEANINGS[key]
            faults.append((f"没有选“{zh}”在哪一列", f"no column is chosen for “{en}”"))
    for one in said.columns:
        if one.uses and not among(one.header, headers):
            faults.append((f"这个表没有“{one.header}”一列", f"this sheet has no column “{one.header}”"))
        if one.uses and sum(same_header(one.header, other) for other in headers) > 1:
            faults.append((f"有几列都叫“{one.header}”，请在文件里改名", f"several columns are called “{one.header}”"))
    try:
        preview(found, said)
    except CannotFitMap as error:
        faults.append((error.said(english=False), error.said(english=True)))
    return faults


def chosen_in(said: SheetMap) -> dict[str, str]:
    """Return in which column each meaning stands, by its header."""
    return {use.meaning: one.header for one in said.columns for use in one.uses}


def unit_in(said: SheetMap) -> str:
    """Return the unit that a map says of the amounts; nothing where the cells or the header say it."""
    found: Sequence[str] = [use.unit for one in said.columns for use in one.uses if use.meaning == AMOUNT]
    return next(iter(found), "")
