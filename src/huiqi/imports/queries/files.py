"""The file of an import as a path that readers of sheets can open, and its first rows as they were kept."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.files.storage import default_storage

from huiqi.imports.models import SheetFile
from huiqi.rulebook.queries import sheets

HEAD_ROWS: Final = 30
_CELL_MOST: Final = 500


@contextmanager
def on_disk(file: SheetFile) -> Iterator[Path]:
    """Give the file as a path, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="huiqi-import-") as folder:
        path = Path(folder) / f"sheet{file.ending}"
        with default_storage.open(file.stored_as, "rb") as kept, path.open("wb") as out:
            shutil.copyfileobj(kept, out)
        yield path


def head_of(file: sheets.ProvedFile, sheet: str) -> list[list[object]]:
    """Return the first rows of a sheet as JSON holds them; raises CannotReadSheet."""
    with sheets.opened(file, sheet) as table:
        return [[_written(cell) for cell in row] for row in islice(table.rows, HEAD_ROWS)]


def rows_of(head: Sequence[Sequence[Any]]) -> list[list[object]]:
    """Return kept rows as the reader of sheets takes them."""
    return [[_read(cell) for cell in row] for row in head]


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
