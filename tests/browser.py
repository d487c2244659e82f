"""A real browser for tests of pages: Debian's Chromium through Playwright, and axe in every page it opens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.resources import files
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from django.test import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium was found (apt-get install chromium)")

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@contextmanager
def open_browser(*, keeps_pages: bool = False) -> Iterator[Any]:
    """Chromium, without a window; as people have it, it keeps pages for its button back. Playwright runs an event loop; Django has to be told that this is meant."""
    from playwright.sync_api import Locator, sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright, patch.object(Locator, "click", settled(Locator.click)):
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, ignore_default_args=["--disable-back-forward-cache"] if keeps_pages else None
        )
        yield browser
        browser.close()
        # Queries made beside the event loop have a connection of their own, which would keep the test database busy.
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def settled(click: Callable[..., None]) -> Callable[..., None]:
    """Wait after a click until the page that it led to is there as a whole: a click itself only waits for its first byte."""

    @wraps(click)
    def click_and_wait(self: Any, **options: Any) -> None:
        click(self, **options)
        if not options.get("no_wait_after"):
            self.page.wait_for_load_state()

    return click_and_wait


def new_page(
    browser: Any, address: str, *, client: Client | None = None, scheme: str = "light", size: Any = DESK
) -> Any:
    """A page in a context of its own, logged in as the client is; `page.said` collects what the console says."""
    context = browser.new_context(color_scheme=scheme, locale="zh-CN", viewport=size, base_url=address)
    context.set_default_timeout(60_000)
    if client is not None:
        cookies = [{"name": name, "value": found.value, "url": address} for name, found in client.cookies.items()]
        context.add_cookies(cookies)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


def flaws(page: Any) -> list[str]:
    """What axe finds on the page, whether it is wider than its window, and what the console said."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    violations = page.evaluate("async () => (await axe.run()).violations")
    found = [f"{page.url}: {one['id']} {one['help']} {one['nodes'][0]['html'][:200]}" for one in violations]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{page.url} is wider than its window")
    return [*found, *page.said]
