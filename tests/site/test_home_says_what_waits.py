"""The home page: a visitor finds where to begin; who works here sees what waits, within reach alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.messages import services as messages
from huiqi.rulebook import services as rulebook
from huiqi.site import today
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
    assert duties["没有讲解人的政策"].count > 0
    page = client.get("/").content.decode()
    for duty in duties.values():
        assert duty.address.replace("&", "&amp;") in page
        behind = client.get(duty.address).content.decode()
        if duty.count:
            assert f"共 {duty.count} 条" in behind, duty.name
        else:
            assert "没有符合条件的内容" in behind


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMPANY_AGENT])
def test_every_role_has_a_home(cast: Cast, role: Role) -> None:
    company = role in {Role.COMPANY_OWNER, Role.COMPANY_STAFF}
    client = visit(cast.person("某", (role, cast.north_company if company else cast.zone)))
    assert client.get("/").status_code == 200
