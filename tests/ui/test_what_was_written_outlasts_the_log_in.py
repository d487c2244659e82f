"""What was written in a form is put back on its page when the log-in had ended meanwhile: for the same person, once, and nothing secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import huiqi.ui
from tests.browser import needs_chromium, new_page, open_browser

pytestmark = [needs_chromium, pytest.mark.urls("tests.ui.pages")]

SCRIPT = (Path(huiqi.ui.__file__).parent / "static" / "huiqi" / "huiqi.js").read_text("utf-8")
FORM = """<form method="post" action="/send"><input name="account" value=""><input type="password" name="secret">
<details><summary>more</summary><textarea name="text"></textarea></details><input name="reason"><button>Send</button></form>
<form method="post" action="/leave" data-leaves><button>Leave</button></form>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    page = new_page(browser, address)
    serve(page, "written", FORM, person="zhang")
    yield page
    page.context.close()


def serve(page: Any, name: str, body: str, *, person: str) -> None:
    """Let a page say what it says to a person; to nobody it is the log-in."""
    html = f'<!doctype html><title>{name}</title><body data-person="{person}">{body}<script>{SCRIPT}</script>'
    page.unroute(f"**/{name}")
    page.route(f"**/{name}", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))


def sent(page: Any) -> None:
    """Something is written and sent."""
    page.goto("/written")
    page.locator("summary").click()
    page.locator("[name=text]").fill("第一行\n第二行")
    page.locator("[name=reason]").fill("材料不全")
    page.locator("[name=account]").fill("6222000000001234")
    page.locator("[name=secret]").fill("geheim")
    page.get_by_role("button", name="Send").click()
    page.wait_for_load_state()


def found(page: Any) -> list[str]:
    page.goto("/written")
    return [page.locator(f"[name={name}]").input_value() for name in ("text", "reason", "account", "secret")]


def test_it_is_back_after_the_log_in_and_only_once(page: Any) -> None:
    serve(page, "send", "log in", person="")
    sent(page)
    assert "geheim" not in page.evaluate("sessionStorage.getItem('huiqi-written')")
    assert "6222" not in page.evaluate("sessionStorage.getItem('huiqi-written')")
    assert found(page) == ["第一行\n第二行", "材料不全", "", ""]
    assert page.locator("[name=text]").is_visible(), "what was folded away is open"
    assert found(page) == ["", "", "", ""]


def test_nothing_stays_of_what_was_taken(page: Any) -> None:
    serve(page, "send", "taken", person="zhang")
    sent(page)
    assert page.evaluate("sessionStorage.length") == 0
    assert found(page) == ["", "", "", ""]


def test_somebody_else_who_logs_in_there_does_not_see_it(page: Any) -> None:
    serve(page, "send", "log in", person="")
    sent(page)
    serve(page, "written", FORM, person="li")
    assert found(page) == ["", "", "", ""]
    assert page.evaluate("sessionStorage.length") == 0


def test_nothing_stays_after_the_log_out(page: Any) -> None:
    serve(page, "send", "log in", person="")
    sent(page)
    serve(page, "elsewhere", FORM, person="zhang")
    serve(page, "leave", "gone", person="")
    page.goto("/elsewhere")
    page.get_by_role("button", name="Leave").click()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.length") == 0
