"""Files of sheets on their way in: looked at, their first rows kept as JSON, a remembered map fitted to another file of its source."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.files.storage import default_storage

from huiqi.rulebook.domain.sheet_maps import MapColumn, SheetMap
from huiqi.rulebook.queries import sheets
from huiqi.rulebook.queries.sheet_mapping import headers_in, same_header
from huiqi.rulebook.queries.sheets import CannotReadSheet

HEAD_ROWS: Final = 30
_CELL_MOST: Final = 500


@contextmanager
def looked_at(content: bytes) -> Iterator[sheets.ProvedFile]:
    """Give an upload as a file that was found safe to read; raises CannotReadSheet."""
    if len(content) > sheets.BYTES_MOST:
        raise CannotReadSheet("too_large", most=f"{sheets.BYTES_MOST // 1_000_000} MB")
    ending = sheets.kind_of(content[:64])
    with tempfile.TemporaryDirectory(prefix="huiqi-import-") as folder:
        path = Path(folder) / f"sheet{ending}"
        path.write_bytes(content)
        yield sheets.proved(path)


@contextmanager
def on_disk(stored_as: str, ending: str) -> Iterator[Path]:
    """Give a file of the storage as a path that readers of sheets can open, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="huiqi-import-") as folder:
        path = Path(folder) / f"sheet{ending}"
        with default_storage.open(stored_as, "rb") as kept, path.open("wb") as out:
            shutil.copyfileobj(kept, out)
        yield path


def head_of(file: sheets.ProvedFile, sheet: str) -> list[list[object]]:
    """Return the first rows of a sheet as JSON holds them; raises CannotReadSheet."""
    with sheets.opened(file, sheet) as table:
        return [[_written(cell) for cell in row] for row in islice(table.rows, HEAD_ROWS)]


def rows_of(head: Sequence[Sequence[Any]]) -> list[list[object]]:
    """Return kept rows as the reader of sheets takes them."""
    return [[_read(cell) for cell in row] for row in head]


def sample(cell: object) -> str:
    """Return a kept cell as a page shows it."""
    if isinstance(cell, Mapping):
        return str(next(iter(cell.values())))[:10]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)[:40]


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
    sums = tuple(one for one in kept.sums if all(among(part, there) for part in one.parts))
    checks = tuple(
        one for one in kept.checks if all(among(side, there) or _is_number(side) for side in sides(one.rule))
    )
    return replace(
        kept, columns=tuple(columns), sheet=fresh.sheet, header_row=fresh.header_row, sums=sums, checks=checks
    )


def sides(rule: str) -> tuple[str, ...]:
    """Return the two sides of a comparison."""
    text = rule
    for sign in ("<=", ">=", "!=", "==", "≤", "≥", "≠", "<", ">", "="):
        text = text.replace(sign, "\n")
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def _written(cell: object) -> object:
    match cell:
        case None | bool() | int() | float():
            return cell
        case datetime():
            return {"moment": cell.isoformat()}
        case date():
            return {"day": cell.isoformat()}
        case _:
            return str(cell)[:_CELL_MOST]


def _read(cell: Any) -> object:
    match cell:
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case _:
            return cell


def among(header: str, headers: Sequence[str]) -> bool:
    """Return whether a header is one of some, however spaced and however wide its letters."""
    return any(same_header(header, other) for other in headers)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "").isdecimal()
