"""Files written whole or not at all: in a folder beside the target, from which they take its place when the writing ended well.

The folder is locked while somebody writes in it. One that nobody locks was left by a process that was killed; the next that
writes beside it removes it.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from huiqi_rules.core.scratch import scratch_folder
from huiqi_rules.tables.sources import TableError

PART: Final = ".huiqi-part"
_NO_LOCK: Final = -1


@contextmanager
def replacing(path: str, *, keep: bool = True) -> Iterator[str]:
    """Yield a path to write to; moves it to `path` when the block ends well, removes it when it does not (or not `keep`).

    More files may be written beside it; they go with it. Raises `TableError` about `path`, never about the file inside.
    """
    target = Path(path)
    try:
        _refuse_target(target)
        _remove_left_over(target.parent)
        with _folder_of_its_own(target.parent) as folder:
            yield str(folder / "whole")
            if keep:
                (folder / "whole").replace(target)
    except OSError as failure:
        raise TableError(
            path, f"the file can't be written: {failure.strerror or failure}", code="unwritable"
        ) from failure


@contextmanager
def _folder_of_its_own(beside: Path) -> Iterator[Path]:
    with scratch_folder(beside / f".{secrets.token_hex(8)}{PART}") as folder:
        lock = _lock(folder, wait=True)
        try:
            # Again where another process took it for one left over, between its making and its lock.
            folder.mkdir(exist_ok=True)
            yield folder
        finally:
            _unlock(lock)


def _refuse_target(target: Path) -> None:
    # A name that is too long and a folder of that name: told before the work, not when the part is to take its place.
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(target.lstat().st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _remove_left_over(beside: Path) -> None:
    for folder in beside.glob(f".*{PART}"):
        lock = _lock(folder)
        if lock != _NO_LOCK:
            shutil.rmtree(folder, ignore_errors=True)
        _unlock(lock)


def _lock(folder: Path, *, wait: bool = False) -> int:
    """Return a descriptor that holds the folder for this process; none where another holds it, or nobody can lock folders."""
    try:
        import fcntl
    except ImportError:
        return _NO_LOCK
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return _NO_LOCK
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        return _NO_LOCK
    return descriptor


def _unlock(lock: int) -> None:
    if lock != _NO_LOCK:
        os.close(lock)
