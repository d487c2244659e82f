"""One company on one page: what is known, from where, since when; other moments, other days, other eyes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.casework.queries import words as words_module
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.models import Look
from huiqi.register import services
from huiqi.register.services import Said
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.companies import FIRST, tell_of
from tests.cast import NOW, SYSTEM, Cast, visit


@pytest.fixture
def national(cast: Cast) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)


@pytest.fixture
def client(cast: Cast, national: None, officer: Actor) -> Client:
    tell_of(cast)
    return visit(officer)


def text(client: Client, cast: Cast, query: str = "") -> str:
    response = client.get(f"/companies/{cast.north_company.pk}{query}")
    assert response.status_code == 200
    return response.content.decode()


def found(client: Client, cast: Cast, query: str = "") -> object:
    return client.get(f"/companies/{cast.north_company.pk}{query}").context["company"]


def lines(company: object) -> dict[tuple[str, str], object]:
    return {(line.name, line.period): line for theme in company.themes for line in theme.lines}


def test_facts_are_called_as_the_dictionary_calls_them(cast: Cast, client: Client) -> None:
    said = lines(found(client, cast))
    assert said["yearly_sales", "2025"].value == "36,000,000.5 元"
    assert said["yearly_sales", "2025"].label == "年销售收入"
    assert said["staff", "2023"].value == "40 人"
    assert said["enterprise_kind", ""].value == "中小微企业"
    assert said["has_rd_unit", ""].value == "是"


def test_missing_zero_and_not_applicable_are_told_apart(cast: Cast, client: Client) -> None:
    company = found(client, cast)
    said = lines(company)
    states = {name: said[name].state for name in (("class_one_ip", "2023"), ("award_rank", ""), ("market_share", ""))}
    assert list(states.values()) == ["zero", "not_applicable", "missing"]
    assert said["class_one_ip", "2023"].value == "0 项"
    assert "国内市场排名" in company.unsaid
    assert "国家科技奖励排名" not in company.unsaid


def test_charts_have_the_same_figures_as_a_table(cast: Cast, client: Client) -> None:
    figures = found(client, cast).figures
    assert figures.years == ("2023", "2024", "2025")
    by_name = {figure.name: figure for figure in figures.figures}
    assert by_name["yearly_sales"].option["series"][0]["data"] == [1200, 2400, 3600]
    assert by_name["yearly_sales"].unit == "万元"
    assert by_name["class_one_ip"].cells == ("0 项", "1 项", "2 项")
    page = text(client, cast)
    assert page.count('data-chart="') == len(figures.figures) == 3
    assert "12,000,000.5 元" in page


def test_as_known_on_an_earlier_day(cast: Cast, client: Client) -> None:
    day = day_in_china(FIRST + timedelta(days=2)).isoformat()
    said = lines(found(client, cast, f"?known_on={day}"))
    assert ("staff", "2024") in said
    assert ("staff", "2025") not in said
    assert "截至" in text(client, cast, f"?known_on={day}")


def test_as_valid_on_a_day(cast: Cast, client: Client) -> None:
    assert lines(found(client, cast, "?valid_on=2024-06-01"))["own_brand", ""].state == "known"
    assert ("own_brand", "") not in lines(found(client, cast, "?valid_on=2025-01-01"))
    states = {
        day: {title.name: title.state for title in found(client, cast, f"?valid_on={day}").titles}
        for day in ("2024-06-01", "2023-06-01", "2037-01-01")
    }
    assert states["2024-06-01"] == {"高新技术企业": "holds", "科技型中小企业": "holds"}
    assert states["2023-06-01"] == {"高新技术企业": "later", "科技型中小企业": "later"}
    assert states["2037-01-01"] == {"高新技术企业": "ended", "科技型中小企业": "ended"}


def test_day_that_is_none_is_told(cast: Cast, client: Client) -> None:
    assert client.get(f"/companies/{cast.north_company.pk}?known_on=soon").status_code == 422


def test_who_and_what_changed_are_on_the_page(cast: Cast, client: Client) -> None:
    services.rename_organisation(id=cast.north_company.pk, name="长安新科技有限公司", actor=SYSTEM, now=NOW)
    page = text(client, cast)
    for words in (
        "重庆长安科技有限公司",
        "91110000600037341L",
        "北园",
        "GR202335000001",
        "陈静",
        "0592-6000000",
        "部门数据",
    ):
        assert words in page
    history = client.get(f"/companies/{cast.north_company.pk}/history?q=职工").content.decode()
    assert "2025年度统计年报" in history
    assert "部门数据" not in history


def test_sensitive_fact_is_hidden_from_who_may_not_see_it_and_looks_are_written(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = words_module.fact_words

    def marked(**asked: object) -> dict[str, object]:
        entries = dict(known(**asked))
        return entries | {"staff": replace(entries["staff"], is_sensitive=True)}

    monkeypatch.setattr("huiqi.casework.queries.portrait.fact_words", marked)
    leader = visit(cast.person("领导", (Role.LEADER, cast.zone)))
    said = lines(found(leader, cast))
    assert (said["staff", "2025"].value, said["staff", "2025"].state) == ("无权查看", "hidden")
    assert "staff" not in {figure.name for figure in found(leader, cast).figures.figures}
    assert all("120 人" not in line.value for line in found(leader, cast).changes)
    assert lines(found(client, cast))["staff", "2025"].value == "120 人"
    assert Look.objects.filter(names__contains=["staff", "yearly_sales"], person_name="政策专员").exists()
    assert not Look.objects.filter(names__contains=["staff"], person_name="领导").exists()


def test_leader_sees_no_contacts_and_company_no_buttons_of_officers(cast: Cast, client: Client) -> None:
    leader = text(visit(cast.person("领导", (Role.LEADER, cast.zone))), cast)
    assert "陈静" not in leader
    owner = text(visit(cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company))), cast)
    assert "申请更正数据" in owner
    assert "更名" not in owner
    assert "登记称号" not in owner


def test_company_out_of_reach_is_not_there(cast: Cast, client: Client) -> None:
    stranger = visit(cast.person("别家", (Role.COMPANY_OWNER, cast.south_company)))
    for page in ("", "/history", "/facts/staff?period=2025"):
        assert stranger.get(f"/companies/{cast.north_company.pk}{page}").status_code == 404


def test_without_a_published_pack_the_page_still_comes(cast: Cast, officer: Actor) -> None:
    tell_of(cast)
    assert "yearly_sales" in text(visit(officer), cast)


def test_english_page_is_english(cast: Cast, client: Client) -> None:
    page = client.get(f"/companies/{cast.south_company.pk}", headers={"accept-language": "en"}).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    left = set(re.findall(r"[\u4e00-\u9fff]+", main))
    assert left <= {"阿尔法芯片有限公司", "南园"}


def test_number_of_questions_is_fixed(cast: Cast, client: Client) -> None:
    def asked(company: object) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/companies/{company}")
        return len(queries)

    asked(cast.north_company.pk)
    few = asked(cast.north_company.pk)
    more = [
        Said(name, Decimal(1), year)
        for name in ("yearly_rd_expense", "staff", "total_assets")
        for year in ("2020", "2021")
    ]
    services.record_facts(subject=cast.north_company.pk, said=more, source="年报", actor=SYSTEM, now=NOW)
    for number in range(3):
        contact = services.ContactSaid(f"王{number}", "other", phone="13800000000")
        services.add_contact(organisation=cast.north_company.pk, said=contact, actor=SYSTEM, now=NOW)
        services.rename_organisation(id=cast.north_company.pk, name=f"新名{number}有限公司", actor=SYSTEM, now=NOW)
    assert asked(cast.north_company.pk) == few
