"""A shared computer: whoever comes after a log-out sees nothing of what was seen before it, by the browser's button either."""

from __future__ import annotations

from typing import Any

from huiqi.kernel.actor import Role
from tests.browser import needs_chromium, new_page, open_browser
from tests.cast import Cast, visit

pytestmark = needs_chromium


def test_the_button_back_leads_to_the_log_in(live_server: Any, cast: Cast) -> None:
    officer = cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone))
    with open_browser(keeps_pages=True) as browser:
        page = new_page(browser, live_server.url, client=visit(officer))
        page.goto("/companies/")
        assert "重庆长安科技有限公司" in page.inner_text("main")
        page.locator("summary").get_by_text("林专员").click()
        page.get_by_role("button", name="退出").click()
        page.evaluate("history.back()")
        page.get_by_role("heading", name="登录", exact=True).wait_for()
        assert "重庆长安科技有限公司" not in page.content()
