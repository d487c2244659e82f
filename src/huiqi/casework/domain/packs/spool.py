"""Rows of a table that are written down while they come and read later, as often as wanted: a long table needs no memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Final, Self

from huiqi.casework.domain.packs.document import Cell

_HELD_BYTES: Final = 1 << 20


class Spool:
    """Rows of cells, in memory while they are few, else in a file without a name."""

    def __init__(self) -> None:
        # Closed by `__exit__`.
        self._file = tempfile.SpooledTemporaryFile(_HELD_BYTES, "w+", encoding="utf-8")  # noqa: SIM115
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows at the end."""
        self._file.seek(0, 2)
        for row in rows:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.count += 1

    def __iter__(self) -> Iterator[list[Cell]]:
        self._file.seek(0)
        for line in self._file:
            yield [cell if isinstance(cell, str) else (cell[0], cell[1]) for cell in json.loads(line)]
