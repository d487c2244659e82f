"""Everybody sees the own sessions and ends them, one or all others; nobody ends another's."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.models import AuditEntry
from huiqi.register.models import Account
from tests.cast import Cast, visit

PASSWORD = "a-long-password-1"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.54"


@pytest.fixture
def account(cast: Cast) -> Account:
    holder = cast.person("李")
    return Account.objects.create(
        id=holder.person, person_id=holder.person, username="li", password=make_password(PASSWORD)
    )


def log_in(browser: str = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0") -> Client:
    client = Client(headers={"user-agent": browser})
    client.post("/account/login/", {"login": "li", "password": PASSWORD})
    return client


def test_sessions_are_listed_in_words_that_people_know(account: Account) -> None:
    here = log_in()
    log_in(PHONE)
    page = here.get("/account/sessions/").content.decode()
    assert "Edge · Windows" in page
    assert "微信 · iPhone" in page
    assert page.count("正在使用") == 1


def test_one_session_is_ended(account: Account) -> None:
    here, there = log_in(), log_in(PHONE)
    other = UserSession.objects.get(user_agent=PHONE)
    assert here.get(f"/account/sessions/{other.pk}/end").status_code == 405
    assert here.post(f"/account/sessions/{other.pk}/end").status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert AuditEntry.objects.filter(code="register.account.session_ended", subject=str(account.pk)).count() == 1


def test_nobody_ends_anothers_session(account: Account, cast: Cast) -> None:
    mine = log_in()
    stranger = visit(cast.person("张"))
    assert stranger.post(f"/account/sessions/{UserSession.objects.get(user=account).pk}/end").status_code == 404
    assert mine.get("/account/").status_code == 200


def test_all_others_are_ended(account: Account) -> None:
    here, others = log_in(), [log_in(PHONE), log_in()]
    here.post("/account/sessions/")
    assert [client.get("/account/").status_code for client in (here, *others)] == [200, 302, 302]


def test_changed_password_ends_the_others(account: Account) -> None:
    here, there = log_in(), log_in(PHONE)
    fresh = "another-long-password-2"
    answer = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}, follow=True
    )
    assert "密码已修改" in answer.content.decode()
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert AuditEntry.objects.filter(code="register.password.changed").count() == 1


def test_weak_passwords_are_refused_in_words(account: Account) -> None:
    here = log_in()
    for weak in ("short", "1234567890", "qwertyuiop", "password123"):
        answer = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
        assert 'class="errorlist"' in answer.content.decode(), weak
    assert Account.objects.get(pk=account.pk).check_password(PASSWORD)


def test_looking_at_pages_writes_nothing_each_time(account: Account) -> None:
    here = log_in()
    here.get("/account/password/change/")
    with CaptureQueriesContext(connection) as asked:
        here.get("/account/password/change/")
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []
