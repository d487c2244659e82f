"""Single sign-on against a real OpenID Connect provider: whoever was prepared gets in, nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from huiqi.kernel.environment import CannotReadSetting
from huiqi.kernel.models import AuditEntry
from huiqi.register import services
from huiqi.register.models import Account
from huiqi.site.login import provider
from tests.cast import NOW, SYSTEM, Cast
from tests.site.provider import QUIET, run_provider

pytestmark = pytest.mark.filterwarnings(*QUIET)
LOG_IN = "/account/provider/zone/login/"
PASSWORD = "a-long-password-1"


@pytest.fixture(autouse=True)
def _provider(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[None]:
    with run_provider(monkeypatch, settings):
        yield


@pytest.fixture
def account(cast: Cast) -> Account:
    new = services.add_person_with_account(
        name="李娜", organisation=cast.north.pk, login="li.na", actor=SYSTEM, now=NOW
    )
    return services.use_link(token=new.token, password=PASSWORD, now=NOW)


def through(client: Client, *, subject: str, start: str = LOG_IN) -> HttpResponse:
    """Go to the provider by the site's button, log in there, and come back."""
    sent = client.post(start)
    assert sent.status_code == 302
    there = requests.post(sent.headers["Location"], data={"sub": subject}, allow_redirects=False, timeout=60)
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True)


def test_prepared_subject_gets_in(account: Account) -> None:
    services.prepare_subject(person=account.person_id, subject="li-na", actor=SYSTEM, now=NOW)
    client = Client()
    page = through(client, subject="li-na").content.decode()
    assert "李娜" in page
    assert client.get("/account/").status_code == 200
    assert AuditEntry.objects.filter(code="register.account.logged_in", subject=str(account.pk)).count() == 1


def test_request_is_bound_to_the_browser_and_to_its_answer(account: Account) -> None:
    services.prepare_subject(person=account.person_id, subject="li-na", actor=SYSTEM, now=NOW)
    client = Client()
    asked = parse_qs(urlsplit(client.post(LOG_IN).headers["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert "openid" in asked["scope"][0]
    assert asked["redirect_uri"] == ["http://testserver/account/provider/zone/callback/"]
    stolen = Client().get(f"/account/provider/zone/callback/?code=x&state={asked['state'][0]}")
    assert stolen.status_code == 401
    assert "登录没有成功" in stolen.content.decode()


def test_stranger_is_told_what_to_give_the_administrator(account: Account) -> None:
    client = Client()
    response = through(client, subject="stranger")
    assert response.status_code == 403
    page = response.content.decode()
    assert "还没有您的账户" in page
    assert "<code>stranger</code>" in page
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.exists()
    assert Account.objects.count() == 1, "nobody signs up alone"


def test_same_mail_address_opens_nothing(account: Account) -> None:
    Account.objects.update(email="li@zone.example.cn")
    assert through(Client(), subject="li-na").status_code == 403


def test_second_factor_is_asked_for_here_as_well(account: Account) -> None:
    services.prepare_subject(person=account.person_id, subject="li-na", actor=SYSTEM, now=NOW)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    client = Client()
    assert "两步验证" in through(client, subject="li-na").content.decode()
    assert client.get("/account/").status_code == 302


def test_own_account_is_connected_after_the_password_once_more(account: Account) -> None:
    client = Client()
    client.post("/account/login/", {"login": "li.na", "password": PASSWORD})
    asked = through(client, subject="li-na", start=f"{LOG_IN}?process=connect")
    assert "请再次确认是您本人" in asked.content.decode()
    assert not SocialAccount.objects.exists()
    done = client.post("/account/again/", {"password": PASSWORD}, follow=True).content.decode()
    assert "<code>li-na</code>" in done
    assert "李娜" in through(Client(), subject="li-na").content.decode()
    connected = SocialAccount.objects.get()
    client.post("/account/provider/", {"account": connected.pk})
    assert not SocialAccount.objects.exists()
    codes = AuditEntry.objects.filter(code__contains="connected").order_by("number").values_list("code", flat=True)
    assert list(codes) == ["register.account.connected", "register.account.disconnected"]


def test_identity_of_another_is_not_connected(account: Account, cast: Cast) -> None:
    other = services.add_person_with_account(
        name="张", organisation=cast.north.pk, login="zhang", actor=SYSTEM, now=NOW
    )
    services.prepare_subject(person=other.person, subject="li-na", actor=SYSTEM, now=NOW)
    client = Client()
    client.post("/account/login/", {"login": "li.na", "password": PASSWORD})
    client.post("/account/again/", {"password": PASSWORD})
    page = through(client, subject="li-na", start=f"{LOG_IN}?process=connect").content.decode()
    assert "这个身份已关联到另一个账户" in page
    assert SocialAccount.objects.get().user.person_id == other.person


@pytest.mark.django_db
def test_who_changes_ones_mind_is_back_at_the_log_in() -> None:
    client = Client()
    asked = parse_qs(urlsplit(client.post(LOG_IN).headers["Location"]).query)
    denied = f"/account/provider/zone/callback/?error=access_denied&state={asked['state'][0]}"
    assert "登录已取消" in client.get(denied, follow=True).content.decode()


def test_button_is_there_only_with_a_provider(settings: object) -> None:
    assert "用统一身份认证登录" in Client().get("/account/login/").content.decode()
    settings.OIDC_ISSUER = None
    assert "统一身份认证" not in Client().get("/account/login/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    (
        "login.example.cn",
        "http://login.example.cn",
        "https://",
        "https://u:p@login.example.cn",
        "https://a?b=c",
        "https://a:x",
    ),
)
def test_issuer_is_read_strictly(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv(provider.ISSUER, wrong)
    with pytest.raises(CannotReadSetting, match="HUIQI_OIDC_ISSUER"):
        provider.read_issuer()


def test_issuer_without_its_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(provider.ISSUER, "https://login.example.cn/realms/zone/")
    monkeypatch.setenv(provider.SECRET, "")
    with pytest.raises(CannotReadSetting, match="HUIQI_OIDC_CLIENT_SECRET"):
        provider.providers(provider.read_issuer())
    monkeypatch.setenv(provider.SECRET, "s")
    app = provider.providers(provider.read_issuer())["openid_connect"]["APPS"][0]
    assert app["settings"]["server_url"] == "https://login.example.cn/realms/zone"
