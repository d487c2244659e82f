"""Rules ready to decide: what a zone published last, any published state again, and one with some files changed.

A process keeps what it read, by the digest of all files; the folder that the engine reads lies under the data folder, is named
after that digest, and is made again from the database where it is missing or damaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from huiqi.kernel.environment import data_folder
from huiqi.kernel.errors import NotVisible, Words
from huiqi.rulebook.domain.pack_files import Files, digest_of, digest_of_all, holds, path_in_pack, put_in_place
from huiqi.rulebook.domain.reading import CannotRead, laid_out, read_folder
from huiqi.rulebook.domain.shelf import Shelf
from huiqi.rulebook.models import PackFile, PackVersion
from huiqi_rules.api import Engine
from huiqi_rules.packs.loading import Loaded

# Published states and drafts that a process keeps ready: some megabytes each.
BOOKS: Final[Shelf[Book]] = Shelf(16)


class CannotFindBook(NotVisible):
    """Nothing was published there, or never such a state."""

    messages: ClassVar[Mapping[str, Words]] = {
        "nothing_published": ("这里还没有发布规则包。", "no pack is published here yet."),
        "no_such_policy": ("这里没有政策{policy}。", "there is no policy {policy} here."),
        "no_such_state": ("没有发布过这个规则包版本：{hash}。", "no pack of this state was ever published: {hash}."),
    }


@dataclass(frozen=True, slots=True)
class Book:
    """A pack ready to decide, with all it inherits; `hash` is what decisions name. `files` are all its files, scenarios too."""

    pack: str
    hash: str
    loaded: Loaded
    engine: Engine
    files: Files = field(repr=False)


def current_book(*, zone: UUID, now: datetime) -> Book:
    """Return the zone's published pack with what it needs; raises CannotFindBook. One query once it was read."""
    return book_of_version(current_version(zone=zone, now=now))


def book_of(*, hash: str) -> Book:
    """Return any published state again; of several that differ in scenarios alone the latest. Raises CannotFindBook."""
    version = PackVersion.objects.filter(hash=hash).order_by("-published_at", "-number").first()
    if version is None:
        raise CannotFindBook("no_such_state", hash=hash)
    return book_of_version(version)


def book_with(base: Book, files: Mapping[str, str]) -> Book:
    """Return the book with some files changed or added, by path (`xian/policies/…yaml`); raises CannotRead with all findings."""
    for path in files:
        if not path_in_pack(path):
            raise CannotRead("no_such_file", path=path, pack=base.pack)
    changed = {**base.files, **{path: text.encode() for path, text in files.items()}}
    return book_of_files(base.pack, changed)


def book_of_files(pack: str, files: Files) -> Book:
    """Return the book of some files, published or not; raises CannotRead with all findings."""
    digest = digest_of_all({path: digest_of(content) for path, content in files.items()})
    return BOOKS.get((pack, digest), lambda: _read_changed(pack, files))


def current_version(*, zone: UUID, now: datetime) -> PackVersion:
    """Return the zone's last published version at the moment; raises CannotFindBook."""
    found = PackVersion.objects.filter(zone=zone, published_at__lte=now).order_by("-number").first()
    if found is None:
        raise CannotFindBook("nothing_published")
    return found


def book_of_version(version: PackVersion) -> Book:
    """Return the book of a version."""
    return BOOKS.get((version.pack, version.digest), lambda: _read_published(version))


def _read_published(version: PackVersion) -> Book:
    rows = PackFile.objects.filter(version=version)
    digests = dict(rows.values_list("path", "content_id"))
    folder = data_folder() / "rulebook" / version.digest
    if not holds(folder, digests):
        folder.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(folder, {path: bytes(content) for path, content in rows.values_list("path", "content__content")})
    read = read_folder(folder, version.pack)
    files = {path: (folder / path).read_bytes() for path in digests}
    return Book(version.pack, version.hash, read.loaded, read.engine(), files)


def _read_changed(pack: str, files: Files) -> Book:
    with laid_out(files) as folder:
        read = read_folder(folder, pack)
        return Book(pack, read.loaded.rulebook.hash, read.loaded, read.engine(), files)
