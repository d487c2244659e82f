"""Text tables: the encoding is proved on the whole file, never guessed from its beginning; the delimiter is the header's."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from huiqi_rules.core.diagnostics import excerpt
from huiqi_rules.tables.sources import BYTES_MAXIMUM, COLUMNS_MAXIMUM, ROWS_MAXIMUM, RawTable, TableError, too_many_rows

_CHUNK: Final = 1 << 20
_DELIMITERS: Final = (",", "\t", ";")
_QUOTED: Final = re.compile(r'"[^"]*(?:""[^"]*)*"')
_CLOSE: Final = 'close it, or write "" for a quote inside a cell'
# So many lines of a damaged row are looked through for the quote.
_DAMAGED_LINES_MAXIMUM: Final = 10_000
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def open_delimited(path: str) -> RawTable:
    """Return the rows of a CSV file in UTF-8 (with or without mark), UTF-16 with mark, or GB18030; raises `TableError`."""
    try:
        size = Path(path).stat().st_size
        if size == 0:
            raise TableError(path, "the file is empty", "get the file once more", code="empty")
        if size > BYTES_MAXIMUM:
            raise TableError(path, "the file has more than 1 GB", "split it, or store it as Parquet", code="too-large")
        encoding, line_count, has_quotes = _encoding(path)
        # Without a quote a line is a row: nobody waits for a million rows to hear that there are too many.
        if not has_quotes and line_count - 1 > ROWS_MAXIMUM:
            raise too_many_rows(path, line_count - 1)
        return RawTable(path, None, _rows(path, encoding), line_count, ragged=True)
    except OSError as failure:
        raise TableError(path, f"the file can't be read: {failure.strerror}", code="unreadable") from failure


def _encoding(path: str) -> tuple[str, int, bool]:
    """Return the first encoding in which every byte of the file is valid, the number of lines, and whether there are quotes."""
    with Path(path).open("rb") as stream:
        head = stream.read(4)
    marked = next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)
    reached = []
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        valid, line, text_line_count, has_quotes = _decodes(path, encoding)
        if valid:
            return encoding, text_line_count, has_quotes
        reached.append((line, _column_of_invalid(path, line, encoding)))
    # The encoding that got furthest is most likely the one that was meant.
    line, column = max(reached)
    raise TableError(
        path,
        "the text is neither UTF-8 nor GB18030",
        "save it as “CSV UTF-8”",
        code="encoding",
        line=line,
        column=column,
    )


def _column_of_invalid(path: str, line: int, encoding: str) -> int:
    """Return the column of the first character of a line that is none, counted from 1."""
    with Path(path).open("rb") as stream:
        text = next(islice(stream, line - 1, None), b"")
    try:
        text.decode(encoding)
    except UnicodeDecodeError as failure:
        return len(text[: failure.start].decode(encoding, "replace")) + 1
    return 1


def _decodes(path: str, encoding: str) -> tuple[bool, int, int, bool]:
    """Return whether the file is valid, the line of the first invalid byte, the number of lines, and whether there are quotes."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line_count, has_quotes = 0, False
    with Path(path).open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError as failure:
                before = chunk[: failure.start] if isinstance(failure, UnicodeDecodeError) else b""
                return False, line_count + before.count(b"\n") + 1, line_count, has_quotes
            if "\0" in text:
                raise TableError(path, "this is not a text file", "save it as CSV, or rename it", code="not-text")
            line_count += text.count("\n")
            has_quotes = has_quotes or '"' in text
            if not chunk:
                return True, 0, line_count + 1, has_quotes


def _rows(path: str, encoding: str) -> Iterator[Sequence[object]]:
    with Path(path).open(encoding=encoding, newline="") as stream:
        delimiter = _delimiter(stream.readline(1 << 20))
        stream.seek(0)
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        count, begins = 0, 1
        while True:
            try:
                row = next(reader, None)
            except csv.Error as failure:
                raise _damaged(path, encoding, delimiter, begins, failure) from failure
            begins = reader.line_num + 1
            if row is None:
                return
            count += 1
            if count > ROWS_MAXIMUM:
                raise too_many_rows(path)
            if len(row) > COLUMNS_MAXIMUM:
                raise TableError(path, f"a row has {len(row):,} cells, {COLUMNS_MAXIMUM:,} at most are read",
                                 "leave out what is not needed", code="too-large", line=reader.line_num, column=1)  # fmt: skip
            yield row


def _damaged(path: str, encoding: str, delimiter: str, begins: int, failure: csv.Error) -> TableError:
    """Return the error of the row that begins in a line: at the quote that is never closed, or at what stands after one."""
    with Path(path).open(encoding=encoding, newline="") as stream:
        lines = list(islice(stream, begins - 1, begins - 1 + _DAMAGED_LINES_MAXIMUM))
    found = _odd_quote("".join(lines)[:_CHUNK], delimiter)
    if found is None:
        shown = excerpt(lines[0].rstrip("\r\n"), 1)
        return TableError(path, f"a cell of this row is too long ({failure})", "look for a quote that was opened and never closed",
                          code="csv", line=begins, column=1, excerpt=shown)  # fmt: skip
    offset, problem, remedy = found
    before = "".join(lines)[:offset]
    row, column = before.count("\n"), offset - (before.rfind("\n") + 1) + 1
    shown = excerpt(lines[row].rstrip("\r\n"), column)
    return TableError(path, problem, remedy, code="csv", line=begins + row, column=column, excerpt=shown)


def _odd_quote(text: str, delimiter: str) -> tuple[int, str, str] | None:
    """Return where the quotes of a row go wrong, with problem and remedy; None where they do not."""
    ends = re.compile(rf"[{re.escape(delimiter)}\r\n]")
    place = 0
    while place < len(text):
        quoted = _QUOTED.match(text, place)
        if quoted is None and text[place] == '"':
            return place, "the quote that opens here is never closed", _CLOSE
        if quoted is not None and quoted.end() < len(text) and not ends.match(text, quoted.end()):
            if "\n" in quoted[0]:
                return place, "the quote that opens here is not closed in this line", _CLOSE
            return quoted.end(), f"{text[quoted.end()]!r} stands after the closing quote of the cell", _CLOSE
        end = ends.search(text, place if quoted is None else quoted.end())
        place = len(text) if end is None else end.end()
    return None


def _delimiter(header: str) -> str:
    """Return the delimiter that the header holds most, outside quotes; a comma where it holds none."""
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
