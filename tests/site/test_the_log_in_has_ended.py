"""Whose log-in has ended: sent to the log-in and back to the page one was on, told that what was sent was not taken."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from huiqi.kernel.actor import Role
from tests.cast import Cast, visit

pytestmark = pytest.mark.django_db
PAGE = "/rulebook/drafts/01900000-0000-7000-8000-000000000000?path=a.yaml"
SAVE = "/rulebook/drafts/01900000-0000-7000-8000-000000000000/save"
HERE = "http://testserver"


def back_from(address: str) -> str:
    """Where the log-in leads afterwards."""
    assert address.startswith("/account/login/"), address
    return parse_qs(urlsplit(address).query)["next"][0]


def test_a_form_leads_back_to_its_page_and_says_that_it_was_not_taken() -> None:
    client = Client()
    answer = client.post(SAVE, headers={"Referer": HERE + PAGE})
    assert back_from(answer["Location"]) == PAGE
    assert "刚才的内容还没有提交" in client.get(answer["Location"]).content.decode()


def test_a_part_of_a_page_leads_the_whole_page_there() -> None:
    answer = Client().post(SAVE, headers={"HX-Request": "true", "HX-Current-URL": HERE + PAGE})
    assert answer.status_code == 204
    assert back_from(answer["HX-Redirect"]) == PAGE


def test_a_script_that_saves_by_itself_is_told_in_its_own_way() -> None:
    answer = Client().post(SAVE, headers={"Accept": "application/json", "Referer": HERE + PAGE})
    assert answer.status_code == 401
    assert back_from(answer.json()["log_in"]) == PAGE


@pytest.mark.parametrize(
    "elsewhere", ("https://elsewhere.example/page", "//elsewhere.example", "javascript:alert(1)", "")
)
def test_nobody_is_led_to_another_site(elsewhere: str) -> None:
    assert back_from(Client().post(SAVE, headers={"Referer": elsewhere})["Location"]) == SAVE


def test_a_page_leads_back_to_itself_wherever_one_came_from() -> None:
    assert back_from(Client().get(PAGE, headers={"Referer": f"{HERE}/elsewhere"})["Location"]) == PAGE


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_a_part_of_a_page_leads_the_whole_page_to_the_second_factor(cast: Cast) -> None:
    officer = cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))
    answer = visit(officer).post(SAVE, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/account/factors/")
