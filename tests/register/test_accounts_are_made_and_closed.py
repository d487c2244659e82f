"""Accounts: made by whoever may, opened by a link that works once, switched off at once; nobody takes over another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from huiqi.kernel.actor import VISITOR, Actor, Role
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.domain.accounts import LINK_HOLDS
from huiqi.register.models import Account, AccountLink
from tests.cast import NOW, SYSTEM, Cast

LATER = NOW + timedelta(seconds=2)


@pytest.fixture
def administrator(cast: Cast) -> Actor:
    return cast.person("管", (Role.ADMINISTRATOR, cast.zone))


def made(cast: Cast, actor: Actor, login: str = "Li.Na", **more: object) -> services.NewAccount:
    wanted = {"name": "李娜", "organisation": cast.north.pk, "login": login, "actor": actor, "now": LATER}
    return services.add_person_with_account(**wanted | more)


def why(act: object, **named: object) -> str:
    with pytest.raises(services.CannotKeepAccount) as failure:
        act(**named)
    return failure.value.code


def test_new_account_has_no_password_and_a_link_that_works_once(cast: Cast, administrator: Actor) -> None:
    new = made(cast, administrator, mail="Li@Zone.example.cn")
    account = Account.objects.get(person=new.person)
    assert (account.username, account.email, account.has_usable_password()) == ("li.na", "li@zone.example.cn", False)
    assert new.token not in str(list(AccountLink.objects.values())), "the table does not know the link"
    assert new.token not in str(list(AuditEntry.objects.values())), "nor does the trail"
    assert queries.link_holder(token=new.token, now=LATER) == "li.na"
    services.use_link(token=new.token, password="a-long-password-1", now=LATER)
    assert Account.objects.get(pk=account.pk).check_password("a-long-password-1")
    assert why(services.use_link, token=new.token, password="another", now=LATER) == "link_gone"
    assert why(services.use_link, token="guessed", password="another", now=LATER) == "link_gone"


def test_link_is_replaced_by_a_newer_one_and_grows_old(cast: Cast, administrator: Actor) -> None:
    first = made(cast, administrator)
    second = services.renew_link(person=first.person, actor=administrator, now=LATER)
    assert queries.link_holder(token=first.token, now=LATER) == ""
    assert queries.link_holder(token=second.token, now=LATER + LINK_HOLDS - timedelta(seconds=1)) == "li.na"
    assert queries.link_holder(token=second.token, now=LATER + LINK_HOLDS) == ""


def test_lost_phone(cast: Cast, administrator: Actor) -> None:
    new = made(cast, administrator)
    account = Account.objects.get(person=new.person)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    services.renew_link(person=new.person, actor=administrator, now=LATER)
    assert Authenticator.objects.filter(user=account).exists(), "only on request"
    services.renew_link(person=new.person, drop_factors=True, actor=administrator, now=LATER)
    assert not Authenticator.objects.filter(user=account).exists()
    assert '"factors_dropped":true' in AuditEntry.objects.order_by("-number").first().details


def test_switched_off_and_on(cast: Cast, administrator: Actor) -> None:
    new = made(cast, administrator)
    services.switch_account(person=new.person, on=False, actor=administrator, now=LATER)
    assert queries.link_holder(token=new.token, now=LATER) == ""
    assert why(services.renew_link, person=new.person, actor=administrator, now=LATER) == "switched_off"
    services.switch_account(person=new.person, on=True, actor=administrator, now=LATER)
    codes = AuditEntry.objects.order_by("-number").values_list("code", flat=True)[:2]
    assert list(codes) == ["register.account.switched_on", "register.account.switched_off"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    (
        ({"login": "li na"}, "bad_login"),
        ({"login": "李"}, "bad_login"),
        ({"login": "x" * 101}, "bad_login"),
        ({"mail": "li"}, "bad_mail"),
        ({"mail": "li@example.cn\nBcc: x@example.cn"}, "bad_mail"),
        ({"login": "TAKEN"}, "login_taken"),
    ),
)
def test_account_that_cannot_be_made(cast: Cast, administrator: Actor, wanted: dict[str, str], code: str) -> None:
    made(cast, administrator, login="taken")
    count = Account.objects.count()
    everything = {"name": "李", "organisation": cast.north.pk, "login": "li", "actor": administrator, "now": LATER}
    assert why(services.add_person_with_account, **everything | wanted) == code
    assert Account.objects.count() == count


def test_chinese_and_wide_log_in_names(cast: Cast, administrator: Actor) -> None:
    assert made(cast, administrator, login=" 李娜_1 ").login == "李娜_1"
    assert made(cast, administrator, login="ＷＡＮＧ").login == "wang"


def test_account_is_managed_only_where_everything_about_it_is_within_reach(cast: Cast, administrator: Actor) -> None:
    of_the_park = cast.person("园管", (Role.ADMINISTRATOR, cast.north))
    ours = made(cast, of_the_park)
    services.renew_link(person=ours.person, actor=of_the_park, now=LATER)
    # A role in the other park: whoever could open the account now could use that role.
    grant = services.grant_role(
        person=ours.person, role=Role.LEADER, organisation=cast.south.pk, actor=administrator, now=LATER
    )
    for act in (services.renew_link, services.switch_account, services.prepare_subject):
        more = (
            {"on": False}
            if act is services.switch_account
            else {"subject": "x"}
            if act is services.prepare_subject
            else {}
        )
        assert why(act, person=ours.person, actor=of_the_park, now=LATER, **more) == "not_allowed"
    services.renew_link(person=ours.person, actor=administrator, now=LATER)
    services.end_role(grant=grant.pk, actor=administrator, now=LATER + timedelta(seconds=1))
    services.renew_link(person=ours.person, actor=of_the_park, now=LATER + timedelta(seconds=2))


def test_nobody_else_manages_accounts(cast: Cast, administrator: Actor) -> None:
    new = made(cast, administrator)
    for actor in (
        VISITOR,
        cast.person("审", (Role.AUDITOR, cast.zone)),
        cast.person("策", (Role.POLICY_OFFICER, cast.zone)),
        cast.person("南管", (Role.ADMINISTRATOR, cast.south)),
        cast.person("企", (Role.COMPANY_OWNER, cast.north_company)),
    ):
        assert why(services.renew_link, person=new.person, actor=actor, now=LATER) == "not_allowed"
    assert why(services.renew_link, person=administrator.person, actor=administrator, now=LATER) == "not_yours"


def test_owner_invites_staff_of_the_own_company_alone(cast: Cast) -> None:
    owner = cast.person("企", (Role.COMPANY_OWNER, cast.north_company))
    wanted = {"name": "小张", "login": "zhang", "actor": owner, "now": LATER}
    new = services.invite_staff(company=cast.north_company.pk, **wanted)
    staff = queries.actor_of(person=new.person, now=LATER)
    assert staff.organisations(Role.COMPANY_STAFF) == {cast.north_company.pk}
    services.switch_account(person=new.person, on=False, actor=owner, now=LATER)
    with pytest.raises(services.CannotKeep, match="may not do this"):
        services.invite_staff(company=cast.south_company.pk, **wanted | {"login": "zhang2"})
    with pytest.raises(services.CannotKeep, match="may not do this"):
        services.grant_role(
            person=new.person, role=Role.COMPANY_OWNER, organisation=cast.north_company.pk, actor=owner, now=LATER
        )


def test_owner_ends_an_agents_consent_at_once(cast: Cast) -> None:
    owner = cast.person("企", (Role.COMPANY_OWNER, cast.north_company))
    agent = cast.person("代理")
    grant = services.grant_role(
        person=agent.person,
        role=Role.COMPANY_AGENT,
        organisation=cast.north_company.pk,
        consent="委托书 2026-03 第2号",
        scope="高企申报，不含资金确认",
        until=LATER + timedelta(days=30),
        actor=owner,
        now=LATER,
    )
    assert queries.actor_of(person=agent.person, now=LATER).holds(Role.COMPANY_AGENT)
    ended = LATER + timedelta(hours=1)
    services.end_role(grant=grant.pk, actor=owner, now=ended)
    assert not queries.actor_of(person=agent.person, now=ended).holds(Role.COMPANY_AGENT)
    with pytest.raises(services.CannotGrant, match="has ended"):
        services.end_role(grant=grant.pk, actor=owner, now=ended)


def test_company_roles_are_held_at_companies(cast: Cast, administrator: Actor) -> None:
    person = cast.person("某")
    with pytest.raises(services.CannotGrant) as failure:
        services.grant_role(
            person=person.person, role=Role.COMPANY_OWNER, organisation=cast.zone.pk, actor=administrator, now=LATER
        )
    assert failure.value.said(english=False) == "企业负责人只能在企业里担任。"


def test_subject_of_the_identity_provider(cast: Cast, administrator: Actor) -> None:
    new, other = made(cast, administrator), made(cast, administrator, login="other")
    services.prepare_subject(person=new.person, subject=" a-1 ", actor=administrator, now=LATER)
    assert SocialAccount.objects.get(uid="a-1").user.person_id == new.person
    assert (
        why(services.prepare_subject, person=other.person, subject="a-1", actor=administrator, now=LATER)
        == "subject_taken"
    )
    services.prepare_subject(person=new.person, subject="", actor=administrator, now=LATER)
    services.prepare_subject(person=other.person, subject="a-1", actor=administrator, now=LATER)
    assert SocialAccount.objects.get(uid="a-1").user.person_id == other.person
    assert (
        why(services.prepare_subject, person=new.person, subject="x" * 192, actor=administrator, now=LATER)
        == "bad_subject"
    )


def test_people_are_seen_by_who_gives_them_roles(cast: Cast, administrator: Actor) -> None:
    north, south = made(cast, administrator), made(cast, SYSTEM, login="south", organisation=cast.south.pk)
    known_only = services.add_person(name="联系人", organisation=cast.north.pk, actor=SYSTEM, now=NOW)
    services.grant_role(person=north.person, role=Role.LEADER, organisation=cast.south.pk, actor=SYSTEM, now=LATER)
    services.grant_role(person=north.person, role=Role.INSPECTOR, organisation=cast.north.pk, actor=SYSTEM, now=LATER)
    of_the_north = cast.person("园管", (Role.ADMINISTRATOR, cast.north))
    seen = set(queries.people(of_the_north, now=LATER).values_list("pk", flat=True))
    assert seen == {north.person, of_the_north.person}
    shown = queries.person(of_the_north, id=north.person, now=LATER)
    assert [role.role for role in shown.held] == [Role.INSPECTOR], "roles in the other park are the other park's"
    assert not shown.may_manage
    for hidden in (south.person, known_only.pk):
        with pytest.raises(queries.CannotSee):
            queries.person(of_the_north, id=hidden, now=LATER)
    assert not queries.people(cast.person("审", (Role.AUDITOR, cast.zone)), now=LATER).exists()
