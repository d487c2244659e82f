"""Registers from dirty sheets: each cell is read rightly or reported by its cell, and nothing is guessed."""

from __future__ import annotations

import datetime
import os
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from huiqi_rules.core.diagnostics import AuthorError
from huiqi_rules.core.values import ABSENT
from huiqi_rules.tables.mapping import read_map
from huiqi_rules.tables.reading import read_table
from huiqi_rules.tables.sources import TableError
from tests.rules.tables.sheets import FACTS, workbook

HEADER = ["编号", "企业名称", "职工总数", "资产总额"]


def cells(register):
    return {(each.place.cell, each.code) for each in register.problems}


def column_map(tmp_path, text):
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return read_map(str(path), FACTS)


def test_headers_name_facts_years_and_units(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [
        ["编号", "企业 名称", "年销售收入[2021]", "2022年销售收入", "年销售收入 2023", "研发费用(2022)", "资产总额（万元）", "staff", "2021研发费用（万元）"],
        ["A1", "甲 公司", 1, 2, 3, 4, 5, 6, 7],
    ])  # fmt: skip
    register = read_table(path, FACTS)
    assert register.problems == ()
    assert register.subjects == ("A1",)
    assert register.names == ("甲 公司",)
    assert {key: values[0] for key, values in register.values.items()} == {
        ("revenue", 2021): 1, ("revenue", 2022): 2, ("revenue", 2023): 3, ("rd_expense", 2022): 4,
        ("assets", None): 50_000, ("staff", None): 6, ("rd_expense", 2021): 70_000,
    }  # fmt: skip


def test_dirty_cells_become_unknown_and_are_reported_by_cell(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [
        [*HEADER, "成立日期", "持股比例", "是否上市"],
        ["A1", "甲", "１２０人", "30万元", datetime.date(2020, 1, 2), "5%", "是"],
        ["A2", "乙", "约300", "1,2000", 43832, 5, "也许"],
        ["A3", "丙", -3, "无", "2020年1月2日", "", None],
        [],
        ["A4", "丁", "=1+1", "10-20万", None, 0.5, True],
    ])  # fmt: skip
    register = read_table(path, FACTS)
    assert cells(register) == {
        ("C3", "approximate"), ("D3", "thousands"), ("E3", "serial"), ("F3", "ratio-above-one"), ("G3", "not-yes-or-no"),
        ("C4", "impossible"), ("C6", "no-cached-value"), ("D6", "range"),
    }  # fmt: skip
    assert register.values["staff", None] == [120, None, None, None]
    assert register.values["assets", None] == [300_000, None, ABSENT, None]
    assert register.values["founded", None] == [datetime.date(2020, 1, 2), None, datetime.date(2020, 1, 2), None]
    assert register.values["share", None] == [Decimal("0.05"), None, None, Decimal("0.5")]
    assert register.values["listed", None] == [True, None, None, True]
    assert (register.row_count, register.empty_row_count, register.rows) == (4, 1, ((2,), (3,), (4,), (6,)))
    shown = str(next(each for each in register.problems if each.place.cell == "C3"))
    assert "a.xlsx:C3" in shown
    assert "职工总数" in shown
    assert "约300" in shown


def test_messages_come_in_chinese_when_asked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["A1", "甲", "约300", 1]])
    (problem,) = read_table(path, FACTS, language="zh").problems
    assert problem.problem == "职工总数: “约300”带有“约”，不是确切的数"


def test_error_cells_are_reported(tmp_path):
    def spoil(page):
        page["C2"] = "#DIV/0!"
        page["D2"] = "#N/A"

    path = workbook(tmp_path / "a.xlsx", [HEADER, ["A1", "甲", 1, 2]], then=spoil)
    register = read_table(path, FACTS)
    assert cells(register) == {("C2", "error-cell"), ("D2", "error-cell")}
    assert register.values["staff", None] == [None]


def test_merged_cells_are_reported_except_the_first(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["A1", "甲", 7, 1], ["A2", "乙", None, 2], ["A3", "丙", None, 3]],
                    then=lambda page: page.merge_cells("C2:C3"))  # fmt: skip
    register = read_table(path, FACTS)
    assert cells(register) == {("C3", "merged")}
    assert "C2:C3" in register.problems[0].problem
    assert register.values["staff", None] == [7, None, None]


def test_a_merged_id_is_not_used_for_the_rows_below(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["A1", "甲", 7, 1], [None, "乙", 8, 2]],
                    then=lambda page: page.merge_cells("A2:A3"))  # fmt: skip
    register = read_table(path, FACTS)
    assert register.subjects == ("A1",)
    assert cells(register) == {("A3", "merged")}
    assert register.unread_row_count == 1


def test_rows_without_id_and_rows_of_totals_are_not_read(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        [HEADER, ["A1", "甲", 1, 1], [None, "乙", 1, 1], ["合 计", None, 2, 2], ["A9", "总计：", 3, 3]],
    )
    register = read_table(path, FACTS)
    assert register.subjects == ("A1",)
    assert cells(register) == {("A3", "no-subject"), ("A4", "total-row"), ("A5", "total-row")}
    assert len(register.errors) == register.unread_row_count == 3


def test_rows_twice_are_used_once_when_equal_and_unknown_where_they_differ(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", [HEADER, ["A1", "甲", 1, 5], ["A2", "乙", 2, 6], ["A1", "甲", 1, 5], [" A2", "乙", 2, 7]]
    )
    register = read_table(path, FACTS)
    assert register.subjects == ("A1", "A2")
    assert register.rows == ((2, 4), (3, 5))
    assert register.values == {("staff", None): [1, 2], ("assets", None): [5, None]}
    assert cells(register) == {("A4", "duplicate-same"), ("A5", "duplicate-different")}
    assert "资产总额" in register.errors[0].problem


def test_the_same_code_as_text_and_as_number_is_one_subject(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["600000", "甲", 1, 5], [600000, "甲", 1, 5]])
    assert read_table(path, FACTS).subjects == ("600000",)


def test_rows_of_different_years_complete_each_other(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        [["代码", "年份", "收入", "人数"], ["A", 2021, 1, 9], ["A", "2022年", 2, 9], ["B", "去年", 3, 9]],
    )
    mapping = column_map(
        tmp_path, "subject: 代码\ncolumns:\n  收入: {fact: 年销售收入, year: {column: 年份}}\n  人数: 职工总数\n"
    )
    register = read_table(path, FACTS, mapping)
    assert register.subjects == ("A", "B")
    assert register.values == {("revenue", 2021): [1, None], ("revenue", 2022): [2, None], ("staff", None): [9, 9]}
    assert cells(register) == {("B4", "no-year")}


MAP = """\
sheet: 数据
header_row: 2
subject: {columns: [代码, 年份]}
name: {column: 名称}
columns:
  收入: {fact: 年销售收入, year: {column: 年份}, unknown: [-1], unit: 万元}
  人数: {fact: 职工总数, unknown: [0]}
  研发: {fact: 科技人员数, unknown: [0]}
  流动: {unknown: [-1]}
  备注: ignore
sum: {资产总额: [流动, 非流动]}
checks:
  - {id: rd, rule: 研发 <= 人数, facts: [科技人员数], message: {zh: 研发多于职工, en: more R&D staff than staff}}
"""
DATA = [
    ["2023 年度", None, None, None, None, None, None, None, None],
    ["代码", "名称", "年份", "收入", "人数", "研发", "流动", "非流动", "备注"],
    ["A", "甲", 2022, 1.5, 10, 20, 1, 2, "x"],
    ["B", "乙", 2022, -1, 0, 20, -1, 2, "y"],
    ["C", "丙", 2022, 3, 10, 5, 0.1, 0.2, "z"],
]


def test_a_map_reads_sentinels_units_sums_and_checks(tmp_path):
    path = workbook(tmp_path / "a.xlsx", DATA, sheet="数据")
    register = read_table(path, FACTS, column_map(tmp_path, MAP))
    assert register.subjects == ("A/2022", "B/2022", "C/2022")
    assert register.values == {
        ("revenue", 2022): [15_000, None, 30_000],
        ("staff", None): [10, None, 10],
        ("technicians", None): [None, 20, 5],
        ("assets", None): [3, None, Decimal("0.3")],
    }
    (problem,) = register.problems
    assert problem.place.cell == "A3"
    assert "more R&D staff than staff" in problem.problem
    assert register.unread_columns == ("备注",)


def test_a_column_that_the_map_does_not_name_is_an_error_unless_ignored(tmp_path):
    rows = [*DATA[:1], [*DATA[1], "人效"], *DATA[2:]]
    path = workbook(tmp_path / "a.xlsx", rows, sheet="数据")
    with pytest.raises(AuthorError) as caught:
        read_table(path, FACTS, column_map(tmp_path, MAP))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.place.cell) == ("unlisted-column", "J2")
    assert read_table(path, FACTS, column_map(tmp_path, MAP + "unlisted: ignore\n")).subjects


def test_columns_that_the_sheet_lacks_are_all_named_with_near_ones(tmp_path):
    path = workbook(tmp_path / "a.xlsx", DATA, sheet="数据")
    text = MAP.replace("收入:", "收人:").replace("备注:", "说明:")
    with pytest.raises(AuthorError) as caught:
        read_table(path, FACTS, column_map(tmp_path, text))
    missing = {each.place.line: each for each in caught.value.diagnostics if each.code == "unknown-column"}
    assert sorted(missing) == [6, 10]
    assert "收入" in missing[6].remedy


def test_a_header_in_another_row_is_pointed_at(tmp_path):
    path = workbook(tmp_path / "a.xlsx", DATA, sheet="数据")
    with pytest.raises(AuthorError) as caught:
        read_table(path, FACTS, column_map(tmp_path, MAP.replace("header_row: 2", "header_row: 1")))
    assert "row 2 looks like the header" in caught.value.diagnostics[0].problem
    plain = workbook(tmp_path / "b.xlsx", [["标题"], HEADER, ["A1", "甲", 1, 2]])
    with pytest.raises(TableError, match="row 2 looks like the header"):
        read_table(plain, FACTS)


def test_a_column_twice_is_an_error_with_its_cells(tmp_path):
    rows = [DATA[0], [*DATA[1][:8], "收入"], *DATA[2:]]
    path = workbook(tmp_path / "a.xlsx", rows, sheet="数据")
    with pytest.raises(AuthorError, match="D2, I2"):
        read_table(path, FACTS, column_map(tmp_path, MAP))


def test_a_unit_in_the_header_that_contradicts_the_map_is_an_error(tmp_path):
    rows = [["代码", "资产(亿元)"], ["A", 1]]
    path = workbook(tmp_path / "a.xlsx", rows)
    text = "subject: 代码\ncolumns:\n  资产(亿元): {fact: 资产总额}\n"
    assert read_table(path, FACTS, column_map(tmp_path, text)).values["assets", None] == [100_000_000]
    with pytest.raises(AuthorError, match="says 亿元, the map says 万元"):
        read_table(path, FACTS, column_map(tmp_path, text.replace("总额}", "总额, unit: 万元}")))


def test_unknown_columns_without_a_map_are_reported_with_near_names(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", [["编号", "职工总人数", "职工总数", "年销售收入", "职工总数"], ["A", 1, 2, 3, 4]]
    )
    register = read_table(path, FACTS)
    assert cells(register) == {("B1", "unread-column"), ("D1", "year-missing"), ("E1", "column-twice")}
    assert "职工总数" in next(each.problem for each in register.problems if each.code == "unread-column")
    assert register.values == {("staff", None): [2]}


def test_a_sheet_that_begins_lower_and_to_the_right_keeps_its_cell_names(tmp_path):
    def shift(page):
        page.insert_cols(1, 2)
        page.insert_rows(1, 3)

    path = workbook(tmp_path / "a.xlsx", [["代码", "人数"], ["A", "约5"]], then=shift)
    mapping = column_map(tmp_path, "header_row: 4\nsubject: 代码\ncolumns: {人数: 职工总数}\n")
    assert cells(read_table(path, FACTS, mapping)) == {("D5", "approximate")}


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "gb18030", "utf-16"))
@pytest.mark.parametrize("delimiter", (",", ";", "\t"))
def test_csv_is_read_in_each_encoding_and_delimiter(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    rows = [["编号", "企业名称", "资产总额"], ["001", '"甲""乙"', "30万元"], ["002", "丙", "约5"], ["", "", ""]]
    path.write_text("\r\n".join(delimiter.join(row) for row in rows) + "\r\n", encoding=encoding, newline="")
    register = read_table(str(path), FACTS)
    assert register.subjects == ("001", "002")
    assert register.names == ('甲"乙', "丙")
    assert register.values["assets", None] == [300_000, None]
    assert cells(register) == {("C3", "approximate")}
    assert register.empty_row_count == 1


def test_csv_rows_of_the_wrong_length_are_reported_and_not_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("编号,职工总数\nA,1\nB,1,000\nC\nD,2,\n", encoding="utf-8")
    register = read_table(str(path), FACTS)
    assert register.subjects == ("A", "D")
    assert cells(register) == {("A3", "row-length"), ("A4", "row-length")}


def test_parquet_columns_keep_their_types(tmp_path):
    path = tmp_path / "it's [1].parquet"
    duckdb.sql(
        "SELECT 'A' AS 编号, 1.10::DECIMAL(18,2) AS 资产总额, DATE '2020-01-02' AS 成立日期, true AS 是否上市, "
        '12::INTEGER AS 职工总数, 0.1::DOUBLE AS 持股比例, 0.3::FLOAT AS "年销售收入[2022]", NULL::VARCHAR AS 注册地址 '
        "UNION ALL SELECT 'B', NULL, NULL, NULL, NULL, 'nan'::DOUBLE, 'inf'::FLOAT, '甲'"
    ).write_parquet(str(tmp_path / "plain.parquet"))
    (tmp_path / "plain.parquet").rename(path)
    register = read_table(str(path), FACTS)
    assert {key[0]: values for key, values in register.values.items()} == {
        "assets": [Decimal("1.10"), None], "founded": [datetime.date(2020, 1, 2), None], "listed": [True, None],
        "staff": [12, None], "share": [Decimal("0.1"), None], "revenue": [Decimal("0.3"), None], "address": [None, "甲"],
    }  # fmt: skip


def test_progress_runs_to_the_end(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADER, *([f"A{number}", "甲", 1, 1] for number in range(3_000))])
    seen = []
    read_table(path, FACTS, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2048, 3001), (3001, 3001)]


def test_a_workbook_with_macros_is_read_as_data(tmp_path):
    plain = workbook(tmp_path / "a.xlsx", [HEADER, ["A1", "甲", 7, 1]])
    with zipfile.ZipFile(plain, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 100)
    path = tmp_path / "a.xlsm"
    Path(plain).rename(path)
    assert read_table(str(path), FACTS).values["staff", None] == [7]


@pytest.mark.shared
def test_the_listed_companies_are_read_with_their_sentinels_unknown(tmp_path):
    path = Path(os.environ.get("HUIQI_SHARED", "../shared")) / "data" / "listed-companies-2019-2020.xlsx"
    if not path.exists():
        pytest.skip("needs the real sheet: set HUIQI_SHARED to the folder that holds data/")
    text = """\
subject: {columns: [股票代码, 报告年份]}
name: {column: 企业名称}
columns:
  营业收入: {fact: 年销售收入, year: {column: 报告年份}, unknown: [-1]}
  职工人数: {fact: 职工总数, unknown: [0]}
  研发人员: {fact: 科技人员数, unknown: [0]}
  流动资产合计: {unknown: [-1]}
  非流动资产合计: {unknown: [-1]}
sum: {资产总额: [流动资产合计, 非流动资产合计]}
unlisted: ignore
"""
    register = read_table(str(path), FACTS, column_map(tmp_path, text))
    assert len(register.subjects) == register.row_count == 7_319
    assert register.values["revenue", 2019][:2] == [None, Decimal("552609080.63")]
    assert register.values["assets", None][1] == Decimal("3031840976.34")
    assert cells(register) == {("F1617", "impossible")}
