"""The home page: a visitor finds where to begin; who works here sees what waits, within reach alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.messages import services as messages
from huiqi.register import services as register
from huiqi.register.services import Said, Upload
from huiqi.rulebook import services as rulebook
from huiqi.site import today
from tests.casework.looked_after import ask, hold, look_after
from tests.cast import SYSTEM, Cast, visit

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_a_visitor_begins_with_a_search(db: None, client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'action="/rulebook/find"' in page
    assert "今天的事" not in page


def test_counts_are_those_of_the_lists_behind_them(cast: Cast, root: Path) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=root / "packs" / "national", actor=SYSTEM, now=read_clock())
    officer = cast.person("政", (Role.POLICY_OFFICER, cast.zone))
    messages.tell(persons=[officer.person], said=messages.Said("run.done", "x", ("完成", "Done")), now=NOW)
    client = visit(officer)
    duties = {one.name: one for one in today.waiting(officer, now=read_clock())}
    assert duties["未读消息"].count == 1
    assert duties["没有政策发言人的现行政策"].count > 0
    page = client.get("/").content.decode()
    for duty in duties.values():
        assert duty.address.replace("&", "&amp;") in page
        behind = client.get(duty.address).content.decode()
        if duty.count:
            assert f"共 {duty.count} 条" in behind, duty.name
        else:
            assert not re.search(r"共 [\d,]+ 条", behind), duty.name


def test_what_waits_for_a_service_officer_and_a_company_is_counted_as_listed(cast: Cast, root: Path) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=root / "packs" / "national", actor=SYSTEM, now=NOW)
    officer = cast.person("勤", (Role.SERVICE_OFFICER, cast.zone))
    owner = cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company))
    look_after(cast, "重点企业服务", officer=officer)
    look_after(cast, "上市后备服务", officer=None)
    hold(cast, "hnte", days=40)
    ask(cast, "一季度摸底", NOW.date() + timedelta(days=5))
    said, upload = Said("own_brand", value=True), Upload("证明.pdf", b"%PDF-1.7\n%%EOF\n")
    register.ask_correction(
        subject=cast.north_company.pk, said=said, reason="错了", upload=upload, actor=owner, now=NOW
    )
    of_officer = listed(officer)
    assert of_officer["缺责任人的重点企业"] == 1
    for name in ("待处理的更正申请", "逾期未联系的我的企业", "90天内到期的称号", "有企业逾期的调查"):
        assert of_officer[name] == 1, name
    assert listed(owner) == {
        "未读消息": 1, "待确认领取的奖补": 0, "待填报的调查": 1, "本企业90天内到期的称号": 1, "要补正的申报": 0, "没填完的申报": 0, "银行退回、请核对账户的奖补": 0,
    }  # fmt: skip
    stranger = cast.person("别家", (Role.COMPANY_OWNER, cast.south_company))
    assert set(listed(stranger).values()) == {0}


def listed(actor: Actor) -> dict[str, int]:
    """What waits for somebody, and that the list behind each has as many rows."""
    client, found = visit(actor), {}
    for one in today.waiting(actor, now=read_clock()):
        found[one.name] = one.count
        behind = client.get(one.address)
        assert behind.status_code == 200, one.name
        # Gaps stand in several schemes, and doubtful rows in several sheets.
        if one.count and one.name not in {"缺责任人的重点企业", "导入中待判断的行"}:
            assert f"共 {one.count} 条" in behind.content.decode(), one.name
    return found


def test_more_of_everything_costs_no_more_queries(cast: Cast, root: Path) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=root / "packs" / "national", actor=SYSTEM, now=NOW)
    officer = cast.person("勤", (Role.SERVICE_OFFICER, cast.zone))
    client = visit(officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    asked()
    few = asked()
    for number in range(3):
        look_after(cast, f"服务{number}", officer=officer)
        ask(cast, f"摸底{number}", NOW.date() + timedelta(days=5))
        hold(cast, ("hnte", "little_giant", "specialised_sme")[number], days=40)
    assert asked() == few


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMPANY_AGENT])
def test_every_role_has_a_home(cast: Cast, role: Role) -> None:
    client = visit(cast.person("某", (role, cast.place_of(role))))
    assert client.get("/").status_code == 200
