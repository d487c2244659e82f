"""Logging in as people do it, in a real browser: by password, by codes of an app, by recovery code, by passkey."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time
from django.contrib.auth.hashers import make_password

from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi.register import services
from huiqi.register.models import Account
from tests.browser import DESK, PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import NOW, SYSTEM, Cast
from tests.site.provider import QUIET, run_provider

pytestmark = needs_chromium
PASSWORD = "长江 黄河 淮河 珠江 2026"


@pytest.fixture
def browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def account(cast: Cast) -> Account:
    officer = cast.person("李建国", (Role.FINANCE_OFFICER, cast.north))
    return Account.objects.create(
        id=officer.person, person_id=officer.person, username="li.jianguo", password=make_password(PASSWORD)
    )


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238: SHA-1, 30 s, six digits)."""
    _, step, _ = yield_hotp_counters_from_time()
    counter = struct.pack(">Q", step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def log_in(page: Any, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("登录名").fill("Li.Jianguo")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def log_out(page: Any) -> None:
    page.locator("summary").get_by_text("李建国").click()
    page.get_by_role("button", name="退出").click()


def confirm(page: Any) -> None:
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()


def codes() -> list[str]:
    return list(
        AuditEntry.objects.exclude(code="register.organisation.added")
        .order_by("number")
        .values_list("code", flat=True)[2:]
    )


def test_password_app_and_recovery_code(browser: Any, live_server: Any, account: Account) -> None:
    page = new_page(browser, live_server.url, size=PHONE)
    found = []
    log_in(page, "falsch")
    assert "登录名或密码不对" in page.inner_text("main")
    found += flaws(page)
    log_in(page)
    page.locator("summary").get_by_text("李建国").click()
    page.get_by_role("link", name="我的账户").click()
    assert "财务经办人" in page.inner_text("main")
    assert "北园" in page.inner_text("main")
    found += flaws(page)
    page.goto("/account/factors/")
    found += flaws(page)
    page.get_by_role("link", name="启用验证器应用").click()
    found += flaws(page)
    confirm(page)
    found += flaws(page)
    secret = page.inner_text("#secret")
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="启用").click()
    assert "验证码不对" in page.inner_text("main")
    page.get_by_label("验证码").fill(code_of(secret))
    page.get_by_role("button", name="启用").click()
    recovery = page.locator(".codes code").all_inner_texts()
    assert len(set(recovery)) == 10
    found += flaws(page)
    page.reload()
    assert page.locator(".codes").count() == 0, "recovery codes are shown once"
    log_out(page)

    log_in(page)
    found += flaws(page)
    assert page.url.endswith("/account/factors/ask/")
    page.goto("/account/")
    assert "/account/login/" in page.url or "/factors/ask/" in page.url, "half a log-in opens nothing"
    log_in_again_with = code_of(secret)
    page.goto("/account/factors/ask/")
    page.get_by_label("验证码").fill(log_in_again_with)
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator("summary").get_by_text("李建国").wait_for()
    log_out(page)

    log_in(page)
    page.get_by_label("验证码").fill(log_in_again_with)
    page.get_by_role("button", name="登录", exact=True).click()
    assert "已经用过" in page.inner_text("main"), "a code counts once"
    page.get_by_label("验证码").fill(recovery[0])
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator("summary").get_by_text("李建国").wait_for()
    assert found == []
    assert codes()[0] == "register.account.refused"
    assert codes().count("register.account.logged_in") == 3
    assert "register.factor.app_added" in codes()


def test_passkey(browser: Any, live_server: Any, account: Account) -> None:
    page = new_page(browser, live_server.url, size=DESK, scheme="dark")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    log_in(page)
    page.goto("/account/factors/passkeys/add/")
    confirm(page)
    found = flaws(page)
    page.get_by_label("名称").fill("办公室电脑")
    page.get_by_role("button", name="添加").click()
    page.locator(".codes").wait_for()
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    page.goto("/account/factors/passkeys/")
    assert "办公室电脑" in page.inner_text("table")
    assert "免密码登录" in page.inner_text("table")
    found += flaws(page)
    log_out(page)

    page.goto("/account/login/?next=/account/sessions/")
    page.get_by_role("button", name="通行密钥").click()
    page.get_by_role("heading", name="我的登录").wait_for()
    found += flaws(page)
    log_out(page)

    log_in(page)
    page.get_by_role("button", name="用通行密钥").click()
    page.locator("summary").get_by_text("李建国").wait_for()
    page.goto("/account/factors/passkeys/")
    page.get_by_role("link", name="删除").click()
    page.get_by_role("link", name="用通行密钥").click()
    found += flaws(page)
    page.get_by_role("button", name="用通行密钥确认").click()
    page.get_by_role("button", name="删除").wait_for()
    found += flaws(page)
    page.get_by_role("button", name="删除").click()
    page.get_by_text("通行密钥已删除").wait_for()
    assert "还没有通行密钥" in page.inner_text("main")

    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    log_out(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="通行密钥").click()
    page.locator("#passkey-problem").wait_for()
    assert "没有成功" in page.inner_text("#passkey-problem")
    assert found + flaws(page) == []


@pytest.mark.filterwarnings(*QUIET)
def test_identity_provider(
    browser: Any, live_server: Any, account: Account, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    services.prepare_subject(person=account.person_id, subject="li-na", actor=SYSTEM, now=NOW)
    with run_provider(monkeypatch, settings) as provider:
        page = new_page(browser, live_server.url)
        page.goto("/account/login/")
        found = flaws(page)
        page.get_by_role("button", name="统一身份认证").click()
        page.wait_for_url(f"{provider}/**")
        page.get_by_role("button", name="li-na").click()
        page.locator("summary").get_by_text("李建国").wait_for()
        page.said.clear()  # what the provider's own page said
        page.goto("/account/provider/")
        assert "li-na" in page.inner_text("main")
        assert found + flaws(page) == []
        log_out(page)

        page.goto("/account/login/")
        page.get_by_role("button", name="统一身份认证").click()
        page.get_by_role("button", name="stranger").click()
        page.get_by_role("heading", name="还没有您的账户").wait_for()
        page.said.clear()
        assert flaws(page) == []
