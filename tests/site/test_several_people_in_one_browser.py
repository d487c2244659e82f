"""Every name under localhost is this machine, so that one browser holds several people, each under a name of its own."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast, visit


@pytest.mark.parametrize("host", ("localhost", "approver.localhost", "approver.localhost:8000"))
def test_every_name_of_this_machine_is_answered(client: Client, host: str) -> None:
    assert client.get("/account/login/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ("localhost.example.cn", "approver-localhost", "evil.example"))
def test_other_names_are_refused_with_what_to_do(client: Client, host: str) -> None:
    answer = client.get("/account/login/", headers={"host": host})
    assert answer.status_code == 400
    assert "HUIQI_ADDRESS" in answer.text


def test_a_log_in_is_for_the_name_under_which_it_was_made(cast: Cast) -> None:
    there = visit(cast.person("林政"))
    assert not any(morsel["domain"] for morsel in there.cookies.values()), "no cookie reaches the names beside it"
