"""The editor where answers are late or lost, or the log-in has ended: its writer is told, nothing typed is lost, nobody overtakes himself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from huiqi.kernel.actor import Actor, Role
from tests.browser import flaws, needs_chromium, new_page, open_browser
from tests.cast import Cast, visit

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]
FIRST, SECOND = "zh: 政策计算器一", "zh: 政策计算器二"


@pytest.fixture
def drafter(published: Cast) -> Actor:
    return published.person("李敏", (Role.POLICY_OFFICER, published.zone))


@pytest.fixture
def page(live_server: Any, drafter: Actor) -> Iterator[Any]:
    """The editor with a policy in it, its first check done."""
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=visit(drafter))
        page.goto("/rulebook/policies/policy-calculator")
        page.get_by_role("button", name="修改").click()
        page.locator("#report").get_by_text("没有错误").wait_for()
        yield page


def write(page: Any, words: str) -> None:
    """Put another title into the text."""
    text = page.locator("#text")
    text.fill(re.sub("zh: 政策计算器[一二]?", words, text.input_value(), count=1))


def test_who_was_saved_without_an_answer_has_not_overtaken_himself(page: Any) -> None:
    lost: list[Any] = []

    def lose(route: Any) -> None:
        lost.append(route.fetch())
        route.abort()

    number = int(page.locator("#over").input_value())
    page.route("**/save", lose, times=1)
    write(page, FIRST)
    page.locator("#unreached").wait_for()
    assert lost[0].ok, "the server has saved it; only the answer is lost"
    found = flaws(page)[:-1]  # the console says that a request failed
    write(page, SECOND)
    page.locator(f"[data-saved='{number + 2}']").wait_for()
    assert page.locator("[data-refused]").count() == 0
    assert not page.locator("#unreached").is_visible()
    page.reload()
    assert SECOND in page.locator("#text").input_value()
    assert [one for one in found if "ERR_FAILED" not in one and "htmx:" not in one] == []


def test_what_could_not_be_sent_is_sent_again_by_itself(page: Any) -> None:
    page.clock.install()
    page.route("**/save", lambda route: route.abort(), times=1)
    write(page, FIRST)
    page.clock.fast_forward(1_000)
    page.locator("#unreached").wait_for()
    page.clock.fast_forward(6_000)
    page.locator("[data-saved]").wait_for()
    page.locator("#unreached").wait_for(state="hidden")


def test_the_button_waits_for_what_is_on_its_way(page: Any) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/save", hold, times=1)
    with page.expect_request("**/save"):
        write(page, FIRST)
    write(page, SECOND)
    page.keyboard.press("Control+s")
    held[0].continue_()
    page.get_by_text("已保存。").wait_for()
    assert SECOND in page.locator("#text").input_value()
    assert not page.locator("#kept").is_visible(), "the copy on this device has done its work"


def test_who_was_logged_out_logs_in_and_goes_on_with_what_was_typed(
    page: Any, drafter: Actor, live_server: Any
) -> None:
    editor = page.url
    page.context.clear_cookies(name="huiqi-session")
    write(page, FIRST)
    page.get_by_text("您的登录已结束").wait_for()
    [session] = [one for one in visit(drafter).cookies.values() if one.key == "huiqi-session"]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    back = page.locator("form[action$='/login/'] [name=next]").first.input_value()
    assert editor.endswith(back)
    page.goto(back)
    page.get_by_role("button", name="恢复").click()
    page.locator("[data-saved]").wait_for()
    assert FIRST in page.locator("#text").input_value()


def test_a_text_that_the_button_did_not_bring_home_is_kept(page: Any) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1_000)  # so that nothing goes by itself meanwhile
    page.route(re.compile(r"/drafts/[0-9a-f-]+(\?.*)?$"), refuse_posts)
    editor = page.url
    write(page, FIRST)
    page.get_by_role("button", name="保存并检查").click()
    assert page.inner_text("body") == "away"
    page.goto(editor)
    page.get_by_role("button", name="恢复").click()
    assert FIRST in page.locator("#text").input_value()


def refuse_posts(route: Any) -> None:
    if route.request.method == "POST":
        route.fulfill(status=503, body="away")
    else:
        route.continue_()
