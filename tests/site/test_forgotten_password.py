"""A new password: by mail where mail is set up, else the page says whom to ask."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client

from huiqi.kernel.models import AuditEntry
from huiqi.register.models import Account
from tests.cast import Cast


@pytest.fixture
def account(cast: Cast) -> Account:
    holder = cast.person("李")
    return Account.objects.create(
        id=holder.person,
        person_id=holder.person,
        username="li",
        email="li@zone.example.cn",
        password=make_password("old-password-1"),
    )


@pytest.fixture
def _mail(settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.cn"


def test_without_mail_the_page_says_whom_to_ask(account: Account, settings: object) -> None:
    settings.CONTACT = "信息中心 0571-1234567"
    for answer in (
        Client().get("/account/password/reset/"),
        Client().post("/account/password/reset/", {"email": account.email}),
    ):
        assert "只能用一次的链接" in answer.content.decode()
        assert "信息中心 0571-1234567" in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.usefixtures("_mail")
def test_link_in_the_mail_sets_a_password_once(account: Account) -> None:
    visitor = Client()
    sent = visitor.post("/account/password/reset/", {"email": "LI@zone.example.cn"}, follow=True)
    assert "请查收邮件" in sent.content.decode()
    assert mail.outbox[0].to == ["li@zone.example.cn"]
    assert "重设账户“li”的密码" in mail.outbox[0].body
    address = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = visitor.get(address, follow=True)
    assert form.status_code == 200
    fresh = {"password1": "new-long-password-2", "password2": "new-long-password-2"}
    done = visitor.post(form.request["PATH_INFO"], fresh, follow=True)
    assert "密码已设置" in done.content.decode()
    assert Account.objects.get(pk=account.pk).check_password("new-long-password-2")
    assert AuditEntry.objects.filter(code="register.password.reset").count() == 1
    assert "密码已重设" in mail.outbox[1].subject, "the holder is told"
    assert "链接已失效" in Client().get(address, follow=True).content.decode()


@pytest.mark.usefixtures("_mail")
def test_address_that_nobody_has_gets_the_same_answer_and_no_mail(account: Account) -> None:
    sent = Client().post("/account/password/reset/", {"email": "nobody@zone.example.cn"}, follow=True)
    assert "请查收邮件" in sent.content.decode()
    assert mail.outbox == []
