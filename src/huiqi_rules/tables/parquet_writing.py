"""Parquet out through DuckDB: from a relation as it is, or from Python rows with the types that hold them exactly.

Rows go through a text file beside the target, not through row-wise inserts: DuckDB reads a million in about a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from huiqi_rules.tables.cells_shown import shown
from huiqi_rules.tables.sources import TableError

_DIGITS_MAXIMUM: Final = 38
_BATCH: Final = 8_192
_MEMORY: Final = "400MB"
# Unquoted it is null; a text of the same two characters is quoted and stays a text.
_NULL: Final = "\\N"


class _ColumnShape:
    """What the values of one column have in common so far."""

    __slots__ = ("kinds", "scale", "whole")

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.whole = 1
        self.scale = 0

    def see(self, value: object) -> None:
        if isinstance(value, bool):
            self.kinds.add("BOOLEAN")
        elif isinstance(value, (int, Decimal)) and Decimal(value).is_finite():
            number = Decimal(value)
            exponent = number.as_tuple().exponent
            assert isinstance(exponent, int)
            self.kinds.add("DECIMAL")
            self.scale = max(self.scale, -exponent)
            self.whole = max(self.whole, number.adjusted() + 1)
        else:
            self.kinds.add("DATE" if type(value) is date else "VARCHAR")

    def type(self) -> str:
        if self.kinds == {"DECIMAL"}:
            digits = self.whole + self.scale
            return f"DECIMAL({max(digits, 1)},{self.scale})" if digits <= _DIGITS_MAXIMUM else "VARCHAR"
        return self.kinds.pop() if len(self.kinds) == 1 else "VARCHAR"


def write_parquet_rows(
    path: str, beside: str, header: Sequence[str], rows: Iterable[Sequence[object]], types: Sequence[str | None] | None
) -> int:
    """Write rows to `beside` and return their number; `path` is the name that messages show. Raises `TableError`."""
    shapes = [_ColumnShape() for _ in header]
    staged = f"{beside}.csv"
    try:
        count = _stage(staged, shapes, rows)
        wanted = types if types is not None else [None] * len(shapes)
        chosen = [given or shape.type() for given, shape in zip(wanted, shapes, strict=True)]
        columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(header)))
        selected = ", ".join(
            f"CAST(c{index} AS {kind}) AS {_name(name)}"
            for index, (name, kind) in enumerate(zip(header, chosen, strict=True))
        )
        source = (
            f"read_csv({_text(staged)}, columns={{{columns}}}, header=false, auto_detect=false, delim=',', quote='\"', "
            f"escape='\"', nullstr='{_NULL}', allow_quoted_nulls=false, parallel=false, max_line_size=16000000)"
        )
        with duckdb.connect(config={"memory_limit": _MEMORY}) as connection:
            connection.execute(f"COPY (SELECT {selected} FROM {source}) TO {_text(beside)} (FORMAT parquet)")
        return count
    except duckdb.Error as failure:
        raise _told(path, beside, failure) from failure
    finally:
        Path(staged).unlink(missing_ok=True)


def write_parquet_parts(path: str, beside: str, relations: Iterable[Any], names: Sequence[str]) -> list[str]:
    """Write relations to files of their own in the folder of `beside` and return those; raises `TableError` about `path`."""
    parts: list[str] = []
    try:
        for relation in relations:
            renamed = ", ".join(
                f"{_name(old)} AS {_name(new)}" for old, new in zip(relation.columns, names, strict=True)
            )
            parts.append(f"{beside}.{len(parts)}")
            relation.project(renamed).write_parquet(parts[-1])
    except duckdb.Error as failure:
        raise _told(path, beside, failure) from failure
    return parts


def join_parquet(path: str, beside: str, parts: Sequence[str]) -> int:
    """Write the rows of Parquet files to `beside`, in their order, and return the number of rows; raises `TableError`."""
    try:
        # In their order, two threads would hold what the other one has not come to.
        with duckdb.connect(config={"memory_limit": _MEMORY, "threads": "1"}) as connection:
            copied = connection.execute(f"COPY ({_rows_of(parts)}) TO {_text(beside)} (FORMAT parquet)").fetchone()
    except duckdb.Error as failure:
        raise _told(path, beside, failure) from failure
    assert copied is not None
    return int(copied[0])


def parquet_rows(parts: Sequence[str]) -> Iterator[Sequence[object]]:
    """Yield the rows of Parquet files that this process has written, in their order."""
    with duckdb.connect(config={"memory_limit": _MEMORY}) as connection:
        connection.execute(_rows_of(parts))
        while batch := connection.fetchmany(_BATCH):
            yield from batch


def _rows_of(parts: Sequence[str]) -> str:
    return f"SELECT * FROM read_parquet([{', '.join(map(_text, parts))}])"


def _told(path: str, beside: str, failure: duckdb.Error) -> TableError:
    # The reader asked for `path`; the names of what is written meanwhile would only puzzle.
    said = re.sub(rf"{re.escape(str(Path(beside).parent))}/[\w.]+", lambda _: path, str(failure).splitlines()[0])
    return TableError(path, f"can't be written as Parquet ({said[:300]})")


def _stage(staged: str, shapes: Sequence[_ColumnShape], rows: Iterable[Sequence[object]]) -> int:
    count = 0
    with Path(staged).open("w", encoding="utf-8", newline="") as stream:
        for row in rows:
            cells = []
            for value, shape in zip(row, shapes, strict=True):
                if value is None:
                    cells.append(_NULL)
                    continue
                shape.see(value)
                text = ("true" if value else "false") if isinstance(value, bool) else shown(value)
                cells.append('"' + text.replace('"', '""') + '"')
            stream.write(",".join(cells) + "\n")
            count += 1
    return count


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
