"""Opening an audit pack that anybody may have made: nothing is unpacked to disk, and neither time nor memory is without bounds."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import Any, ClassVar, Final

from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.strict_json import parsed
from huiqi.kernel.errors import Cannot, Words

# Below where a ZIP needs its larger form.
MEMBERS_MOST: Final = 60_000
MEMBER_BYTES_MOST: Final = 256 << 20
TOTAL_BYTES_MOST: Final = 4 << 30
FILE_BYTES_MOST: Final = 2 << 30
# What is held in memory at once: a whole file that is no table, or one line of a table; evidence is only hashed.
READ_BYTES_MOST: Final = 64 << 20
LINE_BYTES_MOST: Final = 16 << 20
_DIRECTORY_BYTES_MOST: Final = 16 << 20
_CHUNK: Final = 1 << 20
_NAME_MOST: Final = 300
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22


class CannotOpen(Cannot):
    """The file is no audit pack that can be read."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_file": ("没有文件{path}。", "there is no file {path}."),
        "no_zip": ("{path}不是完整的ZIP文件：{reason}。", "{path} is no whole ZIP: {reason}."),
        "too_large": ("{what}过大：{size}字节，最多{most}。", "{what} is too large: {size} bytes, {most} at most."),
        "too_many": ("包内文件过多：最多{most}个。", "too many files inside: {most} at most."),
        "bad_name": ("包内文件名不安全：{name!r}。", "a file inside has an unsafe name: {name!r}."),
        "not_plain": ("包内{name!r}不是普通文件。", "{name!r} inside is no plain file."),
        "twice": ("包内{name!r}出现两次。", "{name!r} is there twice."),
        "no_pack": ("这不是审计包：缺少{name}。", "this is no audit pack: {name} is missing."),
        "not_json": ("{name}读不懂：{reason}。", "{name} cannot be read: {reason}."),
        "newer": ("审计包格式{format}较新，本程序只读到{known}。", "the pack has format {format}; this release reads up to {known}."),
    }  # fmt: skip


@dataclass(slots=True)
class Opened:
    """A pack that is open: its manifest as it says, and reading of its files within bounds."""

    packed: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]

    def content(self, name: str) -> bytes:
        """Return a file that is held in memory; raises CannotOpen."""
        size = self.info(name).file_size
        if size > READ_BYTES_MOST:
            raise CannotOpen("too_large", what=name, size=size, most=READ_BYTES_MOST)
        return b"".join(self.chunks(name))

    def json(self, name: str) -> Any:
        """Return what a JSON file holds; raises CannotOpen."""
        try:
            return parsed(self.content(name))
        except (ValueError, RecursionError) as error:
            raise CannotOpen("not_json", name=name, reason=str(error)[:200] or type(error).__name__) from error

    def lines(self, name: str) -> Iterator[Any]:
        """Yield what the lines of a file hold, one after the other; raises CannotOpen."""
        for number, text in enumerate(self.texts(name), start=1):
            try:
                yield parsed(text)
            except (ValueError, RecursionError) as error:
                raise CannotOpen("not_json", name=f"{name}:{number}", reason=str(error)[:200]) from error

    def texts(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a file, one after the other; raises CannotOpen."""
        left = b""
        for chunk in self.chunks(name):
            *whole, left = (left + chunk).split(b"\n")
            yield from whole
            if len(left) > LINE_BYTES_MOST:
                raise CannotOpen("too_large", what=name, size=len(left), most=LINE_BYTES_MOST)
        if left:
            yield left

    def digest(self, name: str) -> tuple[int, str]:
        """Return the size and the SHA-256 of a file as it is; raises CannotOpen."""
        found, size = sha256(), 0
        for chunk in self.chunks(name):
            found.update(chunk)
            size += len(chunk)
        return size, found.hexdigest()

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces, never more of it than the ZIP's list says; raises CannotOpen."""
        info, left = self.info(name), self.info(name).file_size
        try:
            with self.packed.open(info) as file:
                while chunk := file.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise CannotOpen("no_zip", path=name, reason="longer than its list says")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise CannotOpen("no_zip", path=name, reason=str(error) or type(error).__name__) from error

    def info(self, name: str) -> zipfile.ZipInfo:
        """Return the entry of a file; raises CannotOpen."""
        found = self.members.get(name)
        if found is None:
            raise CannotOpen("no_pack", name=name)
        return found


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a pack; raises CannotOpen with the first thing that makes it none."""
    if not path.is_file():
        raise CannotOpen("no_file", path=path)
    check_outside(path)
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, struct.error) as error:
        raise CannotOpen("no_zip", path=path, reason=str(error) or type(error).__name__) from error
    with packed:
        yield Opened(packed, members_of(packed))


def check_outside(path: Path) -> None:
    """Refuse a file whose list of members alone would fill the memory; raises CannotOpen."""
    size = path.stat().st_size
    if size > FILE_BYTES_MOST:
        raise CannotOpen("too_large", what=path, size=size, most=FILE_BYTES_MOST)
    with path.open("rb") as file:
        file.seek(max(0, size - (1 << 16) - _END_SIZE))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise CannotOpen("no_zip", path=path, reason="its end is missing")
    directory = int(struct.unpack_from("<L", tail, at + 12)[0])
    # 0xFFFFFFFF points to the larger form, which a pack never has.
    if directory > _DIRECTORY_BYTES_MOST:
        raise CannotOpen("too_large", what=f"{path}: list", size=directory, most=_DIRECTORY_BYTES_MOST)


def members_of(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a ZIP by name, once each is known to be harmless; raises CannotOpen."""
    infos = packed.infolist()
    if len(infos) > MEMBERS_MOST:
        raise CannotOpen("too_many", most=MEMBERS_MOST)
    found: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in infos:
        check_member(info)
        if info.filename in found:
            raise CannotOpen("twice", name=info.filename)
        found[info.filename] = info
        total += info.file_size
    if total > TOTAL_BYTES_MOST:
        raise CannotOpen("too_large", what="all files together", size=total, most=TOTAL_BYTES_MOST)
    return found


def check_member(info: zipfile.ZipInfo) -> None:
    """Refuse an entry that is no plain file of a plain name and of a size that can be read; raises CannotOpen."""
    name, mode = info.filename, info.external_attr >> 16
    parts = name.split("/")
    if (
        len(name) > _NAME_MOST
        or any(part in {"", ".", ".."} for part in parts)
        or any(char in name for char in "\\:\0")
    ):
        raise CannotOpen("bad_name", name=name[:_NAME_MOST])
    if S_ISLNK(mode) or (mode >> 12 and not S_ISREG(mode)) or info.flag_bits & 0x1:
        raise CannotOpen("not_plain", name=name)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise CannotOpen("not_plain", name=name)
    if info.file_size > MEMBER_BYTES_MOST:
        raise CannotOpen("too_large", what=name, size=info.file_size, most=MEMBER_BYTES_MOST)


def manifest_of(pack: Opened) -> Mapping[str, Any]:
    """Return the manifest of a pack; raises CannotOpen where there is none of a known format."""
    said = pack.json(layout.MANIFEST)
    if not isinstance(said, dict) or not isinstance(said.get("files"), dict) or not isinstance(said.get("format"), int):
        raise CannotOpen("no_pack", name=layout.MANIFEST)
    if said["format"] > layout.FORMAT:
        raise CannotOpen("newer", format=said["format"], known=layout.FORMAT)
    return said
