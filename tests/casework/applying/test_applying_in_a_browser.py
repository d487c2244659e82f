"""A company applies on a phone, in a real browser: two pages, nothing too wide, nothing that a screen reader cannot say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from huiqi.casework.models import Application
from huiqi.kernel.clock import day_in_china, read_clock
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.casework.applying.conftest import PDF, Counter
from tests.cast import visit

pytestmark = [needs_chromium, pytest.mark.django_db(transaction=True)]


def test_a_company_applies_on_a_phone(counter: Counter, live_server: LiveServer, tmp_path: Path) -> None:
    counter.intake(last_day=day_in_china(read_clock()) + timedelta(days=30))
    proof = tmp_path / PDF.name
    proof.write_bytes(PDF.content)
    owner, officer = visit(counter.owner), visit(counter.officer)
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=owner, size=PHONE)
        page.goto(reverse("casework:applying"))
        assert flaws(page) == []
        page.locator("button:text-is('申报')").click()
        fill(page, proof)
        assert flaws(page) == []
        page.locator("button[name=next]").click()
        page.check("input[name=has_agreed]")
        assert flaws(page) == []
        page.locator("button[name=submit]").click()
        assert "已办2步" in page.inner_text("main")
        application = Application.objects.get()
        desk = new_page(browser, live_server.url, client=officer)
        desk.goto(reverse("casework:application", args=[application.pk]))
        assert flaws(desk) == []
        for number in range(2):
            desk.check(f"input[name=verdict-{number}][value=accepted]")
        desk.locator("button[value=check]").click()
        assert "已受理" in desk.inner_text("main")
    application.refresh_from_db()
    assert application.standing == "accepted"


def fill(page: Any, proof: Path) -> None:
    """Answer both questions with a file each."""
    for number in range(2):
        page.check(f"input[name=value-{number}][value=yes]")
        page.set_input_files(f"input[name=file-{number}]", proof)
