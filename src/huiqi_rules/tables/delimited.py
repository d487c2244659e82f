"""Text tables: the encoding is proved on the whole file, never guessed from its beginning; the delimiter is the header's."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from huiqi_rules.tables.sources import BYTES_MAXIMUM, COLUMNS_MAXIMUM, ROWS_MAXIMUM, RawTable, TableError

_CHUNK: Final = 1 << 20
_DELIMITERS: Final = (",", "\t", ";")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def open_delimited(path: str) -> RawTable:
    """Return the rows of a CSV file in UTF-8 (with or without mark), UTF-16 with mark, or GB18030; raises `TableError`."""
    try:
        size = Path(path).stat().st_size
        if size == 0:
            raise TableError(path, "the file is empty", "get the file once more", code="empty")
        if size > BYTES_MAXIMUM:
            raise TableError(path, "the file has more than 1 GB", "split it, or use Parquet", code="too-large")
        encoding, line_count = _encoding(path)
        return RawTable(path, None, _rows(path, encoding), line_count, ragged=True)
    except OSError as failure:
        raise TableError(path, f"the file can't be read: {failure.strerror}", code="unreadable") from failure


def _encoding(path: str) -> tuple[str, int]:
    """Return the first encoding in which every byte of the file is valid, and the number of lines."""
    with Path(path).open("rb") as stream:
        head = stream.read(4)
    marked = next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)
    line = 0
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        valid, line, text_line_count = _decodes(path, encoding)
        if valid:
            return encoding, text_line_count
    raise TableError(
        path, "the text is neither UTF-8 nor GB18030", "save it as “CSV UTF-8”", code="encoding", line=line
    )


def _decodes(path: str, encoding: str) -> tuple[bool, int, int]:
    """Return whether the file is valid, the line of the first invalid byte, and the number of lines."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line_count = 0
    with Path(path).open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError as failure:
                before = chunk[: failure.start] if isinstance(failure, UnicodeDecodeError) else b""
                return False, line_count + before.count(b"\n") + 1, line_count
            if "\0" in text:
                raise TableError(path, "this is not a text file", "save it as CSV, or rename it", code="not-text")
            line_count += text.count("\n")
            if not chunk:
                return True, 0, line_count + 1


def _rows(path: str, encoding: str) -> Iterator[Sequence[object]]:
    with Path(path).open(encoding=encoding, newline="") as stream:
        delimiter = _delimiter(stream.readline(1 << 20))
        stream.seek(0)
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        count = 0
        while True:
            try:
                row = next(reader, None)
            except csv.Error as failure:
                line = reader.line_num
                raise TableError(path, f"the quotes are not closed, or a cell is too long ({failure})",
                                 'look for a single " in this line or above', code="csv", line=line) from failure  # fmt: skip
            if row is None:
                return
            count += 1
            if count > ROWS_MAXIMUM or len(row) > COLUMNS_MAXIMUM:
                raise TableError(path, f"the file has more than {ROWS_MAXIMUM:,} rows or {COLUMNS_MAXIMUM:,} columns",
                                 "split it, or use Parquet", code="too-large", line=reader.line_num)  # fmt: skip
            yield row


def _delimiter(header: str) -> str:
    """Return the delimiter that the header holds most, outside quotes; a comma where it holds none."""
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
