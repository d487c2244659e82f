"""What a worksheet's XML holds, counted before anything is built from it.

calamine lays a sheet out as a full rectangle: two cells, A1 and XFD1048576, would ask for 550 GB and end the process. So the
extent is counted first. The scan also finds what calamine answers as empty: error cells and formulas without a result.
Two scanners give the same answer: a fast one over plain cell tags, and an exact parser for anything written otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

_CELL_ANY: Final = re.compile(rb"<(?:[^\s<>/!?]+:)?c[\s/>]")
_CELL_PLAIN: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_CELL_WHOLE: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>(.*?)</c>', re.DOTALL)
_RESULT: Final = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)</v>")
_FORMULA: Final = re.compile(rb"<f[\s/>]")
_SHARED: Final = re.compile(rb'<c r="[A-Z0-9]+"[^<>]*\bt="s"[^<>]*><v>([0-9]{1,9})</v>')
_STRING_CELL: Final = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_COUNTS: Final = re.compile(rb"\b(?:count|uniqueCount)\s*=\s*[\"']\s*([0-9]+)")
_CARRY_MAXIMUM: Final = 8_000_000
_COUNT_MAXIMUM: Final = 50_000_000


class UnsafeSheetError(Exception):
    """Raised for XML that no spreadsheet program writes; the text says why."""


@dataclass(slots=True)
class SheetScan:
    """Extent of the cells, errors by (row, column), formulas without a result, and how often each shared text is used."""

    row_last: int = 0
    column_last: int = 0
    cell_count: int = 0
    string_count: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    shared: Counter[int] = field(default_factory=Counter)

    def see(self, row: int, column: int) -> None:
        """Widen the extent to a cell."""
        self.row_last = max(self.row_last, row)
        self.column_last = max(self.column_last, column)


def scan_plain(chunks: Iterable[bytes]) -> SheetScan | None:
    """Return the scan of a sheet whose cell tags are all plain (`<c r="B17" …`), else None; raises `UnsafeSheetError`."""
    scan = SheetScan()
    columns: set[bytes] = set()
    for piece in _whole_cells(chunks):
        if b"\0" in piece or b"<!" in piece:
            return None
        _refuse_huge_counts(piece)
        found = _CELL_PLAIN.findall(piece)
        if len(found) != len(_CELL_ANY.findall(piece)):
            return None
        if not found:
            continue
        scan.cell_count += len(found)
        if b'"s"' in piece or b"'s'" in piece:
            scan.string_count += len(_STRING_CELL.findall(piece))
            scan.shared.update(map(int, _SHARED.findall(piece)))
        columns.update(letters for letters, _ in found)
        scan.row_last = max(scan.row_last, *map(int, {row for _, row in found}))
        if b't="e"' in piece or b"<f" in piece:
            _scan_results(piece, scan)
    scan.column_last = max(map(column_number, columns), default=0)
    return scan


def scan_exact(chunks: Iterable[bytes]) -> SheetScan:
    """Return the scan of any well-formed sheet; raises `UnsafeSheetError` for a document type or broken XML."""
    reader = _ExactScan()
    try:
        for chunk in chunks:
            _refuse_huge_counts(chunk)
            reader.parser.Parse(chunk, False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as failure:
        raise UnsafeSheetError(f"the XML is broken ({failure})") from failure
    return reader.scan


def column_number(letters: bytes) -> int:
    """Return the number of a column from 1: A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _whole_cells(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the stream in front of a cell, so that no cell is split."""
    carry = b""
    for chunk in chunks:
        text = carry + chunk
        cut = max(text.rfind(b"<c "), 0)
        if len(text) - cut > _CARRY_MAXIMUM and cut == 0:
            cut = max(text.rfind(b"<"), 0)
            if cut == 0:
                raise UnsafeSheetError("it holds a text of more than 8 MB")
        carry = text[cut:]
        if cut:
            yield text[:cut]
    yield carry


def _scan_results(piece: bytes, scan: SheetScan) -> None:
    for letters, row, attributes, content in _CELL_WHOLE.findall(piece):
        is_error = b't="e"' in attributes
        if not is_error and b"<f" not in content:
            continue
        result = _RESULT.search(content)
        where = (int(row), column_number(letters))
        if is_error:
            scan.errors[where] = (result[1] if result else b"").decode("ascii", "replace") or "#ERROR"
        elif _FORMULA.search(content) and (result is None or not result[1]) and b't="str"' not in attributes:
            scan.uncached.add(where)


def _refuse_huge_counts(piece: bytes) -> None:
    """A declared count is room that a reader may reserve at once."""
    if b"ount" in piece and any(len(count) > 9 or int(count) > _COUNT_MAXIMUM for count in _COUNTS.findall(piece)):
        raise UnsafeSheetError("it declares an impossible count")


class _ExactScan:
    """Counts cells as an XML parser sees them: prefixes, entities, single quotes and cells without a reference."""

    __slots__ = ("_cell", "_formula", "_kind", "_text", "_where", "parser", "scan")

    def __init__(self) -> None:
        self.scan = SheetScan()
        self._where = (0, 0)
        self._kind, self._formula, self._cell = "", False, False
        self._text: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise UnsafeSheetError("it declares a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                stated = attributes.get("r", "")
                row = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else self._where[0] + 1
                self._where = (row, 0)
            case "c":
                self._where = self._reference(attributes.get("r"))
                self._kind, self._formula, self._cell = attributes.get("t", "n"), False, True
                self._text = None
                self.scan.cell_count += 1
                self.scan.see(*self._where)
            case "f":
                self._formula = True
            case "v" if self._cell:
                self._text = []

    def _reference(self, stated: str | None) -> tuple[int, int]:
        if stated is None:
            return max(self._where[0], 1), self._where[1] + 1
        match = re.fullmatch("([A-Za-z]{1,3})([0-9]{1,7})", stated)
        if match is None:
            raise UnsafeSheetError(f"it holds a cell named {stated[:20]!r}")
        return int(match[2]), column_number(match[1].encode())

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] != "c" or not self._cell:
            return
        self._cell = False
        result = "".join(self._text or ())
        self.scan.string_count += self._kind == "s"
        if self._kind == "e":
            self.scan.errors[self._where] = result or "#ERROR"
        elif self._kind == "s" and result.strip().isdigit() and len(result) < 10:
            self.scan.shared[int(result)] += 1
        elif self._formula and not result and self._kind != "str":
            self.scan.uncached.add(self._where)
        self._text = None
