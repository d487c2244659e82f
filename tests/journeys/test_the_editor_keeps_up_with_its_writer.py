"""The editor of a draft on a slow line: what is typed early is saved, and a late first check speaks over nothing newer."""

from __future__ import annotations

import re
from typing import Any

import pytest

from huiqi.kernel.actor import Role
from tests.browser import flaws, needs_chromium, new_page, open_browser
from tests.cast import Cast, visit

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]
# Kept from the moment that an answer is held back: whether the page has heard it, and done with it what it does.
HEARD = """() => { window.heard = new Promise((tell) => document.getElementById("report").addEventListener("htmx:afterRequest", () => tell())); }"""
RIGHT, WRONG = "when: clause_conditions_met", "when: clause_condition_met"


def test_late_first_check_does_not_replace_what_was_found_since(live_server: Any, published: Cast) -> None:
    drafter = visit(published.person("李敏", (Role.POLICY_OFFICER, published.zone)))
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=drafter)
        late: list[Any] = []
        page.route(re.compile(r"/report\?"), lambda route: late.append((route, route.fetch())))
        page.goto("/rulebook/policies/policy-calculator")
        with page.expect_request(re.compile(r"/report\?")):
            page.get_by_role("button", name="修改").click()
        change(page)
        finding = page.locator(".finding-wrong[data-line]")
        finding.first.wait_for()
        while not late:
            page.wait_for_timeout(50)
        [(route, answer)] = late
        page.evaluate(HEARD)
        route.fulfill(response=answer)
        page.evaluate("heard")
        assert "clause_condition_met" in finding.first.inner_text(), (
            "the older text's report speaks over the newer one's"
        )
        assert flaws(page) == []


def test_what_is_typed_before_the_scripts_arrive_is_saved(live_server: Any, published: Cast) -> None:
    drafter = visit(published.person("李敏", (Role.POLICY_OFFICER, published.zone)))
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=drafter)
        page.goto("/rulebook/policies/policy-calculator")
        held: list[Any] = []

        def hold(route: Any) -> None:
            held.append(route)

        page.route("**/editor*.js", hold)
        with page.expect_request("**/editor*.js"):
            page.get_by_role("button", name="修改").click(no_wait_after=True)
        page.locator("#text").wait_for()
        change(page)
        held[0].continue_()
        page.locator(".finding-wrong[data-line]").first.wait_for()
        page.locator("[data-saved]").wait_for()


def change(page: Any) -> None:
    """Put a fact into the formula that there is not."""
    text = page.locator("#text")
    before = text.input_value()
    assert RIGHT in before
    text.fill(before.replace(RIGHT, WRONG))
