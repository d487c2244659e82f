"""Tables out: exact, harmless to open, whole or not there; and the workbook that goes back."""

from __future__ import annotations

import csv
import datetime
from decimal import Decimal

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.core.values import ABSENT, Bounds
from huiqi_rules.tables.annotating import PROBLEM_SHEET, annotate_workbook
from huiqi_rules.tables.reading import read_table
from huiqi_rules.tables.sources import TableError
from huiqi_rules.tables.writing import write_relations, write_table
from tests.rules.tables.sheets import FACTS, workbook

HEADER = ["名称", "金额", "是否", "日期", "其他"]
ROWS = [
    ["甲", Decimal("1234.50"), True, datetime.date(2023, 5, 4), ABSENT],
    ["乙", None, False, None, Bounds(Decimal(1), Decimal(2))],
]


def test_a_workbook_holds_numbers_as_numbers(tmp_path):
    path = tmp_path / "a.xlsx"
    assert write_table(str(path), HEADER, ROWS) == 2
    page = openpyxl.load_workbook(path).active
    midnight = datetime.datetime(2023, 5, 4)  # noqa: DTZ001 - cells know no zones
    assert [cell.value for cell in page[2]] == ["甲", 1234.5, True, midnight, "不适用"]
    assert [cell.value for cell in page[3]] == ["乙", None, False, None, "1–2"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:E3")


def test_a_number_beyond_fifteen_digits_stays_exact_text_in_a_workbook(tmp_path):
    write_table(str(tmp_path / "a.xlsx"), ["金额"], [[Decimal("12345678901234567.89")]])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"].value == "12345678901234567.89"


def test_csv_opens_in_excel_and_keeps_every_digit(tmp_path):
    path = tmp_path / "a.csv"
    write_table(str(path), HEADER, ROWS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1:] == [["甲", "1234.50", "是", "2023-05-04", "不适用"], ["乙", "", "否", "", "1–2"]]


@pytest.mark.parametrize("text", ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"))
def test_no_text_becomes_a_formula(tmp_path, text):
    write_table(str(tmp_path / "a.csv"), [text], [[text]])
    write_table(str(tmp_path / "a.xlsx"), ["文"], [[text]])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [[f"'{text}"], [f"'{text}"]]
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"].data_type == "s"


def test_a_negative_number_in_csv_is_a_number(tmp_path):
    write_table(str(tmp_path / "a.csv"), ["金额"], [[Decimal(-5)]])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").split() == ["金额", "-5"]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
cells = st.one_of(
    st.none(),
    st.tuples(texts, st.decimals(-(10**12), 10**12, places=2), st.booleans(), st.dates(datetime.date(1900, 1, 1))),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cells, min_size=1, max_size=8))
def test_parquet_gives_back_what_went_in(tmp_path, drawn):
    rows = [row if row is not None else (None, None, None, None) for row in drawn]
    path = str(tmp_path / "a.parquet")
    kinds = ["VARCHAR", "DECIMAL(18,2)", "BOOLEAN", "DATE"]
    assert write_table(path, ["文", "金额", "是否", '日"期'], rows, types=kinds) == len(rows)
    assert duckdb.sql(f"SELECT * FROM '{path}'").fetchall() == rows
    write_table(path, ["文", "金额", "是否", '日"期'], rows)
    assert duckdb.sql(f"SELECT * FROM '{path}'").fetchall() == rows


def test_a_type_that_cannot_hold_a_value_is_an_error_and_leaves_no_file(tmp_path):
    path = tmp_path / "a.parquet"
    with pytest.raises(TableError, match="Parquet"):
        write_table(str(path), ["金额"], [["甲"]], types=["DECIMAL(18,2)"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ("csv", "xlsx", "parquet"))
def test_a_failure_in_the_middle_keeps_the_old_file(tmp_path, ending):
    def failing():
        yield ["甲"]
        raise KeyError("middle")

    path = tmp_path / f"a.{ending}"
    path.write_text("old")
    with pytest.raises(KeyError):
        write_table(str(path), ["名称"], failing())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ("a.doc", "none/a.csv", "none/a.xlsx", "none/a.parquet"))
def test_what_cannot_be_written_is_a_table_error(tmp_path, name):
    with pytest.raises(TableError):
        write_table(str(tmp_path / name), ["名称"], [["甲"]])


@pytest.mark.parametrize("ending", ("csv", "xlsx", "parquet"))
def test_relations_are_written_one_after_the_other_with_new_names(tmp_path, ending):
    path = str(tmp_path / f"a.{ending}")
    with duckdb.connect() as connection:
        query = "SELECT i::DECIMAL(18,2) AS amount, 'x' || i AS id FROM range({}, {}) AS t(i)"
        relations = (connection.sql(query.format(*between)) for between in ((4, 6), (0, 0), (0, 1)))
        assert write_relations(path, relations, header=["资产总额", "编号"]) == 3
    register = read_table(path, FACTS)
    assert register.subjects == ("x4", "x5", "x0")
    assert register.values["assets", None] == [4, 5, 0]
    assert list(tmp_path.iterdir()) == [tmp_path / f"a.{ending}"]


def test_the_same_rows_give_the_same_workbook(tmp_path):
    write_table(str(tmp_path / "a.xlsx"), HEADER, ROWS)
    write_table(str(tmp_path / "b.xlsx"), HEADER, ROWS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_workbook_to_send_back_shows_each_problem_where_it_is(tmp_path):
    def spoil(page):
        page["C4"] = "#DIV/0!"

    rows = [["编号", "企业名称", "职工总数"], ["A1", "=甲", "约5"], ["A2", "乙", 7], ["A3", "丙", 1]]
    path = workbook(tmp_path / "in.xlsx", rows, sheet="企业's", then=spoil)
    register = read_table(path, FACTS, language="zh")
    out = tmp_path / "out.xlsx"
    assert annotate_workbook(path, register.problems, str(out)) == 2
    book = openpyxl.load_workbook(out)
    page, listed = book["企业's"], book[PROBLEM_SHEET]
    assert [[cell.value for cell in row] for row in page["A3:C4"]] == [["A2", "乙", 7], ["A3", "丙", "#DIV/0!"]]
    assert page["C2"].value == "约5"
    assert "约" in page["C2"].comment.text
    assert page["C2"].fill.fgColor.rgb == "FFFDE68A"
    assert page["C3"].comment is None
    assert [listed.cell(row, 1).value for row in (1, 2, 3)] == ["单元格 Cell", "C2", "C4"]
    assert listed["A2"].hyperlink.location == "'企业''s'!C2"


def test_problems_elsewhere_are_in_the_list_only(tmp_path):
    path = workbook(tmp_path / "in.xlsx", [["编号", "职工总数"], ["A1", 1]])
    other = Diagnostic("unknown-fact", Place("map.yaml", 3, 4), "=no such fact", "name another")
    assert annotate_workbook(path, [other], str(tmp_path / "out.xlsx")) == 0
    listed = openpyxl.load_workbook(tmp_path / "out.xlsx")[PROBLEM_SHEET]
    assert (listed["A2"].value, listed["D2"].value) == ("map.yaml:3:4", "=no such fact")


def test_a_csv_is_sent_back_as_a_workbook(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("编号,职工总数\n001,约5\n", encoding="utf-8")
    annotate_workbook(str(path), read_table(str(path), FACTS).problems, str(tmp_path / "out.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]["A2"].value == "001"


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(tmp_path):
    path = tmp_path / "long.xlsx"
    write_table(str(path), ["文"], [["长" * 40_000]])
    cell = openpyxl.load_workbook(path).active["A2"].value
    assert len(cell) == 32_767
    assert cell.endswith("全文请输出为 csv 或 parquet）")
