"""The file of an import as a path that readers of sheets can open."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from huiqi.imports.models import SheetFile
from huiqi.rulebook.queries import sheet_heads


def on_disk(file: SheetFile) -> AbstractContextManager[Path]:
    """Give the file as a path, for as long as it is read."""
    return sheet_heads.on_disk(file.stored_as, file.ending)
