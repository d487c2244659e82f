"""The table editor where answers are late or lost, or the log-in has ended: its writer is told, and every change is saved in the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.rulebook import services
from huiqi.rulebook.models import Draft
from huiqi_rules.packs import bundled_folder
from tests.browser import needs_chromium, new_page, open_browser
from tests.cast import SYSTEM, Cast, visit
from tests.rulebook.drafting import POLICY, text, write_table

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]


@pytest.fixture
def officer(live_server: Any, cast: Cast) -> Actor:
    day_before = read_clock() - timedelta(days=1)
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "xian", actor=SYSTEM, now=day_before)
    return cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))


@pytest.fixture
def draft(officer: Actor, cast: Cast) -> Draft:
    draft = services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=read_clock())
    write_table(draft, actor=officer)
    return draft


@pytest.fixture
def page(live_server: Any, officer: Actor, draft: Draft) -> Iterator[Any]:
    """The editor of the draft's table."""
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=visit(officer))
        page.goto(f"/rulebook/drafts/{draft.pk}/tables")
        yield page


def test_who_was_saved_without_an_answer_has_not_overtaken_himself(page: Any, draft: Draft) -> None:
    lost: list[Any] = []

    def lose(route: Any) -> None:
        lost.append(route.fetch())
        route.abort()

    page.route("**/tables/save", lose, times=1)
    page.get_by_label("奖励, 第 1 行").fill("11万")
    page.get_by_text("没有存上").wait_for()
    assert lost[0].ok, "the server has saved it; only the answer is lost"
    page.get_by_label("奖励, 第 2 行").fill("22万")
    page.get_by_text("已保存（第").wait_for()
    assert not page.get_by_role("alert").is_visible()
    assert "11万" in text(draft, POLICY)
    assert "22万" in text(draft, POLICY)


def test_who_was_logged_out_logs_in_elsewhere_and_the_change_is_saved(
    page: Any, draft: Draft, officer: Actor, live_server: Any
) -> None:
    page.context.clear_cookies(name="huiqi-session")
    page.get_by_label("奖励, 第 1 行").fill("11万")
    page.get_by_text("请在新窗口登录").wait_for()
    cookies = visit(officer).cookies.values()
    page.context.add_cookies([{"name": one.key, "value": one.value, "url": live_server.url} for one in cookies])
    page.get_by_role("button", name="再存一次").click()
    page.get_by_text("已保存（第").wait_for()
    assert "11万" in text(draft, POLICY)


def test_an_answer_to_an_earlier_question_says_nothing_any_more(page: Any) -> None:
    late: list[Any] = []

    def hold(route: Any) -> None:
        late.append((route, route.fetch()))

    page.route("**/tables/try", hold, times=1)
    page.get_by_label("从业人员数（人）").fill("50")
    with page.expect_request("**/tables/try"):
        pass
    page.get_by_label("从业人员数（人）").fill("600")
    page.get_by_text("第 3 行符合。").wait_for()
    [(route, answer)] = late
    with page.expect_response("**/tables/try"):
        route.fulfill(response=answer)
    page.evaluate("() => new Promise((settled) => setTimeout(settled))")
    assert page.locator("tr[aria-current]").get_attribute("data-row") == "3"
    assert page.get_by_text("第 3 行符合。").is_visible()
