"""Which company a row is about: by code, by other numbers, by name only where somebody says so; doubts wait for a decision."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.imports import services
from huiqi.imports.domain.states import Choice, Codeless
from huiqi.imports.models import SheetRow
from huiqi.kernel.actor import Role
from huiqi.register import queries as register
from huiqi.register import services as register_services
from huiqi.register.models import FormerName, Identifier, Organisation
from tests.cast import NORTH_CODE, SOUTH_CODE, SYSTEM
from tests.imports.desk import FREE, HEADER, Desk, faults, outcomes

NORTH, SOUTH = "重庆长安科技有限公司", "阿尔法芯片有限公司"
STOCK = ("股票代码", "企业名称", "职工总数")


def doubt(desk: Desk, *row: object, header: tuple[str, ...] = HEADER, codeless: Codeless = Codeless.ADD) -> str:
    """Why one row is doubtful."""
    found = desk.checked([header, row], codeless=codeless)
    return SheetRow.objects.get(sheet=found).doubt


@pytest.mark.parametrize(
    ("code", "name", "wanted"),
    (
        (NORTH_CODE, NORTH, ""),
        (NORTH_CODE.lower(), " 重庆长安科技有限责任公司 ", ""),
        ("".join(chr(ord(one) + 0xFEE0) for one in NORTH_CODE), "重庆长安科技股份有限公司", ""),
        (NORTH_CODE, "完全不同的名称有限公司", "other_name"),
        (FREE[0], NORTH, "same_name"),
        (FREE[0], "重庆长按科技有限公司", ""),
        ("", "重庆长按科技有限公司", "near_name"),
        ("", "重庆长安科技股份有限公司", "near_name"),
        ("91440300" + NORTH_CODE[8:17] + "3", "换了代码有限公司", "old_code"),
    ),
)
def test_a_row_is_doubtful_for_a_reason(desk: Desk, code: str, name: str, wanted: str) -> None:
    if wanted == "old_code":
        from huiqi.register.domain.credit_code import check_character

        code = code[:17] + check_character(code[:17])
    assert doubt(desk, code, name, 1, 1) == wanted


def test_a_former_name_is_a_doubt(desk: Desk) -> None:
    register_services.rename_organisation(
        id=desk.cast.north_company.pk, name="长安智能有限公司", actor=SYSTEM, now=desk.later()
    )
    assert doubt(desk, FREE[0], NORTH, 1, 1) == "former_name"


@pytest.mark.parametrize(
    ("codeless", "wanted"),
    (
        (Codeless.LEAVE, {2: "left", 3: "left", 4: "left"}),
        (Codeless.MATCH, {2: "matched", 3: "doubtful", 4: "left"}),
        (Codeless.ADD, {2: "matched", 3: "doubtful", 4: "new"}),
    ),
)
def test_rows_without_a_code_are_what_the_officer_says(desk: Desk, codeless: Codeless, wanted: dict[int, str]) -> None:
    rows = [("", NORTH, 1, 1), ("", "重庆长安科技股份有限公司", 2, 2), ("", "没有代码的小店", 3, 3)]
    found = desk.checked([HEADER, *rows], codeless=codeless)
    assert outcomes(found) == wanted


def test_nothing_is_brought_in_while_a_doubt_is_open(desk: Desk) -> None:
    found = desk.checked([HEADER, (FREE[0], NORTH, 1, 1)])
    with pytest.raises(services.CannotImport) as failure:
        desk.apply(found)
    assert failure.value.code == "doubts_open"


def test_same_new_and_leave_out(desk: Desk) -> None:
    found = desk.checked([HEADER, (FREE[0], NORTH, 11, 1), (FREE[1], SOUTH, 22, 2), (FREE[2], SOUTH, 33, 3)])
    desk.decide(found, 2, Choice.SAME, desk.cast.north_company.pk)
    desk.decide(found, 3, Choice.NEW)
    desk.apply(desk.decide(found, 4, Choice.LEAVE))
    assert desk.known(NORTH_CODE, "staff") == Decimal(11)
    assert desk.known(FREE[1], "staff") == Decimal(22)
    assert not Organisation.objects.filter(credit_code__in=(FREE[0], FREE[2])).exists()


def test_a_decision_that_makes_no_sense_is_refused(desk: Desk) -> None:
    found = desk.checked([HEADER, (NORTH_CODE, "完全不同有限公司", 1, 1), (FREE[0], SOUTH, 1, 1)])
    for row, choice, company in (
        (2, Choice.NEW, None),
        (3, Choice.SAME, desk.cast.north_company.pk),
        (9, Choice.LEAVE, None),
    ):
        with pytest.raises(services.CannotImport) as failure:
            desk.decide(found, row, choice, company)
        assert failure.value.code == "no_such_choice"


def test_a_stock_code_is_enough_to_be_known_by(desk: Desk) -> None:
    desk.brought_in([STOCK, ("000001", "平安股份有限公司", 5), ("600519.SH", "茅台股份有限公司", 6)])
    assert set(Identifier.objects.values_list("kind", "value")) == {("stock_code", "000001"), ("stock_code", "600519")}
    again = desk.checked([(*STOCK, "统一社会信用代码"), ("SZ000001", "平安股份有限公司", 7, FREE[0])])
    assert outcomes(again) == {2: "matched"}
    desk.apply(again)
    assert desk.known(FREE[0], "staff") == Decimal(7)


def test_codes_of_two_companies_in_one_row_are_refused(desk: Desk) -> None:
    desk.brought_in([("统一社会信用代码", *STOCK), (NORTH_CODE, "000001", NORTH, 5)])
    found = desk.checked([("统一社会信用代码", *STOCK), (SOUTH_CODE, "000001", SOUTH, 6)])
    assert faults(found) == {("A2", "two_companies")}
    assert outcomes(found) == {2: "refused"}


def test_a_company_of_another_park_is_not_told_and_not_touched(desk: Desk) -> None:
    desk.officer = desk.cast.person("北园专员", (Role.SERVICE_OFFICER, desk.cast.north))
    found = desk.checked([HEADER, (SOUTH_CODE, "乱写的名称", 1, 1)], place=desk.cast.north.pk)
    assert faults(found) == {("A2", "not_yours")}
    row = SheetRow.objects.get(sheet=found)
    assert (row.company, row.candidates) == (None, [])


def test_parks_are_matched_by_name_and_nobody_is_moved(desk: Desk) -> None:
    header = (*HEADER, "所属园区")
    found = desk.brought_in([
        header, (FREE[0], "甲有限公司", 1, 1, "北园"), (FREE[1], "乙有限公司", 1, 1, ""), (FREE[2], "丙有限公司", 1, 1, "北圆"),
        (NORTH_CODE, NORTH, 1, 1, "南园"), (SOUTH_CODE, SOUTH, 1, 1, "不知道"),
    ])  # fmt: skip
    parents = dict(register.organisations(SYSTEM, kind="company").values_list("name", "parent__name"))
    assert parents == {"甲有限公司": "北园", "乙有限公司": "示范高新区", NORTH: "北园", SOUTH: "南园"}
    assert faults(found) == {("E4", "unknown_park"), ("E5", "other_park"), ("E6", "unknown_park")}
    assert outcomes(found)[4] == "refused"


def test_new_names_are_taken_where_it_is_wished(desk: Desk) -> None:
    row = (NORTH_CODE, "重庆长安科技股份有限公司", 1, 1)
    assert desk.brought_in([HEADER, row]).counts["companies_renamed"] == 0
    desk.brought_in([HEADER, (*row[:2], 2, 1)], takes_names=True)
    assert register.organisation(SYSTEM, id=desk.cast.north_company.pk).name == "重庆长安科技股份有限公司"
    assert FormerName.objects.get().name == NORTH


def test_a_merged_record_leads_to_the_other_by_its_code(desk: Desk) -> None:
    register_services.merge_companies(
        kept=desk.cast.north_company.pk, gone=desk.cast.south_company.pk, from_gone=(), actor=SYSTEM, now=desk.later()
    )
    desk.brought_in([HEADER, (SOUTH_CODE, SOUTH, 44, 1)])
    assert desk.known(NORTH_CODE, "staff") == Decimal(44)
