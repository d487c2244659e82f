"""A table whose heads sort nothing has none on a phone, where each cell says its own: no empty row is left to a screen reader."""

from __future__ import annotations

import pytest

from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser

pytestmark = [needs_chromium, pytest.mark.urls("tests.ui.pages")]


def test_heads_that_are_not_shown_leave_no_row(address: str) -> None:
    with open_browser() as browser:
        page = new_page(browser, address, size=PHONE)
        page.route("**/part", lambda route: route.fulfill(body="come"))
        page.goto("/parts")
        page.get_by_text("come").wait_for()
        assert page.get_by_role("cell", name="one").is_visible()
        assert not page.get_by_text("Fact").is_visible()
        assert page.get_by_text("as listed").bounding_box()["width"] > 120, "a long name leaves room for its value"
        assert flaws(page) == []
