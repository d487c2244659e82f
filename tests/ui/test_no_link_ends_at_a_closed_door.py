"""What a page names and its reader may not open stands there as a name: crumbs and lists lead only where a door lets the reader in."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from huiqi.kernel.actor import Role
from huiqi.ui.templatetags.elements import open_to
from tests.cast import Cast

OWN, LEDGER = "casework:companies", "ledger:lines"


@pytest.fixture
def asked(cast: Cast, rf: RequestFactory) -> HttpRequest:
    """A request of somebody who counts money, and is of no company."""
    request = rf.get("/")
    request.actor = cast.person("周算", (Role.FINANCE_OFFICER, cast.zone))  # type: ignore[attr-defined]  # ours
    return request


def test_a_crumb_to_a_closed_door_is_a_name(asked: HttpRequest) -> None:
    crumbs = [("可享政策", reverse(OWN)), ("账目", reverse(LEDGER)), ("此处", "")]
    page = render_to_string("elements/crumbs.html", {"crumbs": crumbs, "request": asked})
    assert "<span>可享政策</span>" in page
    assert f'<a href="{reverse(LEDGER)}">账目</a>' in page
    assert page.count("aria-current") == 1


def test_what_is_no_page_of_ours_and_what_is_public_stay_links(asked: HttpRequest) -> None:
    assert open_to("https://example.org/x", asked) == "https://example.org/x"
    assert open_to(reverse("casework:notices"), asked) == reverse("casework:notices")
    assert open_to(f"{reverse(OWN)}?a=1", asked) == ""
