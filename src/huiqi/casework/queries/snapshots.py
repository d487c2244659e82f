"""Reading snapshots again. Whoever asks has been let in to the run that stands on the snapshot (`queries.runs`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, ClassVar

from huiqi.casework.domain.snapshot_files import (
    Column,
    Companies,
    Content,
    NotASnapshot,
    read_all,
    read_companies,
    read_rows,
)
from huiqi.kernel.environment import data_folder
from huiqi.kernel.errors import Cannot, Words


class CannotReadSnapshot(Cannot):
    """The file of a snapshot is gone or not what it was."""

    messages: ClassVar[Mapping[str, Words]] = {
        "gone": (
            "快照文件{name}不在数据目录中，请从备份恢复数据目录。",
            "the snapshot's file {name} is not in the data folder: restore the folder from a backup.",
        ),
        "damaged": (
            "快照文件{name}已损坏，与登记的摘要不符，请从备份恢复。",
            "the snapshot's file {name} is damaged and is not what was kept: restore it from a backup.",
        ),
    }


def path_of(digest: str) -> Path:
    """Return where the file of a snapshot lies."""
    return data_folder() / "snapshots" / digest[:2] / f"{digest}.zip"


def content(digest: str) -> Content:
    """Return all of a snapshot, checked against its digest; raises CannotReadSnapshot."""
    with opened(digest) as file:
        return read_all(file.read(), digest=digest)


def companies(digest: str) -> Companies:
    """Return the companies of a snapshot; a process keeps those of the last few. Raises CannotReadSnapshot."""
    return _companies(path_of(digest), digest)


def rows(digest: str, wanted: Sequence[int], *, names: Collection[str] | None = None) -> dict[str, Column]:
    """Return the facts of some companies of a snapshot, or those named; raises CannotReadSnapshot."""
    with opened(digest) as file:
        return read_rows(file, wanted, names=names)


@contextmanager
def opened(digest: str) -> Iterator[IO[bytes]]:
    """Open the file of a snapshot for reading; raises CannotReadSnapshot where it is gone, or cannot be read inside."""
    path = path_of(digest)
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise CannotReadSnapshot("gone", name=path.name) from error
    except NotASnapshot as error:
        raise CannotReadSnapshot("damaged", name=path.name) from error


@lru_cache(maxsize=4)
def _companies(path: Path, digest: str) -> Companies:
    with opened(digest) as file:
        return read_companies(file)
