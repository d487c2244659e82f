"""Accounts: made for people, switched off and on, and opened again by a link that works once.

Nobody but the holder ever knows a password: whoever makes an account hands over a link with which the holder sets one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register.domain.accounts import IDENTITY_PROVIDER, LINK_HOLDS, digest_of, login_name, new_token
from huiqi.register.models import Account, AccountLink, Person, RoleGrant
from huiqi.register.queries.people import may_manage_account, person_by_login
from huiqi.register.services.log_ins import write
from huiqi.register.services.people import add_person, grant_role, refuse_same_mail

_SUBJECT_MOST = 191


class CannotKeepAccount(Cannot):
    """The account cannot be made or changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": (
            "您不能管理{person}的账户：这个人在您管理的范围之外也有角色，或者不属于您的范围。",
            "you may not manage the account of {person}, who belongs elsewhere or holds a role beyond what you manage.",
        ),
        "not_yours": ("不能这样处理自己的账户。", "nobody does this to the own account."),
        "has_account": ("{person}已有账户。", "{person} has an account already."),
        "no_account": ("{person}还没有账户。", "{person} has no account yet."),
        "bad_login": (
            "{login!r}不能作登录名：2至100个字母、汉字、数字或.@+-_，不含空格。",
            "{login!r} is no log-in name: 2 to 100 letters, digits or .@+-_, without spaces.",
        ),
        "unknown_login": ("没有登录名是{login}的账户。", "there is no account with the log-in name {login}."),
        "login_taken": ("登录名{login}已有人使用。", "the log-in name {login} is taken."),
        "bad_mail": ("{mail!r}不是邮箱地址。", "{mail!r} is no mail address."),
        "bad_subject": ("身份标识不能为空，也不能超过191个字符。", "a subject has 1 to 191 characters."),
        "subject_taken": ("身份标识{subject}已属于另一个账户。", "the subject {subject} belongs to another account."),
        "link_gone": (
            "这个链接已经用过、已过期，或被新的链接取代。请再要一个。",
            "the link was used, is too old, or was replaced by a newer one. Ask for another.",
        ),
        "switched_off": (
            "{person}的账户已停用，请先启用。",
            "the account of {person} is switched off: switch it on first.",
        ),
    }


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that was made: whose it is, its log-in name, and the token of its link, which is shown once."""

    person: UUID
    login: str
    token: str


@transaction.atomic
def add_account(*, person: UUID, login: str, actor: Actor, now: datetime, mail: str = "") -> NewAccount:
    """Make an account without a password, and the link to set one; raises CannotKeepAccount, CannotGrant("same_mail")."""
    holder = managed_person(person, actor=actor, now=now)
    if Account.objects.filter(person=holder).exists():
        raise CannotKeepAccount("has_account", person=holder.name)
    username, address = read_login(login), read_mail(mail)
    if Account.objects.filter(username=username).exists():
        raise CannotKeepAccount("login_taken", login=username)
    held = RoleGrant.objects.filter(person=holder, period__contains=now).select_related("organisation")
    roles = [(Role(one.role), one.organisation) for one in held]
    refuse_same_mail(holder, address, roles=roles, meanwhile=DateTimeTZRange(now, None))
    account = Account(id=new_id(now), username=username, email=address, person=holder)
    account.set_unusable_password()
    account.save(force_insert=True)
    write(account, "register.account.added", actor=actor, now=now, after={"login": username, "mail": address})
    return NewAccount(holder.pk, username, make_link(account, now=now))


@transaction.atomic
def add_person_with_account(
    *, name: str, organisation: UUID, login: str, actor: Actor, now: datetime, mail: str = ""
) -> NewAccount:
    """Add somebody who belongs to an organisation, with an account; raises CannotKeep, CannotKeepAccount."""
    person = add_person(name=name, organisation=organisation, actor=actor, now=now)
    return add_account(person=person.pk, login=login, mail=mail, actor=actor, now=now)


@transaction.atomic
def invite_staff(*, company: UUID, name: str, login: str, actor: Actor, now: datetime, mail: str = "") -> NewAccount:
    """Add somebody who works at a company, with an account; raises CannotKeep, CannotKeepAccount."""
    made = add_person_with_account(name=name, organisation=company, login=login, mail=mail, actor=actor, now=now)
    grant_role(person=made.person, role=Role.COMPANY_STAFF, organisation=company, actor=actor, now=now)
    return made


@transaction.atomic
def give_consent(
    *, company: UUID, login: str, scope: str, consent: str, until: datetime, actor: Actor, now: datetime
) -> None:
    """Let the holder of a log-in name act for a company until a moment; raises CannotGrant, CannotKeep, CannotKeepAccount."""
    agent = person_by_login(login=login)
    if agent is None:
        raise CannotKeepAccount("unknown_login", login=login[:40])
    grant_role(
        person=agent, role=Role.COMPANY_AGENT, organisation=company, consent=consent, scope=scope, until=until,
        actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def renew_link(*, person: UUID, actor: Actor, now: datetime, drop_factors: bool = False) -> NewAccount:
    """Take the password away and make a link to set another; on request take the second factors away as well.

    Raises CannotKeepAccount.
    """
    account = managed_account(person, actor=actor, now=now)
    if not account.is_active:
        raise CannotKeepAccount("switched_off", person=account.person.name)
    account.set_unusable_password()
    account.save(update_fields=("password",))
    if drop_factors:
        Authenticator.objects.filter(user=account).delete()
    write(account, "register.account.link_made", actor=actor, now=now, after={"factors_dropped": drop_factors})
    return NewAccount(person, account.username, make_link(account, now=now))


@transaction.atomic
def use_link(*, token: str, password: str, now: datetime) -> Account:
    """Set the password with the token of a link, which no longer works then; raises CannotKeepAccount("link_gone")."""
    link = (
        AccountLink.objects.select_for_update()
        .select_related("account__person")
        .filter(digest=digest_of(token), used_at=None, holds_until__gt=now, account__is_active=True)
        .first()
    )
    if link is None:
        raise CannotKeepAccount("link_gone")
    link.used_at = now
    link.save(update_fields=("used_at",))
    account = link.account
    account.set_password(password)
    account.save(update_fields=("password",))
    holder = Actor(person=account.person_id, name=account.person.name)
    write(account, "register.account.link_used", actor=holder, now=now)
    return account


@transaction.atomic
def switch_account(*, person: UUID, on: bool, actor: Actor, now: datetime) -> Account:
    """Switch an account off, which ends its sessions and links at once, or on again; raises CannotKeepAccount."""
    account = managed_account(person, actor=actor, now=now)
    if account.is_active != on:
        account.is_active = on
        account.save(update_fields=("is_active",))
        AccountLink.objects.filter(account=account, used_at=None).delete()
        code = "register.account.switched_on" if on else "register.account.switched_off"
        write(account, code, actor=actor, now=now)
    return account


@transaction.atomic
def prepare_subject(*, person: UUID, subject: str, actor: Actor, now: datetime) -> None:
    """Let the identity provider's subject in with the account; an empty one lets none in. Raises CannotKeepAccount."""
    account = managed_account(person, actor=actor, now=now)
    known = SocialAccount.objects.filter(provider=IDENTITY_PROVIDER)
    tidied = subject.strip()
    if len(tidied) > _SUBJECT_MOST:
        raise CannotKeepAccount("bad_subject")
    if tidied and known.filter(uid=tidied).exclude(user=account).exists():
        raise CannotKeepAccount("subject_taken", subject=tidied)
    before = {"subject": list(known.filter(user=account).values_list("uid", flat=True))}
    known.filter(user=account).delete()
    if tidied:
        SocialAccount.objects.create(user=account, provider=IDENTITY_PROVIDER, uid=tidied)
    after = {"subject": tidied}
    write(account, "register.account.subject_prepared", actor=actor, now=now, before=before, after=after)


def managed_person(person: UUID, *, actor: Actor, now: datetime) -> Person:
    """Return the person, locked, where the actor manages the account; raises CannotKeepAccount."""
    holder = Person.objects.select_for_update().filter(pk=person).first()
    if holder is None or not may_manage_account(actor, person=person, now=now):
        raise CannotKeepAccount("not_allowed", person=holder.name if holder else person)
    if actor.person == person:
        raise CannotKeepAccount("not_yours")
    return holder


def managed_account(person: UUID, *, actor: Actor, now: datetime) -> Account:
    """Return the account of a person, locked; raises CannotKeepAccount."""
    holder = managed_person(person, actor=actor, now=now)
    account = Account.objects.select_for_update().select_related("person").filter(person=holder).first()
    if account is None:
        raise CannotKeepAccount("no_account", person=holder.name)
    return account


def make_link(account: Account, *, now: datetime) -> str:
    """Return the token of a new link; those before it no longer work."""
    AccountLink.objects.filter(account=account, used_at=None).delete()
    token = new_token()
    AccountLink.objects.create(
        id=new_id(now), account=account, digest=digest_of(token), made_at=now, holds_until=now + LINK_HOLDS
    )
    return token


def read_login(text: str) -> str:
    """Return a log-in name as it is kept; raises CannotKeepAccount("bad_login")."""
    try:
        return login_name(text)
    except ValueError as error:
        raise CannotKeepAccount("bad_login", login=text[:40]) from error


def read_mail(text: str) -> str:
    """Return a mail address as it is kept, or nothing; raises CannotKeepAccount("bad_mail")."""
    address = text.strip().lower()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise CannotKeepAccount("bad_mail", mail=text[:80]) from error
    return address
