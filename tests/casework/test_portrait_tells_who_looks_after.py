"""The page of a company: who looks after it, where it sits, what it is asked, which title runs out soon; each eye sees its part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.actor import Role
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.looked_after import ask, hold, look_after, move_in
from tests.cast import NOW, SYSTEM, Cast, visit


@pytest.fixture
def known(cast: Cast) -> Cast:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)
    look_after(cast, "重点企业服务", officer=cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone)))
    move_in(cast, "enclave", "上海创新飞地", city="上海")
    ask(cast, "一季度摸底", NOW.date() + timedelta(days=5))
    hold(cast, "hnte", days=40)
    hold(cast, "specialised_sme", days=400)
    return cast


def parts(client: Client, cast: Cast) -> dict[str, object]:
    page = client.get(f"/companies/{cast.north_company.pk}")
    assert page.status_code == 200
    return {part.key: part.found for part in page.context["parts"]}


def test_an_officer_sees_who_is_responsible_where_it_sits_and_what_is_due(known: Cast) -> None:
    client = visit(known.person("王专员", (Role.SERVICE_OFFICER, known.zone)))
    shown = parts(client, known)
    (care,) = shown["care"]
    assert (care.officer, care.grid, care.is_late) == ("林专员", "重点企业服务一网格", True)
    (stay,) = shown["stays"]
    assert (stay.name, stay.group, stay.city, stay.last_day) == ("上海创新飞地", "科创飞地", "上海", None)
    (survey,) = shown["surveys"]
    assert (survey.title, survey.progress, survey.is_owed, survey.is_late) == ("一季度摸底", "未填", True, True)
    assert [one.name for one in shown["pending"]] == ["高新技术企业"]
    page = client.get(f"/companies/{known.north_company.pk}").content.decode()
    for words in ("林专员", "上海创新飞地", "一季度摸底", "高新技术企业 即将到期", "应联系"):
        assert words in page
    addresses = [line.split('"')[0] for line in page.split('href="')[1:]]
    for place in ("/register/grid/schemes/", "/register/undertakings/", "/casework/asked/"):
        (address,) = {one for one in addresses if one.startswith(place)}
        assert client.get(address).status_code == 200


def test_the_company_sees_its_officer_and_its_survey_but_not_how_it_is_watched(known: Cast) -> None:
    client = visit(known.person("企业主", (Role.COMPANY_OWNER, known.north_company)))
    (care,) = parts(client, known)["care"]
    assert (care.officer, care.due, care.gaps, care.may_open) == ("林专员", None, (), False)
    page = client.get(f"/companies/{known.north_company.pk}").content.decode()
    assert "应联系" not in page
    assert "/register/grid" not in page
    assert "/register/undertakings" not in page
    (survey,) = parts(client, known)["surveys"]
    assert client.get(f"/casework/surveys/{survey.id}").status_code == 200


def test_nothing_is_said_as_well(known: Cast) -> None:
    client = visit(known.person("王专员", (Role.SERVICE_OFFICER, known.zone)))
    page = client.get(f"/companies/{known.south_company.pk}").content.decode()
    for words in ("没有列入网格服务名单", "不在任何载体", "没有被列入调查", "近期也没有称号到期"):
        assert words in page


def test_more_of_everything_costs_no_more_queries(known: Cast) -> None:
    client = visit(known.person("王专员", (Role.SERVICE_OFFICER, known.zone)))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/companies/{known.north_company.pk}")
        return len(queries)

    asked()
    few = asked()
    look_after(known, "上市后备服务", officer=None)
    move_in(known, "carrier", "北园孵化器")
    move_in(known, "platform", "检测平台")
    ask(known, "二季度摸底", NOW.date() + timedelta(days=90))
    hold(known, "little_giant", days=20)
    assert asked() == few
    assert "缺责任专员" in client.get(f"/companies/{known.north_company.pk}").content.decode()
