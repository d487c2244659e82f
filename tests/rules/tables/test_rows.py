"""A sheet row by row: nothing is brought together, rows without an id are kept, problems stay codes and places."""

from __future__ import annotations

from huiqi_rules.core.diagnostics import Severity
from huiqi_rules.tables.mapping import read_map
from huiqi_rules.tables.reading import open_table, read_rows
from tests.rules.tables.sheets import FACTS, workbook

MAP = """
subject: 代码
name: 名称
columns:
  人数: 职工总数
  收入: {fact: 年销售收入, year: {column: 年份}}
"""


def rows_of(tmp_path, rows, **options):
    path = tmp_path / "map.yaml"
    path.write_text(MAP, encoding="utf-8")
    table = open_table(workbook(tmp_path / "a.xlsx", [["代码", "名称", "年份", "人数", "收入"], *rows], **options))
    try:
        return read_rows(table, read_map(str(path), FACTS))
    finally:
        table.close()


def test_rows_of_one_subject_and_rows_without_an_id_stay_apart(tmp_path):
    read = rows_of(
        tmp_path,
        [
            ["A", "甲", 2021, 1, 10],
            ["A", "甲", 2022, 2, 20],
            [],
            [None, "乙", 2021, 3, 30],
            [None, "合计", None, 6, 60],
        ],
    )
    assert read.subjects == ["A", "A", ""]
    assert read.names == ["甲", "甲", "乙"]
    assert read.rows == [2, 3, 5]
    staff, revenue = read.columns
    assert (staff.fact_id, staff.column, staff.years, staff.cells) == ("staff", 4, None, [1, 2, 3])
    assert (revenue.column, revenue.years, revenue.cells) == (5, [2021, 2022, 2021], [10, 20, 30])
    assert (read.empty_row_count, read.unread_row_count) == (1, 1)
    assert [(one.problem.code, one.row, one.severity) for one in read.problems] == [("total-row", 6, Severity.ERROR)]


def test_a_problem_is_said_in_either_language(tmp_path):
    (problem,) = rows_of(tmp_path, [["A", "甲", 2021, "约300", 1]]).problems
    assert (problem.problem.code, problem.row, problem.column, problem.what) == ("approximate", 2, 4, "职工总数")
    assert problem.diagnostic("a.xlsx", "zh").problem == "职工总数: “约300”带有“约”，不是确切的数"
    assert str(problem.diagnostic("a.xlsx", "en").place) == "a.xlsx:D2"


def test_a_merged_id_is_an_error_of_its_row(tmp_path):
    read = rows_of(
        tmp_path, [["A", "甲", 2021, 1, 10], [None, "甲", 2022, 2, 20]], then=lambda page: page.merge_cells("A2:A3")
    )
    assert read.rows == [2]
    assert [(one.problem.code, one.row, one.column) for one in read.problems] == [("merged", 3, 1)]
