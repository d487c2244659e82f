"""A damaged CSV is told with line, column and the line itself: where the quote opens, not where the reader gave up."""

from __future__ import annotations

import pytest

from huiqi_rules.tables.columns import ColumnType
from huiqi_rules.tables.reading import read_table
from huiqi_rules.tables.sources import TableError

COLUMNS = (ColumnType("staff", "职工总数", "int"),)
HEAD = "id,职工总数\nA,1\n"


def told(path):
    with pytest.raises(TableError) as caught:
        read_table(str(path), COLUMNS)
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize(
    ("rows", "line", "column", "problem"),
    (
        ('B,"2\nC,3\n', 3, 3, "the quote that opens here is never closed"),
        ('B,"2\nC,"3"\n', 3, 3, "the quote that opens here is not closed in this line"),
        ('B,"甲"乙\n', 3, 6, "'乙' stands after the closing quote"),
        ('B,"x\ny",1\nC,"3"3\n', 5, 6, "'3' stands after the closing quote"),
        ("B," + "9" * 200_000 + "\n", 3, 1, "a cell of this row is too long"),
        ('B,"' + "9\n" * 200_000, 3, 3, "the quote that opens here is never closed"),
        ('B,"a""b"c\n', 3, 9, "'c' stands after the closing quote"),
    ),
)
@pytest.mark.parametrize("ends", ("\n", "\r\n"))
def test_where_the_quotes_go_wrong(tmp_path, rows, line, column, problem, ends):
    path = tmp_path / "r.csv"
    path.write_bytes((HEAD + rows).replace("\n", ends).encode())

    found = told(path)

    assert (found.place.line, found.place.column) == (line, column)
    assert problem in found.problem
    assert found.remedy
    assert found.excerpt.splitlines()[0].startswith(rows[:4].splitlines()[0] if line == 3 else "C,")


@pytest.mark.parametrize(
    ("data", "line", "column"),
    (
        ("id,职工总数\n甲,1\n".encode() + b"\xff\xff,2\n", 3, 1),
        ("id,职工总数\n甲,".encode("gb18030") + b"\xff1\n", 2, 3),
        (b"\xef\xbb\xbf" + "id,职工\n甲,".encode() + b"\xe8\n", 2, 3),
    ),
)
def test_where_the_encoding_breaks(tmp_path, data, line, column):
    path = tmp_path / "r.csv"
    path.write_bytes(data)

    found = told(path)

    assert (found.code, found.place.line, found.place.column) == ("encoding", line, column)


def test_a_place_without_a_column_shows_none(tmp_path):
    from huiqi_rules.core.spans import Place

    assert str(Place("a.csv", 3)) == "a.csv:3"
    assert str(Place("a.csv", 3, 1)) == "a.csv:3:1"
