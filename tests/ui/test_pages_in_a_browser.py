"""The pages in Chromium: axe finds nothing, the console is silent, nothing is wider than a phone; light and dark."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tests.browser import CHROMIUM, needs_chromium

pytestmark = [
    needs_chromium,
    pytest.mark.urls("tests.ui.pages"),
]


def test_axe_finds_nothing_and_nothing_is_too_wide(address: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    found: list[str] = []
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, locale="zh-CN", viewport={"width": 360, "height": 740})
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            for path in ("/", "/nothing-here", "/fail/broken", "/fail/gone"):
                page.goto(f"{address}{path}")
                page.evaluate(axe)
                violations = page.evaluate("async () => (await axe.run()).violations")
                found += [f"{scheme} {path}: {violation['id']} {violation['help']}" for violation in violations]
                if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                    found.append(f"{path} is wider than a phone")
            page.goto(address)
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip"
            page.get_by_role("button", name="English").click()
            assert page.get_by_role("heading", level=1).inner_text().startswith("Policies find companies")
            context.close()
        browser.close()
    # That a page came with 404 or 500 is meant here, and the browser says it.
    assert found + [text for text in said if "responded with a status of" not in text] == []
