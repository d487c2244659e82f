"""Dirty workbooks of every kind: what can be read rightly is, everything else is told at its cell, and nothing is guessed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from huiqi.imports import services
from huiqi.imports.models import SheetFault, SheetImport
from huiqi.imports.queries.mapping import book_for, map_for
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE, Value
from huiqi.rulebook.domain.sheet_maps import MapColumn, SheetMap, Use
from tests.cast import NORTH_CODE, SOUTH_CODE
from tests.imports.desk import FREE, HEADER, Desk, faults, outcomes, workbook

NORTH, SOUTH = "重庆长安科技有限公司", "阿尔法芯片有限公司"
ONE = ("统一社会信用代码", "企业名称")


def cell(
    desk: Desk, header: str, raw: object, then: Callable[[object], None] | None = None
) -> tuple[SheetImport, set[str]]:
    """The import of one cell of one company, checked; the codes of what is wrong with it."""
    found = desk.receive(workbook([(*ONE, header), (NORTH_CODE, NORTH, raw)], then=then))
    desk.say(found)
    checked = desk.check(found)
    return checked, {code for place, code in faults(checked) if place == "C2"}


@pytest.mark.parametrize(
    ("header", "raw", "fact", "wanted"),
    (
        ("职工总数", "１２０", "staff", Decimal(120)),
        ("职工总数", "120人", "staff", Decimal(120)),
        ("资产总额", "30万元", "total_assets", Decimal(300_000)),
        ("资产总额", " 1,234,567.89 ", "total_assets", Decimal("1234567.89")),
        ("资产总额(万元)", 30.5, "total_assets", Decimal(305_000)),
        ("资产总额", 552609080.63, "total_assets", Decimal("552609080.63")),
        ("资产负债率", "5％", "debt_ratio", Decimal("0.05")),
        ("资产负债率", 1 / 3, "debt_ratio", Decimal("0.333333333333333")),
        ("自建研发机构", "√", "has_rd_unit", True),
        ("行业代码", 3911, "industry_code", "3911"),
        ("研发机构级别", "国家级", "rd_unit_level", "national"),
        ("职工总数", "", "staff", MISSING),
        ("职工总数", "不详", "staff", MISSING),
        ("资产总额", "不适用", "total_assets", NOT_APPLICABLE),
        ("职工总数", 0, "staff", Decimal(0)),
    ),
)
def test_what_can_be_read_is_read_rightly(desk: Desk, header: str, raw: object, fact: str, wanted: Value) -> None:
    found, wrong = cell(desk, header, raw)
    assert wrong == set()
    if wanted is not MISSING:
        desk.apply(found)
    assert desk.known(NORTH_CODE, fact) == wanted


@pytest.mark.parametrize(
    ("header", "raw", "code"),
    (
        ("职工总数", "约300", "approximate"),
        ("职工总数", "100-200", "range"),
        ("职工总数", "许多", "not-a-number"),
        ("职工总数", 3.5, "not-whole"),
        ("职工总数", -3, "impossible"),
        ("资产总额", "1,2000", "thousands"),
        ("资产总额", "30美元", "foreign-currency"),
        ("资产总额(万元)", "30万", "unit-twice"),
        ("资产总额", 12345678901234567890, "digits-lost"),
        ("主导产品收入占比", 35, "ratio-above-one"),
        ("自建研发机构", "也许", "not-yes-or-no"),
        ("研发机构级别", "火星级", "not-an-option"),
        ("职工总数", datetime.date(2024, 3, 1), "date-cell"),
        ("职工总数", "=1/0", "no-cached-value"),
    ),
)
def test_what_cannot_be_read_is_told_and_stays_unknown(desk: Desk, header: str, raw: object, code: str) -> None:
    found, wrong = cell(desk, header, raw)
    assert wrong == {code}
    fault = SheetFault.objects.get(sheet=found, cell="C2")
    assert fault.zh
    assert fault.en
    assert fault.zh_remedy
    assert fault.en_remedy
    with pytest.raises(services.CannotImport, match="nothing to bring in"):
        desk.apply(found)


def test_spreadsheet_errors_and_merged_cells_are_told(desk: Desk) -> None:
    def spoil(page: object) -> None:
        page["C2"] = "#DIV/0!"
        page.merge_cells("D2:D3")

    rows = [HEADER, (NORTH_CODE, NORTH, 1, 5), (SOUTH_CODE, SOUTH, 2, None)]
    found = desk.receive(workbook(rows, then=spoil))
    desk.say(found)
    assert faults(desk.check(found)) == {("C2", "error-cell"), ("D3", "merged")}


def test_minus_one_and_zero_mean_not_found_where_the_map_says_so(desk: Desk) -> None:
    found = desk.receive(workbook([HEADER, (NORTH_CODE, NORTH, 0, -1), (SOUTH_CODE, SOUTH, 7, 9)]))
    said = map_for(found, book_for(found, now=desk.now))
    marks = {"职工总数": ("0",), "资产总额": ("-1",)}
    columns = tuple(
        MapColumn(one.header, tuple(Use(use.meaning, unknown=marks.get(one.header, ())) for use in one.uses))
        for one in said.columns
    )
    desk.say(found, SheetMap(columns))
    desk.apply(desk.check(found))
    assert desk.known(NORTH_CODE, "staff") is MISSING
    assert desk.known(NORTH_CODE, "total_assets") is MISSING
    assert desk.known(SOUTH_CODE, "staff") == Decimal(7)


def test_days_that_are_numbers_are_days_only_where_the_map_says_so(desk: Desk) -> None:
    # The national dictionary has no day; the reader's own tests hold them. Here: a number in a column of a year is a year.
    rows = [
        (*ONE, "年度", "年销售收入"),
        (NORTH_CODE, NORTH, 2023.0, 5),
        (NORTH_CODE, NORTH, "2024年", 6),
        (SOUTH_CODE, SOUTH, "去年", 7),
    ]
    found = desk.brought_in(rows)
    assert faults(found) == {("C4", "no-year")}
    assert desk.known(NORTH_CODE, "yearly_sales", "2023") == Decimal(5)
    assert desk.known(NORTH_CODE, "yearly_sales", "2024") == Decimal(6)
    assert desk.known(SOUTH_CODE, "yearly_sales", "2024") is MISSING


def test_rows_that_stand_twice(desk: Desk) -> None:
    rows = [
        HEADER,
        (NORTH_CODE, NORTH, 1, 5),
        (NORTH_CODE, NORTH, 1, 6),
        (FREE[0], "新有限公司", 2, 2),
        (FREE[0], "新有限公司", 2, 2),
    ]
    found = desk.brought_in(rows)
    assert faults(found) == {("D3", "rows_differ")}
    assert desk.known(NORTH_CODE, "staff") == Decimal(1)
    assert desk.known(NORTH_CODE, "total_assets") is MISSING
    assert found.counts["companies_new"] == 1


def test_standing_facts_of_a_sheet_by_years_are_those_of_the_latest_year(desk: Desk) -> None:
    rows = [
        (*ONE, "年度", "职工总数", "年销售收入"),
        (NORTH_CODE, NORTH, 2024, 20, 2),
        (NORTH_CODE, NORTH, 2023, 10, 1),
    ]
    found = desk.brought_in(rows)
    assert faults(found) == set()
    assert desk.known(NORTH_CODE, "staff") == Decimal(20)
    assert desk.known(NORTH_CODE, "yearly_sales", "2023") == Decimal(1)


def test_wrong_codes_rows_of_totals_and_rows_about_nobody_are_refused(desk: Desk) -> None:
    rows = [
        HEADER, ("91110000600037341X", "抄错有限公司", 1, 1), ("12345", "短码有限公司", 1, 1), (911100006000373410, "数字有限公司", 1, 1),
        ("合计", "", 3, 3), ("", "", 1, 1), (FREE[0], "", 1, 1), ("", "总 计", 9, 9), ("", None, None, None),
    ]  # fmt: skip
    found = desk.checked(rows)
    assert faults(found) == {
        ("A2", "bad_code"), ("A3", "bad_code"), ("A4", "digits-lost"), ("A5", "total-row"), ("A6", "nobody"), ("A7", "no_name"),
        ("A8", "total-row"),
    }  # fmt: skip
    assert set(outcomes(found).values()) == {"refused"}


def test_a_wrong_code_beside_a_known_name_says_the_code_of_that_company(desk: Desk) -> None:
    found = desk.checked([HEADER, ("91110000600037341X", NORTH, 1, 1)])
    assert NORTH_CODE in SheetFault.objects.get(sheet=found).zh


def test_checks_of_the_map_refuse_impossible_rows(desk: Desk) -> None:
    found = desk.receive(workbook([(*ONE, "职工总数", "科技人员数"), (NORTH_CODE, NORTH, 5, 9)]))
    text = (
        "subject: 统一社会信用代码\nname: 企业名称\ncolumns: {职工总数: 职工总数, 科技人员数: 科技人员数}\n"
        "checks: [{id: a, rule: 科技人员数 <= 职工总数, facts: [科技人员数], message: {zh: 科技人员多于职工, en: too many}}]\n"
    )
    services.take_map_file(sheet=found.pk, text=text.encode(), actor=desk.officer, now=desk.later())
    desk.apply(desk.check(found))
    assert faults(found) == {("A2", "impossible-row")}
    assert desk.known(NORTH_CODE, "staff") == Decimal(5)
    assert desk.known(NORTH_CODE, "science_staff") is MISSING


def test_text_files_in_the_encodings_that_offices_use(desk: Desk) -> None:
    text = f'统一社会信用代码,企业名称,职工总数\r\n{NORTH_CODE},{NORTH},"1,200"\r\n'
    for count, encoding in enumerate(("utf-8-sig", "gb18030", "utf-16"), start=1):
        found = desk.receive(text.replace("1,200", f"{count},200").encode(encoding), name="表.csv", source=encoding)
        desk.say(found)
        desk.apply(desk.check(found))
        assert desk.known(NORTH_CODE, "staff") == Decimal(count * 1000 + 200)
