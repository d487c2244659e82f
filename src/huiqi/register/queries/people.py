"""People with accounts or roles, as those may see them who give roles; and everybody's own roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.register.domain.accounts import IDENTITY_PROVIDER, digest_of
from huiqi.register.domain.rights import GIVE_ROLES, INVITE
from huiqi.register.models import Account, AccountLink, Organisation, Person, RoleGrant, Subject
from huiqi.register.queries.reach import CannotSee, has_second_factor, within_reach


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds or held: for which organisation and all below it, from when to when; `end` None is without end."""

    id: UUID
    role: Role
    organisation: UUID
    organisation_name: str
    begin: datetime
    end: datetime | None
    consent: str
    scope: str

    @property
    def is_invited(self) -> bool:
        """Return whether a company gave the role and may end it."""
        return self.role in INVITE

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it is held; None is without end."""
        return day_in_china(self.end - timedelta(microseconds=1)) if self.end else None


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """A person as whoever gives roles sees one: the account, and the roles within reach, those of now first."""

    id: UUID
    name: str
    home: str
    login: str
    mail: str
    is_on: bool
    last_login: datetime | None
    has_factor: bool
    has_password: bool
    subject: str
    held: tuple[HeldRole, ...]
    past: tuple[HeldRole, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class CompanyPerson:
    """Somebody who acts for a company, as its owner sees it; roles are those at the company."""

    id: UUID
    name: str
    login: str
    is_on: bool
    last_login: datetime | None
    held: tuple[HeldRole, ...]
    may_manage: bool


def grants_of(*, person: UUID, now: datetime) -> tuple[HeldRole, ...]:
    """Return the roles that a person holds now; for the person's own eyes."""
    rows = RoleGrant.objects.filter(person=person, period__contains=now).select_related("organisation")
    return tuple(held_role(row) for row in rows.order_by("role", "organisation__name_key"))


def people(actor: Actor, *, now: datetime, at: UUID | None = None) -> QuerySet[Person]:
    """Return the people with an account or a role who belong, or have a role, within what the actor gives roles for.

    `at` narrows to one organisation. Each row has `held` (roles of now within reach, with their organisations) and `home_name`.
    """
    reach = within_reach(actor, *GIVE_ROLES, Role.COMPANY_OWNER)
    if at is not None:
        reach = reach.filter(pk=at)
    homes = Subject.objects.filter(kind="person", organisation__in=reach).values("pk")
    granted = RoleGrant.objects.filter(organisation__in=reach)
    belongs = Q(pk__in=homes) & (Q(account__isnull=False) | Q(pk__in=RoleGrant.objects.values("person")))
    held = (
        granted.filter(period__contains=now).select_related("organisation").order_by("role", "organisation__name_key")
    )
    home = Subject.objects.filter(pk=OuterRef("pk")).values("organisation__name")[:1]
    return (
        Person.objects.filter(belongs | Q(pk__in=granted.values("person")))
        .select_related("account")
        .annotate(home_name=Subquery(home))
        .prefetch_related(Prefetch("grants", queryset=held, to_attr="held"))
    )


def person(actor: Actor, *, id: UUID, now: datetime) -> SeenPerson:
    """Return one of these people with the roles of now and of before, within reach; raises CannotSee."""
    found = people(actor, now=now).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="person", id=id)
    reach = within_reach(actor, *GIVE_ROLES, Role.COMPANY_OWNER)
    rows = RoleGrant.objects.filter(person=found, organisation__in=reach).select_related("organisation")
    roles = tuple(held_role(row) for row in rows.order_by("-period", "-id"))
    account = Account.objects.filter(person=found).first()
    subjects = SocialAccount.objects.filter(user__person=found, provider=IDENTITY_PROVIDER)
    return SeenPerson(
        id=found.pk,
        name=found.name,
        home=getattr(found, "home_name", "") or "",
        login=account.username if account else "",
        mail=account.email if account else "",
        is_on=bool(account and account.is_active),
        last_login=account.last_login if account else None,
        has_factor=has_second_factor(person=found.pk),
        has_password=bool(account and account.has_usable_password()),
        subject=subjects.values_list("uid", flat=True).first() or "",
        held=tuple(role for role in roles if role.end is None or role.end > now),
        past=tuple(role for role in roles if role.end is not None and role.end <= now),
        may_manage=actor.person != found.pk and may_manage_account(actor, person=found.pk, now=now),
    )


def holding_role(rows: QuerySet[Person], actor: Actor, *, role: str, now: datetime) -> QuerySet[Person]:
    """Return those who hold a role now within what the actor gives roles for."""
    reach = within_reach(actor, *GIVE_ROLES, Role.COMPANY_OWNER)
    held = RoleGrant.objects.filter(role=role, period__contains=now, organisation__in=reach)
    return rows.filter(pk__in=held.values("person"))


def never_opened(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Narrow people to those who were given an account and have not opened it: no password yet, and no identity from elsewhere."""
    elsewhere = SocialAccount.objects.filter(user__person=OuterRef("pk"))
    return rows.filter(
        ~Exists(elsewhere), account__is_active=True, account__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


def company_people(actor: Actor, *, company: UUID, now: datetime) -> tuple[CompanyPerson, ...]:
    """Return who may act for a company of the actor's own, and whom it invited; raises CannotSee."""
    if not own_companies(actor).filter(pk=company).exists():
        raise CannotSee("not_found", what="company", id=company)
    rows = people(actor, now=now, at=company).annotate(managed=manageable(actor, now=now))
    return tuple(
        company_person(row, managed=row.managed and row.pk != actor.person) for row in rows.order_by("name_key")
    )


def company_person(row: Any, *, managed: bool) -> CompanyPerson:
    """Return a row of `people` as a company's page shows it."""
    account = getattr(row, "account", None)
    return CompanyPerson(
        id=row.pk,
        name=row.name,
        login=account.username if account else "",
        is_on=bool(account and account.is_active),
        last_login=account.last_login if account else None,
        held=tuple(held_role(grant) for grant in row.held),
        may_manage=managed,
    )


def own_companies(actor: Actor) -> QuerySet[Organisation]:
    """Return the companies that the actor owns, as far as the platform is concerned."""
    return within_reach(actor, Role.COMPANY_OWNER).filter(kind=Organisation.Kind.COMPANY)


def name_of_person(*, field: str) -> Combinable:
    """Return an expression for the name of the person in a field of another row."""
    named = Person.objects.filter(pk=OuterRef(field)).order_by()
    return Coalesce(Subquery(named.values("name")[:1]), Value(""))


def person_by_login(*, login: str) -> UUID | None:
    """Return whose log-in name it is: whoever names somebody exactly may let that person act for a company."""
    return (
        Account.objects.filter(username=login.strip().lower(), is_active=True).values_list("person", flat=True).first()
    )


def may_manage_account(actor: Actor, *, person: UUID, now: datetime) -> bool:
    """Return whether the actor may open or close somebody's account."""
    return actor.is_system or Person.objects.filter(manageable(actor, now=now), pk=person).exists()


def manageable(actor: Actor, *, now: datetime) -> Q:
    """Return the condition on a person whose account the actor may open or close: everything about it lies within reach.

    Whoever opens an account could use it: it may carry no right beyond what the actor gives anyway.
    """
    condition = Q(pk=None)
    in_force = RoleGrant.objects.filter(Q(period__endswith=None) | Q(period__endswith__gt=now), person=OuterRef("pk"))
    for roles in (GIVE_ROLES, (Role.COMPANY_OWNER,)):
        reach = within_reach(actor, *roles)
        at_home = Exists(Subject.objects.filter(pk=OuterRef("pk"), organisation__in=reach))
        condition |= Q(at_home) & ~Q(Exists(in_force.exclude(organisation__in=reach)))
    return condition


def role_places(actor: Actor) -> QuerySet[Organisation]:
    """Return the zones, parks, departments and institutions for which the actor gives roles; companies are named by code."""
    return within_reach(actor, *GIVE_ROLES).exclude(kind=Organisation.Kind.COMPANY).order_by("within", "name_key")


def link_holder(*, token: str, now: datetime) -> str:
    """Return the log-in name for which the token of a link sets a password; empty where it no longer does."""
    links = AccountLink.objects.filter(
        digest=digest_of(token), used_at=None, holds_until__gt=now, account__is_active=True
    )
    return links.values_list("account__username", flat=True).first() or ""


def held_role(row: RoleGrant) -> HeldRole:
    """Return a row as other parts may hold it."""
    return HeldRole(
        id=row.pk,
        role=Role(row.role),
        organisation=row.organisation_id,
        organisation_name=row.organisation.name,
        begin=row.period.lower,
        end=row.period.upper,
        consent=row.consent,
        scope=row.scope,
    )
