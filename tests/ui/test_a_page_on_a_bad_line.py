"""What the script of every page sees to on a slow or broken line: it asks first, sends once, says what failed and tries again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import needs_chromium, new_page, open_browser

pytestmark = [needs_chromium, pytest.mark.urls("tests.ui.pages")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page whose later part can be had."""
    page = new_page(browser, address)
    page.route("**/part", lambda route: route.fulfill(body="come"))
    yield page
    page.context.close()


def test_no_button_is_there_before_the_script_that_asks_first(page: Any) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/huiqi.js", hold)
    with page.expect_request("**/huiqi.js"):
        page.goto("/parts", wait_until="commit")
    assert page.get_by_role("button", name="Away").count() == 0
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    posts = posted(page)
    held[0].continue_()
    page.get_by_role("button", name="Away").click()
    assert asked == ["Away with it?"]
    assert posts == []


def test_a_form_is_sent_once_while_its_answer_is_on_its_way(page: Any) -> None:
    page.goto("/parts")
    # The last to hear of it notes whether the form would go, and keeps the page standing.
    page.evaluate(
        "() => { window.gone = []; addEventListener('submit', (event) => { gone.push(!event.defaultPrevented); event.preventDefault(); }); }"
    )
    send = page.get_by_role("button", name="Send")
    send.dblclick()
    send.click()
    assert page.evaluate("gone") == [True, False, False]
    come_back(page)
    send.click()
    assert page.evaluate("gone") == [True, False, False, True]


def test_a_file_is_given_as_often_as_it_is_asked_for(page: Any) -> None:
    page.goto("/parts")
    page.evaluate(
        "() => { window.gone = []; addEventListener('submit', (event) => { gone.push(!event.defaultPrevented); event.preventDefault(); }); }"
    )
    page.get_by_role("button", name="File").dblclick()
    assert page.evaluate("gone") == [True, True]


def test_a_page_come_back_to_chooses_what_it_lists(page: Any) -> None:
    page.goto("/parts")
    page.evaluate("() => { document.querySelector('select').value = 'two'; }")
    come_back(page)
    assert page.get_by_label("Kind").input_value() == "one"


def come_back(page: Any) -> None:
    """As a browser shows a page by its button that it has kept as it was."""
    page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


def test_going_back_does_not_bring_a_choice_that_the_list_does_not_show(page: Any) -> None:
    page.goto("/parts")
    with page.expect_navigation(url="**/parts?kind=two"):
        page.get_by_label("Kind").select_option("two")
    page.go_back()
    assert page.url.endswith("/parts")
    assert page.get_by_label("Kind").input_value() == "one"


def test_what_could_not_be_fetched_is_said_and_tried_again(page: Any) -> None:
    page.clock.install()
    page.route("**/part", lambda route: route.abort(), times=1)
    page.goto("/parts")
    page.get_by_text("暂时连接不上服务器").wait_for()
    page.clock.fast_forward(6_000)
    page.get_by_text("come").wait_for()
    page.get_by_text("暂时连接不上服务器").wait_for(state="hidden")


@pytest.mark.parametrize(
    ("status", "words"), ((503, "暂时连接不上服务器"), (429, "暂时连接不上服务器"), (403, "请刷新页面"))
)
def test_what_the_server_refused_is_said(page: Any, status: int, words: str) -> None:
    page.route("**/part", lambda route: route.fulfill(status=status))
    page.goto("/parts")
    page.get_by_text(words).wait_for()
    assert page.locator(".overlaid:visible").count() == 1


def posted(page: Any) -> list[str]:
    """What forms the page sends from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.method == "POST" else None)
    return found
