"""The file of a backup: one tar with the database as SQL can be made of it, all kept files, and a list with their hashes.

The list stands first, so that a backup can be judged before anything of it is used. Secrets (the key that signs sessions) are
not in it: after a restore on another machine people log in again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, ClassVar

from huiqi.kernel.errors import Cannot

# 1 had no snapshots.
FORMAT = 2
LIST = "backup.json"
DATABASE = "database.dump"
# Folders of the data folder whose files are only ever added: what people handed in, and the facts on which decisions stand. All
# else there is made again from the database.
FOLDERS = ("files", "snapshots")
_CHUNK_BYTES = 1 << 20


class CannotReadBackup(Cannot):
    """The file is no backup that can be used."""

    messages: ClassVar[Mapping[str, str]] = {
        "no_file": "there is no file {path}.",
        "no_backup": "{path} is no backup of Huiqi: {reason}.",
        "newer": "{path} was written by a newer release (format {format}); this one reads up to {known}.",
        "changed": "{path} is damaged: {member} is not what was written. Use another backup.",
        "incomplete": "{path} is incomplete: {member} is missing. Use another backup.",
    }


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself; `members` holds the SHA-256 of each, by its name."""

    format: int
    made_at: str
    release: str
    postgres_version: int
    audit_number: int
    audit_hash: str
    members: Mapping[str, str]


def write(path: Path, contents: Contents, sources: Mapping[str, Path]) -> None:
    """Write a backup under a name of its own and give it the wanted one when it is complete and on the disk."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("xb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                said = json.dumps(asdict(contents), ensure_ascii=False, indent=1, sort_keys=True).encode()
                head = tarfile.TarInfo(LIST)
                head.size = len(said)
                archive.addfile(head, io.BytesIO(said))
                for name, source in sources.items():
                    archive.add(source, arcname=name, recursive=False, filter=anonymous)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a member without owner and rights: what is restored belongs to who restores it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def read(path: Path) -> Contents:
    """Return what a backup says of itself; raises CannotReadBackup."""
    if not path.is_file():
        raise CannotReadBackup("no_file", path=path)
    try:
        with tarfile.open(path) as archive:
            first = archive.next()
            if first is None or first.name != LIST:
                raise CannotReadBackup("no_backup", path=path, reason=f"it does not begin with {LIST}")
            said = json.load(opened(archive, first))
        if said["format"] > FORMAT:
            raise CannotReadBackup("newer", path=path, format=said["format"], known=FORMAT)
        return Contents(**said)
    except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise CannotReadBackup("no_backup", path=path, reason=error) from error


def unpack(path: Path, contents: Contents, folder: Path) -> None:
    """Unpack a backup into a folder and compare every hash; raises CannotReadBackup before anything else is touched."""
    missing = set(contents.members)
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name == LIST:
                continue
            if member.name not in missing or not member.isfile() or unsafe(member.name):
                raise CannotReadBackup("changed", path=path, member=member.name)
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if copied(opened(archive, member), target) != contents.members[member.name]:
                raise CannotReadBackup("changed", path=path, member=member.name)
            missing.discard(member.name)
    if missing:
        raise CannotReadBackup("incomplete", path=path, member=min(missing))


def unsafe(name: str) -> bool:
    """Return whether a name leads out of its folder."""
    parts = PurePosixPath(name)
    return parts.is_absolute() or ".." in parts.parts


def opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    """Return a plain member for reading."""
    file = archive.extractfile(member)
    if file is None:
        raise tarfile.TarError(f"{member.name} is no plain file")
    return file  # type: ignore[return-value]  # a buffered reader of bytes


def copied(source: BinaryIO, target: Path) -> str:
    """Copy to a file; return the hash of what was read."""
    digest = hashlib.sha256()
    with target.open("xb") as file:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept_files(data: Path) -> Iterator[tuple[str, Path]]:
    """Yield the plain files of the data folder that a backup keeps, each with its name in it, in a fixed order.

    What is being written has a name that begins with a dot, and is no file yet.
    """
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(data).as_posix(), path
