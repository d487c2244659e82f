"""Column maps: what they say, and every mistake at its line and column."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi_rules.core.diagnostics import AuthorError
from huiqi_rules.tables.mapping import read_map
from tests.rules.tables.sheets import FACTS

GOOD = """\
sheet: 企业
header_row: 2
subject: {columns: [股票代码, 报告年份]}
name: {column: 企业名称}
columns:
  营业收入: {fact: 年销售收入, year: {column: 报告年份}, unknown: [-1, 未披露], unit: 万元}
  研发投入: {fact: rd_expense, year: 2022}
  职工人数: [{fact: 职工总数, unknown: [0]}]
  研发人员: 科技人员数
  成立: {fact: 成立日期, excel_serial: true}
  流动资产: {unknown: [-1]}
  备注: ignore
sum: {资产总额: [流动资产, 非流动资产]}
checks:
  - {id: rd-staff, rule: "研发人员 <= 职工人数", facts: [科技人员数], message: {zh: 多于职工, en: more than staff}}
unlisted: ignore
"""


def read(tmp_path, text):
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return read_map(str(path), FACTS)


def mistakes(tmp_path, text):
    with pytest.raises(AuthorError) as caught:
        read(tmp_path, text)
    return [(each.code, each.place.line, each.place.column) for each in caught.value.diagnostics]


def test_a_map_says_what_each_column_is(tmp_path):
    column_map = read(tmp_path, GOOD)
    feeds = {column.header: column.feeds for column in column_map.columns}
    assert (column_map.sheet, column_map.header_row, column_map.ignore_unlisted) == ("企业", 2, True)
    assert (column_map.subject, column_map.name) == (("股票代码", "报告年份"), "企业名称")
    assert feeds["营业收入"][0].year_header == "报告年份"
    assert feeds["营业收入"][0].options.unknown == ("-1", "未披露")
    assert feeds["营业收入"][0].options.unit == "万元"
    assert (feeds["研发投入"][0].column.fact_id, feeds["研发投入"][0].year) == ("rd_expense", 2022)
    assert feeds["成立"][0].options.excel_serial
    assert feeds["流动资产"][0].column is None
    assert feeds["备注"] == ()
    assert feeds["资产总额"][0].column.fact_id == "assets"
    assert column_map.checks[0].rule.headers == ("研发人员", "职工人数")


def test_all_mistakes_are_shown_at_once_each_at_its_place(tmp_path):
    text = """\
header_row: x
subjekt: {column: 代码}
columns:
  A: {fact: 年销售收人, year: 2022}
  B: {fact: 年销售收入}
  C: {fact: 职工总数, year: 2022}
  D: {fact: 资产总额, unit: 人}
  E: {fact: 持股比例, unit: 万元}
  F: {fact: 科技人员数, unknwon: [0]}
  G: {fact: 科技人员数}
  G: ignore
checks:
  - {id: a, rule: 多于, facts: [职工总数]}
  - {id: b, rule: A < B, facts: [成立日期]}
  - {id: c}
unlisted: maybe
"""
    assert sorted(mistakes(tmp_path, text)) == sorted([
        ("map-value", 1, 13),
        ("map-key", 2, 1),
        ("map-missing", 1, 1),
        ("unknown-fact", 4, 13),
        ("map-year", 5, 13),
        ("map-year", 6, 25),
        ("map-unit", 7, 25),
        ("map-unit", 8, 25),
        ("map-key", 9, 20),
        ("map-fact-twice", 10, 6),
        ("map-key-twice", 11, 3),
        ("map-rule", 13, 19),
        ("map-check", 14, 34),
        ("map-missing", 15, 5),
        ("map-value", 16, 11),
    ])  # fmt: skip


def test_an_unknown_fact_is_named_with_its_nearest(tmp_path):
    with pytest.raises(AuthorError) as caught:
        read(tmp_path, "subject: 代码\ncolumns:\n  A: {fact: 年销售收人, year: 2022}\n")
    (finding,) = caught.value.diagnostics
    assert "年销售收人" in finding.problem
    assert "年销售收入" in finding.remedy
    assert "^" in finding.excerpt


def test_a_year_in_a_column_leaves_no_room_for_the_same_fact(tmp_path):
    text = "subject: 代码\ncolumns:\n  A: {fact: 年销售收入, year: 2022}\n  B: {fact: 年销售收入, year: {column: 年}}\n"
    assert mistakes(tmp_path, text) == [("map-fact-twice", 4, 6)]


@pytest.mark.parametrize(
    ("text", "code"),
    (
        ("", "map-empty"),
        ("- a\n", "map-shape"),
        ("a: [\n", "yaml-syntax"),
        ("a: b: c\n", "yaml-syntax"),
        ("subject: 代码\ncolumns: {A: &a [*a]}\n", "map-shape"),
        ("subject: 代码\ncolumns: {A: [[职工总数]]}\n", "map-shape"),
        ("subject: {}\ncolumns: {A: ignore}\n", "map-missing"),
        ("[" * 5000, "yaml-too-deep"),
        ("subject: 代码\ncolumns: {A: !!python/object/apply:os.system [x]}\n", "unknown-fact"),
    ),
)
def test_what_is_no_map_is_an_author_error(tmp_path, text, code):
    assert code in [each[0] for each in mistakes(tmp_path, text)]


def test_a_map_that_is_missing_too_large_or_not_utf8_is_an_author_error(tmp_path):
    (tmp_path / "gb.yaml").write_bytes("subject: 代码\n".encode("gb18030"))
    (tmp_path / "big.yaml").write_bytes(b"#" * 1_000_001)
    for name, code in (("none.yaml", "map-unreadable"), ("gb.yaml", "map-encoding"), ("big.yaml", "map-too-large")):
        with pytest.raises(AuthorError) as caught:
            read_map(str(tmp_path / name), FACTS)
        assert [each.code for each in caught.value.diagnostics] == [code]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_map_with_a_piece_cut_out_is_a_map_or_an_author_error(tmp_path_factory, data):
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 40)))
    path = tmp_path_factory.mktemp("maps") / "map.yaml"
    path.write_text(GOOD[:start] + data.draw(st.text(max_size=3)) + GOOD[end:], encoding="utf-8", errors="replace")
    with suppress(AuthorError):
        assert read_map(str(path), FACTS).path == str(path)
