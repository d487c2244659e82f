"""Where the zone asks for a second factor, an officer's roles count only after one is set up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from huiqi.kernel.actor import Role
from huiqi.register import services
from huiqi.register.domain.rights import NEED_SECOND_FACTOR
from huiqi.register.models import Account
from huiqi.site import urls
from huiqi.ui.doors import LOGGED_IN, Request, door
from tests.cast import NOW, Cast, visit

pytestmark = pytest.mark.urls(__name__)


@door(Role.AUDITOR)
def auditors(request: Request) -> HttpResponse:
    return HttpResponse("auditors")


@door(LOGGED_IN)
def roles(request: Request) -> HttpResponse:
    return HttpResponse(" ".join(grant.role for grant in request.actor.grants))


urlpatterns = [*urls.urlpatterns, path("auditors", auditors), path("roles", roles)]


@pytest.fixture(autouse=True)
def _asked(settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def add_app(client: Client) -> None:
    account = Account.objects.get(pk=client.session["_auth_user_id"])
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})


def test_roles_of_officers_wait_for_it(cast: Cast) -> None:
    client = visit(cast.person("审", (Role.AUDITOR, cast.zone)))
    assert client.get("/roles").content == b""
    response = client.get("/auditors", follow=True)
    assert response.redirect_chain == [("/account/factors/", 302)]
    assert "请先设置一种" in response.content.decode()
    assert "您的角色不起作用" in client.get("/account/").content.decode()
    add_app(client)
    assert client.get("/roles").content == b"auditor"
    assert client.get("/auditors").content == b"auditors"


def test_tokens_of_programs_carry_no_more(cast: Cast) -> None:
    officer = cast.person("审", (Role.AUDITOR, cast.zone))
    client = visit(officer)
    _, token = services.make_token(
        name="同步", scopes=["register:read"], until=NOW + timedelta(days=360), actor=officer, now=NOW
    )
    program = Client(headers={"authorization": f"Bearer {token}"})
    seen = [program.get("/api/v1/organisations").json()["items"]]
    add_app(client)
    seen.append(program.get("/api/v1/organisations").json()["items"])
    assert [bool(items) for items in seen] == [False, True]


def test_companies_do_without(cast: Cast) -> None:
    client = visit(cast.person("企", (Role.COMPANY_OWNER, cast.north_company)))
    assert client.get("/roles").content == b"company_owner"
    assert client.get("/auditors").status_code == 403, "who could not come in anyway is refused, not led on"


def test_every_role_that_sees_or_decides_for_others_needs_it() -> None:
    assert set(Role) - set(NEED_SECOND_FACTOR) == {
        Role.COMPANY_OWNER, Role.COMPANY_STAFF, Role.COMPANY_AGENT, Role.PROVIDER,
    }  # fmt: skip


def test_zone_may_do_without(cast: Cast, settings: object) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    assert visit(cast.person("审", (Role.AUDITOR, cast.zone))).get("/auditors").content == b"auditors"


def test_first_log_in_leads_to_it(cast: Cast) -> None:
    officer = cast.person("审", (Role.AUDITOR, cast.zone))
    account = Account(id=officer.person, person_id=officer.person, username="shen")
    account.set_password("a-long-password-1")
    account.save()
    entered = Client().post("/account/login/", {"login": "shen", "password": "a-long-password-1"})
    assert entered.headers["Location"] == "/account/factors/"
