"""A token acts for its person, within its scopes, until it ends; rows out of reach are not there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.register import services
from huiqi.register.models import Account, Token
from huiqi.ui.api import Scope
from tests.api.conftest import caller, token_for
from tests.cast import Cast


def test_only_what_the_person_sees(cast: Cast) -> None:
    north = cast.person("北", (Role.SERVICE_OFFICER, cast.north))
    call = caller(token_for(north, Scope.REGISTER_READ))
    names = [one["name"] for one in call("get", "organisations", kind="company").json()["items"]]
    assert names == [cast.north_company.name]
    hidden = call("get", f"organisations/{cast.south_company.pk}")
    gone = call("get", "organisations/01900000-0000-7000-8000-000000000000")
    assert (hidden.status_code, gone.status_code) == (404, 404)
    assert hidden.json()["code"] == gone.json()["code"]


def test_scopes_narrow(officer: Actor, cast: Cast) -> None:
    call = caller(token_for(officer, Scope.RULEBOOK_READ))
    refused = call("get", "organisations")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert refused.headers["Content-Type"] == "application/problem+json"
    body = {"name": "新公司", "credit_code": "91350100M000100Y43", "parent": str(cast.zone.pk)}
    assert call("post", "organisations", body, key="aaaaaaaa").status_code == 403


def test_a_token_ends_at_once_and_with_its_account(officer: Actor) -> None:
    text = token_for(officer, Scope.REGISTER_READ)
    call = caller(text)
    assert call("get", "organisations").status_code == 200
    account = Account.objects.get(person_id=officer.person)
    account.is_active = False
    account.save()
    assert call("get", "organisations").status_code == 401
    account.is_active = True
    account.save()
    services.end_token(id=Token.objects.get().pk, actor=officer, now=read_clock())
    assert call("get", "organisations").status_code == 401


@pytest.mark.parametrize("token", ("", "huiqi", "huiqi_00_x", "huiqi_" + "0" * 32 + "_secret", "\u00e9"))
def test_a_wrong_token_is_refused_in_the_usual_form(db: None, token: str) -> None:
    refused = caller(token)("get", "organisations")
    assert (refused.status_code, refused.json()["code"]) == (401, "no_token")


def test_only_the_hash_of_a_secret_is_kept(officer: Actor) -> None:
    text = token_for(officer, Scope.REGISTER_READ)
    secret = text.split("_", 2)[2]
    assert len(secret) > 20
    assert secret not in str(Token.objects.values_list())
    now = read_clock()
    for scopes, until in (((), now + timedelta(1)), (("a",), now), (("a",), now + timedelta(400))):
        with pytest.raises(services.CannotMakeToken):
            services.make_token(name="x", scopes=scopes, until=until, actor=officer, now=now)
