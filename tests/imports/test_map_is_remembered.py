"""What the columns of a source mean is remembered in versions, fitted to the next sheet, and written as YAML and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiqi.imports import queries, services
from huiqi.imports.domain.meanings import OWN
from huiqi.imports.domain.states import Codeless
from huiqi.imports.models import MapVersion
from huiqi.imports.queries.mapping import book_for, map_for
from huiqi.rulebook.domain.sheet_maps import MapColumn, SheetMap, Use, map_from
from huiqi.rulebook.queries.sheet_mapping import map_in_yaml, yaml_of
from huiqi.rulebook.queries.sheets import CannotFitMap
from tests.cast import NORTH_CODE
from tests.imports.desk import HEADER, ROOT, Desk, workbook

ROW = (NORTH_CODE, "重庆长安科技有限公司", 120, 5)


def uses(said: SheetMap) -> dict[str, tuple[Use, ...]]:
    return {one.header: one.uses for one in said.columns}


def shown(desk: Desk, content: bytes, source: str = "年报") -> SheetMap:
    found = desk.receive(content, source=source)
    return queries.columns_page(desk.officer, sheet=found.pk, now=desk.now).said


def test_headers_propose_names_codes_years_and_units(desk: Desk) -> None:
    header = (
        "序号",
        "*统一社会信用代码（18位）",
        "单位名称",
        "曾用名",
        "法定代表人",
        "年度",
        "2024年销售收入(万元)",
        "年研发费用",
        "天气",
    )
    said = shown(desk, workbook([("某某区企业名单",), header, (1, NORTH_CODE, "甲", "", "王", 2024, 1, 2, "晴")]))
    assert said.header_row == 2
    assert uses(said) == {
        "序号": (),
        "*统一社会信用代码（18位）": (Use("company.credit_code"),),
        "单位名称": (Use("company.name"),),
        "曾用名": (Use("company.former_name"),),
        "法定代表人": (Use("legal_person"),),
        "年度": (),
        "2024年销售收入(万元)": (Use("yearly_sales", year=2024),),
        "年研发费用": (Use("yearly_rd_expense", year_header="年度"),),
        "天气": (),
    }


def test_next_sheet_of_the_source_is_read_as_the_last_one(desk: Desk) -> None:
    found = desk.receive(workbook([(*HEADER, "备注"), (*ROW, "")]))
    said = map_for(queries.sheet_import(desk.officer, id=found.pk), book_for(found, now=desk.now))
    columns = tuple(
        replace(one, uses=(Use("insured_staff", unknown=("-1",)),)) if one.header == "职工总数" else one
        for one in said.columns
    )
    desk.say(found, replace(said, columns=columns))
    header = ("名次", "企业名称", " 职工 总数", "统一社会信用代码", "新栏目", "从业人员数")
    later = shown(desk, workbook([header, (1, "甲", 5, NORTH_CODE, "", 3)], sheet="第二季度"))
    assert uses(later) == {
        "名次": (),
        "企业名称": (Use("company.name"),),
        "职工 总数": (Use("insured_staff", unknown=("-1",)),),
        "统一社会信用代码": (Use("company.credit_code"),),
        "新栏目": (),
        "从业人员数": (Use("people_employed"),),
    }
    elsewhere = shown(desk, workbook([HEADER, ROW]), source="别的来源")
    assert uses(elsewhere)["职工总数"] == (Use("staff"),)


def test_versions_follow_each_other_and_only_where_something_changed(desk: Desk) -> None:
    for sheet in ("一月", "二月"):
        found = desk.receive(workbook([HEADER, ROW], sheet=sheet))
        desk.say(found)
    assert MapVersion.objects.count() == 1
    said = map_from(MapVersion.objects.get().content)
    changed = replace(
        said, columns=tuple(replace(one, uses=()) if one.header == "资产总额" else one for one in said.columns)
    )
    desk.say(found, changed)
    page = queries.source_page(desk.officer, id=found.source_id, now=desk.now)
    assert [one.version.number for one in page.versions] == [2, 1]
    assert page.versions[0].changed == (("资产总额", ("资产总额", "Total assets"), ("不读取", "not read")),)


def test_the_later_of_two_officers_is_told(desk: Desk) -> None:
    first, second = (desk.receive(workbook([HEADER, ROW])) for _ in range(2))
    said = map_for(queries.sheet_import(desk.officer, id=first.pk), book_for(first, now=desk.now))
    desk.say(first, said)
    other = replace(
        said, columns=tuple(replace(one, uses=()) if one.header == "资产总额" else one for one in said.columns)
    )
    with pytest.raises(services.CannotImport) as failure:
        services.save_map(
            sheet=second.pk, said=other, seen=0, codeless=Codeless.LEAVE, takes_names=False, actor=desk.officer,
            now=desk.later(),
        )  # fmt: skip
    assert failure.value.code == "map_changed"
    assert MapVersion.objects.count() == 1


def test_all_that_is_wrong_with_a_map_is_told_at_once(desk: Desk) -> None:
    found = desk.receive(workbook([HEADER, ROW]))
    said = SheetMap(
        (
            MapColumn("职工总数", (Use("staff", unit="万元"), Use("yearly_sales"))),
            MapColumn("资产总额", (Use("staff"), Use("no_such_fact"))),
            MapColumn("没有这列", (Use("total_assets", year=2024),)),
        )
    )
    with pytest.raises(services.CannotImport) as failure:
        desk.say(found, said)
    assert failure.value.data["count"] == 7
    text = failure.value.said(english=False)
    for part in (
        "要有一列是企业名称",
        "单位“万元”不适合",
        "要写明年度",
        "已由“职工总数”一列提供",
        "no_such_fact",
        "表里没有“没有这列”",
        "不是年度数据",
    ):
        assert part in text


def test_a_map_is_the_same_after_yaml(desk: Desk) -> None:
    found = desk.receive(workbook([HEADER, ROW]))
    book = book_for(found, now=desk.now)
    text = (ROOT / "examples" / "listed-companies.map.yaml").read_bytes()
    said = map_in_yaml(text, own=OWN, book=book)
    assert uses(said)["股票代码"] == (Use("company.stock_code"),)
    assert uses(said)["营业收入"][0] == Use("yearly_sales", year_header="报告年份", unknown=("-1",))
    assert [one.id for one in said.checks] == ["rd-staff"]
    assert map_in_yaml(yaml_of(said, own=OWN).encode(), own=OWN, book=book) == said
    assert map_from(said.written()) == said


@pytest.mark.parametrize(
    "text",
    (
        b"", b"\xff\xfe\x00", b"- a\n- b", "subject: A\ncolumns: {B: 没有这一项}".encode(), "columns: {A: 职工总数}".encode(),
        b"a: &a [x]\nsubject: [*a, *a]\ncolumns: 3", "subject: [A, B]\ncolumns: {C: 职工总数}".encode(),
    ),
)  # fmt: skip
def test_a_map_file_that_is_no_map_is_refused_in_words(desk: Desk, text: bytes) -> None:
    found = desk.receive(workbook([HEADER, ROW]))
    with pytest.raises(CannotFitMap) as failure:
        services.take_map_file(sheet=found.pk, text=text, actor=desk.officer, now=desk.later())
    assert failure.value.said(english=False).startswith("列映射有")
    assert MapVersion.objects.count() == 0
