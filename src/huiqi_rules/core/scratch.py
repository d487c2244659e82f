"""The folders that a process fills on the way to a result: none may outlive it, however it ends.

Whoever makes one says so here; what ends the process without unwinding it removes them all first.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_kept: set[Path] = set()


@contextmanager
def scratch_folder(path: Path) -> Iterator[Path]:
    """Make a folder that is removed with all in it when the block ends; raises OSError where it cannot be made."""
    _kept.add(path)
    try:
        path.mkdir()
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        _kept.discard(path)


def remove_scratch() -> None:
    """Remove the folders of all blocks that have not ended; only for a process that is about to end without unwinding."""
    for path in tuple(_kept):
        shutil.rmtree(path, ignore_errors=True)
