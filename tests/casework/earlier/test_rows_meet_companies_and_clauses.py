"""A payment's company is met by its code; by a name, only once an officer says so. The zone's own names of clauses are said once."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.casework.models import EarlierPayment
from huiqi.casework.services.earlier.failing import CannotBringIn
from huiqi.kernel.actor import Role
from huiqi.register import services as register
from tests.casework.conftest import FIRST, LATER, add_company
from tests.casework.earlier.desk import FIRST_NAME, OWN_NAME, Finance, faults, outcomes
from tests.cast import NORTH_CODE, SOUTH_CODE, SYSTEM

DAY = date(2025, 3, 5)
FIRST_KEY = "/".join(FIRST)


def row(code: str, name: str, clause: str = FIRST_NAME, *, document: str = "1") -> tuple[object, ...]:
    return (code, name, clause, 2025, 30, DAY, document, "")


def test_a_former_name_or_a_name_alone_waits_for_a_person(finance: Finance) -> None:
    company = finance.cast.north_company
    register.rename_organisation(id=company.pk, name="长安汽车软件有限公司", actor=SYSTEM, now=LATER)
    found = finance.checked([
        row("", "重庆长安科技有限公司"), row("", "阿尔法芯片有限公司", document="2"), row(SOUTH_CODE, "完全不同的名称有限公司", document="3"),
    ])  # fmt: skip
    assert outcomes(found) == {2: "doubtful", 3: "doubtful", 4: "doubtful"}
    reasons = [one.candidates[0]["why"] for one in EarlierPayment.objects.filter(file=found)]
    assert reasons == ["former_name", "same_name", "other_name"]

    found = finance.decide(found, {2: str(company.pk), 4: "leave"})
    assert outcomes(found) == {2: "ready", 3: "doubtful", 4: "left"}
    assert EarlierPayment.objects.get(file=found, row=2).company == company.pk
    found = finance.decide(found, {}, only_one=True)
    assert outcomes(found) == {2: "ready", 3: "ready", 4: "left"}


def test_a_row_cannot_be_said_to_be_about_a_company_that_is_no_candidate(finance: Finance) -> None:
    found = finance.checked([row("", "阿尔法芯片有限公司")])
    with pytest.raises(CannotBringIn) as refused:
        finance.decide(found, {2: str(finance.cast.north_company.pk)})
    assert refused.value.code == "no_such_choice"


def test_a_company_outside_the_register_is_kept_by_its_code(finance: Finance) -> None:
    found = finance.checked([row("91350200MA2XYABC1F", "外地企业有限公司")])
    assert outcomes(found) == {2: "outside"}
    assert faults(found) == {(2, 1, "outside")}


def test_unknown_names_of_clauses_wait_and_are_remembered_for_the_source(finance: Finance) -> None:
    rows = [
        row(NORTH_CODE, "", OWN_NAME),
        row(SOUTH_CODE, "", "慰问金", document="2"),
        row(SOUTH_CODE, "", FIRST_KEY, document="3"),
    ]
    found = finance.checked(rows)
    assert outcomes(found) == {2: "unmapped", 3: "unmapped", 4: "ready"}

    found = finance.clauses(found, **{OWN_NAME: FIRST_KEY, "慰问金": ""})
    assert outcomes(found) == {2: "ready", 3: "left", 4: "ready"}
    again = finance.checked([row(NORTH_CODE, "", " 高企 首次认定奖", document="9")])
    assert outcomes(again) == {2: "ready"}
    elsewhere = finance.checked([row(NORTH_CODE, "", OWN_NAME, document="9")], source="另一份台账")
    assert outcomes(elsewhere) == {2: "unmapped"}


def test_a_clause_that_nobody_published_cannot_be_chosen(finance: Finance) -> None:
    found = finance.checked([row(NORTH_CODE, "", OWN_NAME)])
    with pytest.raises(CannotBringIn) as refused:
        finance.clauses(found, **{OWN_NAME: "hnte-reward/no_such"})
    assert refused.value.code == "no_such_clause"


def test_an_officer_of_a_park_brings_in_what_is_of_the_park(finance: Finance) -> None:
    cast = finance.cast
    finance.maker = cast.person("北园经办", (Role.FINANCE_OFFICER, cast.north))
    add_company(cast, "北园小企业有限公司", number=5)
    found = finance.checked(
        [row(NORTH_CODE, ""), row(SOUTH_CODE, "", document="2"), row("", "阿尔法芯片有限公司", document="3")],
        place=cast.north.pk,
    )
    assert outcomes(found) == {2: "ready", 3: "refused", 4: "refused"}
    assert faults(found) == {(3, 1, "not_yours"), (4, 2, "not_found")}
    with pytest.raises(CannotBringIn) as refused:
        finance.receive(b"x", place=cast.zone.pk)
    assert refused.value.code == "no_place"


def test_the_map_of_a_source_is_remembered(finance: Finance) -> None:
    header = ("代码", "谁", "什么", "哪年", "多少", "哪天", "哪张")
    found = finance.receive_rows(header, [(NORTH_CODE, "", FIRST_NAME, 2025, 300000, DAY, "1")])
    said = finance.map(found, code="代码", clause="什么", period="哪年", amount="多少", paid_on="哪天", document="哪张")
    assert outcomes(finance.say(found, said)) == {2: "ready"}
    other = finance.receive_rows((*header[::-1], "新列"), [("2", DAY, 300000, 2025, FIRST_NAME, "", NORTH_CODE, "x")])
    assert outcomes(finance.say(other)) == {2: "ready"}


def test_a_map_without_amount_or_day_is_refused_with_all_that_is_missing(finance: Finance) -> None:
    found = finance.receive_rows(("企业名称", "说明"), [("重庆长安科技有限公司", "x")])
    with pytest.raises(CannotBringIn) as refused:
        finance.say(found)
    assert refused.value.data["count"] == 3
