"""An import taken back as a whole: standings, names, codes and companies are what they were; later changes stay and are listed."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

import pytest

from huiqi.imports import queries, services
from huiqi.imports.domain.states import Choice, Codeless
from huiqi.register import queries as register
from huiqi.register import services as register_services
from huiqi.register.models import Fact, FormerName, Identifier, Organisation, Standing
from huiqi.register.services import Said
from tests.cast import NORTH_CODE, SOUTH_CODE, SYSTEM
from tests.imports.desk import FREE, HEADER, Desk

WIDE = (
    "统一社会信用代码",
    "企业名称",
    "曾用名",
    "股票代码",
    "法定代表人",
    "职工总数",
    "资产总额",
    "自建研发机构",
    "2024年销售收入",
    "行业代码",
)


def state() -> object:
    """All that an import may change, as far as it can be seen."""
    return (
        {key: facts for key, facts in Standing.objects.values_list("subject", "facts") if facts},
        sorted(register.organisations(SYSTEM).values_list("pk", "name", "credit_code", "name_key", "parent")),
        sorted(FormerName.objects.filter(organisation__gone_at=None).values_list("organisation", "name")),
        sorted(Identifier.objects.filter(organisation__gone_at=None).values_list("organisation", "kind", "value")),
    )


def drawn(draw: random.Random) -> list[tuple[object, ...]]:
    """Some rows: known companies and new ones, dirty cells, renamed companies, codes that were missing."""
    companies = [
        (NORTH_CODE, "重庆长安科技有限公司"), (SOUTH_CODE, "阿尔法芯片有限公司"), (FREE[0], "无代码有限公司"),
        (FREE[1], "新一有限公司"), (FREE[2], "新二有限公司"), ("", "没有代码的店"),
    ]  # fmt: skip
    rows = []
    for place, (code, name) in enumerate(draw.sample(companies, draw.randint(2, 6))):
        rows.append((
            code, draw.choice((name, name, f"{name[:-4]}股份有限公司")), draw.choice(("", f"旧{name}")),
            draw.choice(("", f"60000{place}")), draw.choice(("", "王海")), draw.choice(("", 10, 20, "约3", "不适用")),
            draw.choice(("", 1, "30万元", "-", "１２")), draw.choice(("", "是", "否", "也许")), draw.choice(("", 5, 6.5)),
            draw.choice(("", "3911", 6510)),
        ))  # fmt: skip
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_taking_back_restores_everything(desk: Desk, seed: int) -> None:
    draw = random.Random(seed)
    for step, company in enumerate((desk.cast.north_company, desk.cast.south_company)):
        said = [
            Said("staff", Decimal(step)),
            Said("total_assets", Decimal(7)),
            Said("yearly_sales", Decimal(1), "2024"),
        ]
        register_services.record_facts(
            subject=company.pk, said=draw.sample(said, 2), source="前", actor=SYSTEM, now=desk.later()
        )
    desk.brought_in([WIDE, *drawn(draw)], codeless=Codeless.ADD, takes_names=True, source="先")
    before = state()
    certain = (FREE[4], "必有新企业有限公司", *[""] * 3, 7, *[""] * 4)
    checked = desk.checked([WIDE, *drawn(draw), certain], codeless=Codeless.ADD, takes_names=True, source="后")
    for choice in (draw.choice((Choice.NEW, Choice.LEAVE)), Choice.LEAVE):
        services.decide_rest(sheet=checked.pk, choice=choice, actor=desk.officer, now=desk.later())
    applied = desk.apply(desk.check(checked))
    undone = desk.undo(applied)
    assert (undone.counts["kept_facts"], undone.counts["kept_companies"]) == (0, 0)
    assert state() == before


def test_a_company_that_was_added_comes_back_under_its_code_when_the_mended_sheet_comes(desk: Desk) -> None:
    applied = desk.brought_in([HEADER, (FREE[0], "新创有限公司", 8, 5)])
    first = Organisation.objects.get(credit_code=FREE[0])
    desk.undo(applied)
    assert not register.organisations(SYSTEM).filter(credit_code=FREE[0]).exists()
    again = desk.brought_in([HEADER, (FREE[0], "新创科技有限公司", 9, 5)])
    assert again.counts["companies_back"] == 1
    back = Organisation.objects.get(credit_code=FREE[0])
    assert (back.pk, back.name, back.gone_at) == (first.pk, "新创科技有限公司", None)
    assert desk.known(FREE[0], "staff") == Decimal(9)
    assert len(register.history(SYSTEM, subject=back.pk, name="staff")) == 3


def test_what_was_changed_after_stays_and_is_listed(desk: Desk) -> None:
    applied = desk.brought_in([HEADER, (NORTH_CODE, "重庆长安科技有限公司", 8, 5), (FREE[0], "新创有限公司", 8, 5)])
    company = register.organisations(SYSTEM).get(credit_code=FREE[0])
    register_services.record_facts(
        subject=desk.cast.north_company.pk,
        said=[Said("staff", Decimal(9))],
        source="电话",
        actor=desk.officer,
        now=desk.later(),
    )
    register_services.record_facts(
        subject=company.pk, said=[Said("sales", Decimal(1))], source="电话", actor=desk.officer, now=desk.later()
    )
    undone = desk.undo(applied)
    page = queries.sheet_page(desk.officer, id=undone.pk, now=desk.now)
    assert [(one["company"], one["name"][0], one["by"]) for one in page.kept] == [
        ("重庆长安科技有限公司", "职工总数", "许专员")
    ]
    assert undone.counts["staying"] == ["新创有限公司"]
    assert desk.known(NORTH_CODE, "staff") == Decimal(9)
    assert register.organisations(SYSTEM).filter(credit_code=FREE[0]).exists()


def test_history_keeps_all_of_it(desk: Desk) -> None:
    applied = desk.brought_in([HEADER, (NORTH_CODE, "重庆长安科技有限公司", 8, "")])
    desk.undo(applied)
    told = register.history(SYSTEM, subject=desk.cast.north_company.pk, name="staff")
    assert [(one.value.name if hasattr(one.value, "name") else one.value, one.evidence) for one in told] == [
        ("MISSING", "撤销导入：表.xlsx"), (Decimal(8), "企业!C2"),
    ]  # fmt: skip
    assert register.fact(
        SYSTEM, subject=desk.cast.north_company.pk, name="staff", known_on=desk.now - timedelta(seconds=1)
    ) == Decimal(8)


def test_taking_back_twice_is_once(desk: Desk) -> None:
    undone = desk.undo(desk.brought_in([HEADER, (NORTH_CODE, "重庆长安科技有限公司", 8, 5)]))
    count = Fact.objects.count()
    assert desk.undo(undone).undone_at == undone.undone_at
    assert Fact.objects.count() == count
