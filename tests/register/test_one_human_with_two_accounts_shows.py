"""One human with two accounts: the same mail address gets no roles that exclude each other, the same name shows to who checks."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from huiqi.kernel.actor import Actor, Role
from huiqi.register import queries, services
from huiqi.register.services import CannotGrant
from huiqi.site.commands import doctor
from tests.cast import NOW, SYSTEM, Cast, visit

MAIL = "zhang@zone.example"


def account(person: Actor, login: str, mail: str = "") -> None:
    assert person.person is not None
    services.add_account(person=person.person, login=login, mail=mail, actor=SYSTEM, now=NOW)


def give(cast: Cast, person: Actor, role: Role) -> None:
    assert person.person is not None
    services.grant_role(person=person.person, role=role, organisation=cast.zone.pk, actor=SYSTEM, now=NOW)


def test_the_same_mail_gets_no_role_that_excludes_the_other(cast: Cast) -> None:
    maker = cast.person("张伟", (Role.FINANCE_OFFICER, cast.zone))
    account(maker, "zhang", MAIL)
    second = cast.person("章伟")
    account(second, "zhang2", MAIL.upper())
    with pytest.raises(CannotGrant) as refused:
        give(cast, second, Role.FINANCE_APPROVER)
    assert refused.value.code == "same_mail"
    assert "张伟" in refused.value.said(english=False)
    give(cast, second, Role.FINANCE_OFFICER)


def test_an_account_gets_no_mail_whose_holder_is_excluded(cast: Cast) -> None:
    maker = cast.person("张伟", (Role.FINANCE_OFFICER, cast.zone))
    account(maker, "zhang", MAIL)
    checker = cast.person("章伟", (Role.FINANCE_APPROVER, cast.zone))
    with pytest.raises(CannotGrant) as refused:
        account(checker, "zhang2", MAIL)
    assert refused.value.code == "same_mail"
    account(checker, "zhang2", "other@zone.example")


def test_the_same_name_shows_to_the_auditor_and_to_the_doctor(cast: Cast) -> None:
    auditor = cast.person("审计员", (Role.AUDITOR, cast.zone))
    cast.person("李娜", (Role.POLICY_OFFICER, cast.zone))
    cast.person("王芳", (Role.FINANCE_OFFICER, cast.zone), (Role.POLICY_OFFICER, cast.zone))
    cast.person("王芳", (Role.FINANCE_OFFICER, cast.zone))
    assert doctor.one_human().state == "ok", "two of a name on the same side are no danger"
    cast.person("李娜", (Role.POLICY_APPROVER, cast.north))
    finding = doctor.one_human()
    assert (finding.state, "李娜" in finding.text, "王芳" in finding.text) == ("warning", True, False)
    page = visit(auditor).get("/register/separation").text
    assert page.count("同名") > page.count("与互斥角色同名")
    marked = visit(auditor).get("/register/separation", {"like": "name"}).text
    assert ("李娜" in marked, "王芳" in marked) == (True, False)


def test_the_list_takes_the_same_queries_whatever_its_length(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    auditor = cast.person("审计员", (Role.AUDITOR, cast.zone))
    for number in (1, 5):
        for turn in range(number):
            cast.person(f"专员{number}{turn}", (Role.POLICY_OFFICER, cast.zone))
        with django_assert_num_queries(1):
            rows = list(queries.separated_roles(auditor, now=timezone.now()))
            [(row.person.name, row.organisation.name, getattr(row.person, "account", None)) for row in rows]


def test_officers_have_no_business_there(cast: Cast) -> None:
    officer = cast.person("专员", (Role.POLICY_OFFICER, cast.zone))
    assert visit(officer).get("/register/separation").status_code == 403
