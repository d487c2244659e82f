"""Guessing is slowed down for one account and for one place, for all processes, and a page says so in plain words."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from huiqi.kernel.models import AuditEntry
from huiqi.register.models import Account
from tests.cast import Cast


@pytest.fixture
def account(cast: Cast) -> Account:
    holder = cast.person("李")
    return Account.objects.create(
        id=holder.person, person_id=holder.person, username="li", password=make_password("right-password-1")
    )


def attempt(password: str, *, login: str = "li", place: str = "192.0.2.1") -> tuple[int, str]:
    response = Client().post("/account/login/", {"login": login, "password": password}, REMOTE_ADDR=place)
    return response.status_code, response.content.decode()


def test_sixth_wrong_password_is_not_even_looked_at(account: Account) -> None:
    for place in range(5):
        assert "登录名或密码不对" in attempt("wrong", place=f"192.0.2.{place}")[1]
    status, page = attempt("right-password-1", place="192.0.2.9")
    assert status == 200
    assert "失败次数太多" in page
    assert AuditEntry.objects.filter(code="register.account.refused", subject=str(account.pk)).count() == 5


def test_others_are_not_held_up(account: Account, cast: Cast) -> None:
    for place in range(6):
        attempt("wrong", login="nobody", place=f"192.0.2.{place}")
    assert attempt("right-password-1")[0] == 302
    assert not AuditEntry.objects.filter(code="register.account.refused").exists(), "a name that nobody has is not kept"


def test_too_many_from_one_place_get_a_page_in_plain_words(account: Account, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    assert [attempt("wrong")[0] for _ in range(2)] == [200, 200]
    status, page = attempt("right-password-1")
    assert status == 429
    assert "请求太频繁" in page
    assert "请几分钟后再试" in page
    response = Client().post("/account/login/", {"login": "li"}, REMOTE_ADDR="192.0.2.1", HTTP_ACCEPT_LANGUAGE="en")
    assert "Too many requests" in response.content.decode()
    assert response.headers["Retry-After"] == "60"
    assert attempt("right-password-1", place="192.0.2.2")[0] == 302


def test_who_comes_through_a_proxy_is_counted_alone(account: Account, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def status(forwarded: str) -> int:
        return Client().post("/account/login/", {"login": "x"}, HTTP_X_FORWARDED_FOR=forwarded).status_code

    assert [status("198.51.100.1"), status("198.51.100.2")] == [200, 200]
    assert status("6.6.6.6, 198.51.100.1") == 429, "what the visitor claims before the proxy does not count"


def test_page_says_the_same_for_a_wrong_name_and_a_wrong_password(account: Account) -> None:
    texts = {attempt("wrong", login=login)[1].split("<main")[1].replace(login, "") for login in ("li", "nobody")}
    assert len({text.split('name="csrf')[0] for text in texts}) == 1
    assert all("登录名或密码不对" in text for text in texts)


def test_account_that_is_switched_off_opens_nothing(account: Account) -> None:
    client = Client()
    client.post("/account/login/", {"login": "li", "password": "right-password-1"})
    assert client.get("/account/").status_code == 200
    Account.objects.update(is_active=False)
    assert client.get("/account/").status_code == 302, "sessions end at once"
    response = Client().post("/account/login/", {"login": "li", "password": "right-password-1"}, follow=True)
    assert "账户已停用" in response.content.decode()
