"""Making a PDF takes a second of the server: visitors from one place get some a minute, who has logged in is not held up."""

from __future__ import annotations

import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from tests.cast import Cast, visit

ADDRESS = "/rulebook/compendium.pdf"
# Nothing is published: what is let through finds no compendium.
LET_THROUGH = 404


@pytest.fixture(autouse=True)
def _two_a_minute(db: None, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"compendium_pdf": "2/m/ip"}


def status(client: Client, place: str = "192.0.2.1") -> int:
    return client.get(ADDRESS, REMOTE_ADDR=place).status_code


def test_third_visit_of_a_minute_is_refused() -> None:
    assert [status(Client()) for _ in range(3)] == [LET_THROUGH, LET_THROUGH, 429]
    assert status(Client(), "192.0.2.2") == LET_THROUGH
    assert "请求太频繁" in Client().get(ADDRESS, REMOTE_ADDR="192.0.2.1").content.decode()


def test_who_has_logged_in_is_not_held_up(cast: Cast) -> None:
    client = visit(cast.person("专员", (Role.POLICY_OFFICER, cast.zone)))
    assert [status(client) for _ in range(3)] == [LET_THROUGH] * 3
