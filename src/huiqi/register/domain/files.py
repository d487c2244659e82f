"""Files that people hand in: what they are is read from their content, never from their name; few kinds are taken."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

SIZE_MOST: Final = 10_000_000
NAME_MOST: Final = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type and the ending that its name gets."""

    media_type: str
    ending: str


PDF = Kind("application/pdf", ".pdf")
PNG = Kind("image/png", ".png")
JPEG = Kind("image/jpeg", ".jpg")
_OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = Kind(f"{_OFFICE}.spreadsheetml.sheet", ".xlsx")
DOCX = Kind(f"{_OFFICE}.wordprocessingml.document", ".docx")
# The state's own format of fixed layout, GB/T 33190.
OFD = Kind("application/ofd", ".ofd")

_STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
# What an archive of the kind has to hold; one with macros in it is of no kind.
_MEMBERS = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX), ("OFD.xml", OFD))


def kind_of(content: bytes) -> Kind | None:
    """Return what the content is; None where it is none of the kinds that are taken."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    if any(PurePosixPath(member).name == "vbaProject.bin" for member in members):
        return None
    return next((kind for member, kind in _MEMBERS if member in members), None)


def shown_name(name: str, kind: Kind) -> str:
    """Return a name that can be shown and downloaded: no folders, no control characters, the ending of what it is."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    visible = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip(". ")
    stem = PurePosixPath(visible).stem[:NAME_MOST].strip(". ")
    return f"{stem or 'file'}{kind.ending}"
