"""An officer enters the notice of a year in Chromium: pastes it, sees what moves, enters it; nothing flawed on a phone or in the dark."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huiqi.casework import queries, services
from huiqi.casework.services import ClockSaid
from huiqi.kernel.actor import Role
from huiqi_clocks import Term
from tests.browser import DESK, PHONE, flaws, needs_chromium, new_page, open_browser
from tests.casework.clocks.test_calendar_pages import TEXT
from tests.cast import NOW, make_cast, visit

pytestmark = [needs_chromium, pytest.mark.django_db(transaction=True)]


def test_officer_enters_a_notice(live_server: Any) -> None:
    cast = make_cast()
    officer = visit(cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone)))
    said = [ClockSaid(f"test/{n}", (f"公示：第{n}批", f"notice {n}"), date(2026, 12, 28), Term(n)) for n in (3, 9, 10)]
    services.start_clocks(zone=cast.zone.pk, organisation=cast.north.pk, said=said, now=NOW)
    found: list[str] = []
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=officer)
        page.goto(f"{live_server.url}/casework/calendar")
        page.get_by_role("link", name="录入放假通知").click()
        page.get_by_label("通知文号").fill("试〔2026〕1号")
        assert page.get_by_label("年份").input_value() == "2027"
        page.get_by_label("通知正文").fill(TEXT)
        page.get_by_role("button", name="看看会怎样变").click()
        assert page.get_by_text("2027-01-11").first.is_visible()
        page.get_by_text("逐月核对").click()
        found += flaws(page)
        page.get_by_role("button", name="与原文核对无误，录入").click()
        assert page.get_by_text("个时限随之变动").is_visible()
        page.context.close()
        for scheme, size, addresses in (("dark", DESK, ("calendar/2026", "clocks")), ("light", PHONE, ("calendar",))):
            page = new_page(browser, live_server.url, client=officer, scheme=scheme, size=size)
            for address in addresses:
                page.goto(f"{live_server.url}/casework/{address}")
                found += flaws(page)
            page.context.close()
    assert found == []
    assert queries.calendar(zone=cast.zone.pk).confirmed_until == date(2027, 12, 31)
