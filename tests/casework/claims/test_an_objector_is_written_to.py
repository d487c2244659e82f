"""Who left a mail address with an objection is told the outcome there, once; where the mail does not go out, that is said."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from huiqi.casework import services
from huiqi.casework.domain.claims.objections import mail_in
from huiqi.casework.models import Objection
from huiqi.messages.services import sending
from tests.casework.claims.made import PASSED, Crew
from tests.casework.claims.test_objections_are_looked_into import posted, said
from tests.cast import visit


def judged(crew: Crew, contact: str) -> UUID:
    notice, claim = posted(crew)
    filed = services.object_to(notice=notice, said=replace(said(claim), contact=contact), now=PASSED.replace(day=3))
    services.judge(id=filed.pk, upheld=False, answer="证书编号核对无误", actor=crew.officer, now=PASSED)
    return filed.pk


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    letters: list[tuple[str, str]] = []

    def send(channel: object, target: str, *, title: str, body: str) -> None:
        letters.append((target, title + body))

    monkeypatch.setattr(sending.channels, "send", send)
    return letters


def test_the_outcome_goes_to_the_address_once(crew: Crew, sent: list[tuple[str, str]]) -> None:
    key = judged(crew, "手机13800000000，邮箱 wang.ming@example.com")
    assert services.write_to_objector(id=key, now=PASSED)
    assert not services.write_to_objector(id=key, now=PASSED)
    ((target, text),) = sent
    assert target == "wang.ming@example.com"
    assert "异议不成立" in text
    assert "证书编号核对无误" in text
    assert "已邮件告知异议人" in visit(crew.officer).get(f"/casework/objections/{key}").content.decode()


def test_where_there_is_no_mail_server_it_is_said(crew: Crew) -> None:
    key = judged(crew, "wang.ming@example.com")
    assert not services.write_to_objector(id=key, now=PASSED)
    assert Objection.objects.get(pk=key).told_problem
    assert "请按联系方式告知异议人" in visit(crew.officer).get(f"/casework/objections/{key}").content.decode()


def test_without_an_address_nothing_is_sent(crew: Crew, sent: list[tuple[str, str]]) -> None:
    assert not services.write_to_objector(id=judged(crew, "13800000000"), now=PASSED)
    assert sent == []


@pytest.mark.parametrize(
    ("contact", "mail"),
    (("a@b.cn", "a@b.cn"), ("邮箱：a.b+c@x-y.com.cn。", "a.b+c@x-y.com.cn"), ("微信 wang@home", ""), ("a@b.cn\r\nBcc: x@y.cn", "a@b.cn")),
)  # fmt: skip
def test_addresses_are_found_in_what_was_left(contact: str, mail: str) -> None:
    assert mail_in(contact) == mail
