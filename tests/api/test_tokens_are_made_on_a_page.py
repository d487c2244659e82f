"""A person makes a token on a page, sees it once, uses it and ends it; nobody ends another's."""

from __future__ import annotations

import re

from huiqi.kernel.actor import Actor, Role
from huiqi.register.models import Token
from tests.api.conftest import caller
from tests.cast import Cast, visit


def test_made_seen_once_used_and_ended(cast: Cast, officer: Actor) -> None:
    client = visit(officer)
    form = {"name": "每日同步", "scopes": ["register:read"], "days": "30"}
    text = re.search(r"<code>(huiqi_\S+)</code>", client.post("/register/tokens", form).content.decode())[1]
    page = client.get("/register/tokens").content.decode()
    assert "每日同步" in page
    assert text not in page
    assert caller(text)("get", "organisations").status_code == 200
    token = Token.objects.get()
    stranger = visit(cast.person("别人", (Role.LEADER, cast.zone)))
    assert stranger.post(f"/register/tokens/{token.pk}/end").status_code == 404
    assert client.post(f"/register/tokens/{token.pk}/end").status_code == 302
    assert caller(text)("get", "organisations").status_code == 401


def test_what_is_missing_is_said(officer: Actor) -> None:
    wrong = visit(officer).post("/register/tokens", {"name": "", "days": "999"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count('class="errorlist"') >= 3
    assert not Token.objects.exists()
