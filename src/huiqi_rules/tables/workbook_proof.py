"""Proves that a workbook can be read in bounded time and memory, by unpacking and counting every part of it once."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as etree  # noqa: N813 - parts with a document type are refused before they are parsed

from huiqi_rules.tables.sheet_scan import SheetScan, UnsafeSheetError, scan_exact, scan_plain
from huiqi_rules.tables.sources import BYTES_MAXIMUM, COLUMNS_MAXIMUM, ROWS_MAXIMUM, TableError

_RATIO_MAXIMUM: Final = 200
_RATIO_FROM_BYTES: Final = 50_000_000
_PARTS_MAXIMUM: Final = 10_000
_AREA_MAXIMUM: Final = 30_000_000
_TEXT_MAXIMUM: Final = 1_000_000_000
_STRINGS_MAXIMUM: Final = 300_000_000
_SMALL_PART_MAXIMUM: Final = 20_000_000
_CHUNK: Final = 1 << 20
_NO_CELLS: Final = re.compile(r"\.(?:png|jpe?g|gif|emf|wmf|bin|vml|bmp|tiff?|svg)$|sharedstrings\.xml$", re.IGNORECASE)
_STRING_ITEM: Final = re.compile(rb"<(?:[^\s<>/!?]+:)?si[\s/>]")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SAVE_AS: Final = "open it in a spreadsheet program and save it as .xlsx"


@dataclass(frozen=True, slots=True)
class Proof:
    """What counting a workbook found: the scan of each part, and the part of each sheet by name."""

    scans: dict[str, SheetScan]
    parts: dict[str, str]


def prove_workbook(path: str) -> Proof:
    """Return what the workbook holds; raises `TableError` for what is no workbook, damaged, or beyond the limits."""
    _refuse_by_head(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_directory(path, archive)
            lengths = _string_lengths(path, archive)
            scans: dict[str, SheetScan] = {}
            for info in archive.infolist():
                if not _NO_CELLS.search(info.filename):
                    scan = _scan(path, archive, info)
                    _refuse_extent(path, scan, lengths)
                    scans[info.filename] = scan
            return Proof(scans, _sheet_parts(archive))
    except UnsafeSheetError as failure:
        raise TableError(path, f"the workbook is not safe to read: {failure}", _SAVE_AS, code="unsafe") from failure
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError,
            SyntaxError) as failure:  # fmt: skip
        raise TableError(path, f"the workbook is damaged or cut off ({failure})", "get the file once more",
                         code="damaged") from failure  # fmt: skip


def _refuse_by_head(path: str) -> None:
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(8)
            rest = stream.read(1 << 20) if head == _OLE else b""
    except OSError as failure:
        raise TableError(path, f"the file can't be read: {failure.strerror}", code="unreadable") from failure
    if not head:
        raise TableError(path, "the file is empty", "get the file once more", code="empty")
    if head == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise TableError(path, "the workbook is encrypted", "save it without a password", code="encrypted")
        raise TableError(path, "this is an old workbook (.xls)", _SAVE_AS, code="old-workbook")
    if not head.startswith(b"PK"):
        raise TableError(path, "this is not a workbook, whatever its name says", _SAVE_AS, code="not-a-workbook")


def _refuse_directory(path: str, archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(names) > _PARTS_MAXIMUM or len(set(names)) != len(names):
        raise TableError(path, "the workbook's parts are too many or stand twice", _SAVE_AS, code="unsafe")
    if any(info.flag_bits & 1 for info in infos):
        raise TableError(path, "the workbook is encrypted", "save it without a password", code="encrypted")
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower or "mimetype" in lower:
        raise TableError(path, "this is another kind of workbook (.xlsb or .ods)", _SAVE_AS, code="not-a-workbook")
    if "xl/workbook.xml" not in lower:
        raise TableError(path, "this is a zip file, but no workbook", _SAVE_AS, code="not-a-workbook")
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    _refuse_size(path, unpacked, max(packed, 1))


def _refuse_size(path: str, unpacked: int, packed: int) -> None:
    if unpacked > BYTES_MAXIMUM or (unpacked > _RATIO_FROM_BYTES and unpacked > packed * _RATIO_MAXIMUM):
        raise TableError(path, f"the workbook unpacks to {unpacked:,} bytes, more than is safe to read",
                         "split it, or save it as CSV or Parquet", code="too-large")  # fmt: skip


def _chunks(path: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Generator[bytes, None, None]:
    """Unpack a part while counting: the directory's sizes are only what the file says of itself."""
    count = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            count += len(chunk)
            _refuse_size(path, count, max(info.compress_size, 1))
            yield chunk


def _scan(path: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> SheetScan:
    # A scan may stop in the middle; closing it gives the file back at once.
    with closing(_chunks(path, archive, info)) as chunks:
        plain = scan_plain(chunks)
    if plain is not None:
        return plain
    if not info.filename.lower().endswith((".xml", ".rels")):
        return SheetScan()
    with closing(_chunks(path, archive, info)) as chunks:
        return scan_exact(chunks)


def _refuse_extent(path: str, scan: SheetScan, lengths: list[int]) -> None:
    if scan.row_last > ROWS_MAXIMUM or scan.column_last > COLUMNS_MAXIMUM:
        raise TableError(path, f"a sheet reaches to row {scan.row_last:,} and column {scan.column_last:,}",
                         f"at most {ROWS_MAXIMUM:,} rows and {COLUMNS_MAXIMUM:,} columns can be read: delete stray cells",
                         code="too-large")  # fmt: skip
    if scan.row_last * scan.column_last > _AREA_MAXIMUM:
        raise TableError(path, f"a sheet spans {scan.row_last * scan.column_last:,} cells",
                         "delete stray cells far from the data, or save it as CSV or Parquet",
                         code="too-large")  # fmt: skip
    longest = max(lengths, default=0)
    if longest * scan.cell_count <= _TEXT_MAXIMUM:
        return
    known = sum(lengths[index] * count for index, count in scan.shared.items() if index < len(lengths))
    if known + longest * (scan.string_count - scan.shared.total()) > _TEXT_MAXIMUM:
        raise TableError(path, "the cells repeat long texts to more than 1 GB", "save it as CSV", code="too-large")


def _string_lengths(path: str, archive: zipfile.ZipFile) -> list[int]:
    """Return the size of each shared text in bytes of XML; a small file may repeat one long text in every cell."""
    for info in archive.infolist():
        if info.filename.lower().endswith("sharedstrings.xml"):
            if info.file_size > _STRINGS_MAXIMUM:
                raise TableError(path, "the workbook's texts are too large", "save it as CSV", code="too-large")
            with closing(_chunks(path, archive, info)) as chunks:
                data = b"".join(chunks)
            starts = [match.start() for match in _STRING_ITEM.finditer(data)]
            return [end - start for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]
    return []


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    book = _tree(archive, "xl/workbook.xml")
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found: dict[str, str] = {}
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_RELATION), "") or ""
            found[element.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _tree(archive: zipfile.ZipFile, part: str) -> etree.Element | None:
    name = next((name for name in archive.namelist() if name.lower() == part.lower()), None)
    if name is None or archive.getinfo(name).file_size > _SMALL_PART_MAXIMUM:
        return None
    data = archive.read(name)
    if b"<!DOCTYPE" in data:
        raise UnsafeSheetError("it declares a document type")
    return etree.fromstring(data)  # noqa: S314 - no document type, so no entities
