"""The one door to a row: what the actor may not see is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet

from huiqi.kernel.actor import Actor, Grant, Role
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register.domain.rights import NEED_SECOND_FACTOR, SEE_FACTS, is_sensible
from huiqi.register.models import Organisation, Person, RoleGrant, Subject

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class CannotSee(NotVisible):
    """There is no such row for this actor: one that is hidden and one that is not there are not told apart."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的{what} {id}。", "there is no {what} {id} that you may see.")
    }


def actor_of(*, person: UUID, now: datetime) -> Actor:
    """Return a person as an actor, with the roles held at the moment; raises CannotSee for one who is not known.

    Where the zone asks for a second factor, roles that need one are not held by somebody whose account has none.
    """
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise CannotSee("not_found", what="person", id=person)
    # What was given before places were checked would reach too far.
    rows = tuple(row for row in roles_of(person, now=now) if is_sensible(Role(row.role), kind=row.organisation.kind))
    if is_asked_for_second_factor(rows) and not has_second_factor(person=person):
        rows = tuple(row for row in rows if row.role not in NEED_SECOND_FACTOR)
    grants = tuple(Grant(Role(row.role), row.organisation_id) for row in rows)
    # What an organisation is within begins with its zone.
    zones = frozenset(row.organisation.within[0] for row in rows)
    return Actor(person=found.pk, name=found.name, grants=grants, zones=zones)


def waits_for_second_factor(*, person: UUID, now: datetime) -> bool:
    """Return whether roles of the person do not count because the account has no second factor."""
    rows = tuple(roles_of(person, now=now))
    return is_asked_for_second_factor(rows) and not has_second_factor(person=person)


def has_second_factor(*, person: UUID) -> bool:
    """Return whether the person's account has a second factor; sessions from before it was added are ended then."""
    found: bool = Authenticator.objects.filter(user__person=person, type__in=_FACTORS).exists()
    return found


def is_asked_for_second_factor(rows: Iterable[RoleGrant]) -> bool:
    """Return whether the zone asks whoever holds these roles for a second factor."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and any(row.role in NEED_SECOND_FACTOR for row in rows)


def roles_of(person: UUID, *, now: datetime) -> QuerySet[RoleGrant]:
    """Return the roles that a person holds at a moment, with their organisations."""
    held = RoleGrant.objects.filter(person=person, period__contains=now)
    return held.order_by("role", "organisation").select_related("organisation")


def within_reach(actor: Actor, *roles: Role) -> QuerySet[Organisation]:
    """Return the organisations for which, or for one above which, the actor holds one of the roles; for the system all.

    What was taken out of the register or merged into another is not there any more.
    """
    there = Organisation.objects.filter(gone_at=None)
    if actor.is_system:
        return there
    reached = actor.organisations(*roles)
    return there.filter(within__overlap=sorted(reached)) if reached else there.none()


def reached_by(actor: Actor, *roles: Role, through: str) -> Q:
    """Return `within_reach` as a condition on a row joined by that name (`organisation`).

    Where it is one of several conditions (`|`), the database would read the whole register for `in (select ...)`.
    """
    there = Q(**{f"{through}__gone_at": None}, **{f"{through}__isnull": False})
    if actor.is_system:
        return there
    return there & Q(**{f"{through}__within__overlap": sorted(actor.organisations(*roles))})


def reaches(actor: Actor, organisation: Organisation, *roles: Role) -> bool:
    """Return whether the actor holds one of the roles for an organisation that was read before; asks the database nothing."""
    return actor.is_system or not actor.organisations(*roles).isdisjoint(organisation.within)


def visible_subject(actor: Actor, *, id: UUID) -> Subject:
    """Return a subject whose facts the actor may see; raises CannotSee."""
    reach = within_reach(actor, *SEE_FACTS)
    found = Subject.objects.filter(pk=id, organisation__in=reach).select_related("organisation").first()
    if found is None:
        raise CannotSee("not_found", what="subject", id=id)
    return found


def visible_subjects(actor: Actor, *, ids: Collection[UUID]) -> QuerySet[Subject]:
    """Return those of the subjects whose facts the actor may see."""
    return Subject.objects.filter(pk__in=ids, organisation__in=within_reach(actor, *SEE_FACTS)).order_by("pk")


def has_account(*, person: UUID) -> bool:
    """Return whether a person may log in: has an account that is not switched off."""
    return Person.objects.filter(pk=person, account__is_active=True).exists()
