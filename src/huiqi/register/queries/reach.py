"""The one door to a row: what the actor may not see is not there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor, Grant, Role
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register.domain.rights import SEE_FACTS
from huiqi.register.models import Organisation, Person, RoleGrant, Subject


class CannotSee(NotVisible):
    """There is no such row for this actor: one that is hidden and one that is not there are not told apart."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的{what} {id}。", "there is no {what} {id} that you may see.")
    }


def actor_of(*, person: UUID, now: datetime) -> Actor:
    """Return a person as an actor, with the roles held at the moment; raises CannotSee for one who is not known."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise CannotSee("not_found", what="person", id=person)
    held = RoleGrant.objects.filter(person=found, period__contains=now).order_by("role", "organisation")
    rows = held.select_related("organisation")
    grants = tuple(Grant(Role(grant.role), grant.organisation_id) for grant in rows)
    # What an organisation is within begins with its zone.
    zones = frozenset(grant.organisation.within[0] for grant in rows)
    return Actor(person=found.pk, name=found.name, grants=grants, zones=zones)


def within_reach(actor: Actor, *roles: Role) -> QuerySet[Organisation]:
    """Return the organisations for which, or for one above which, the actor holds one of the roles; for the system all.

    What was taken out of the register or merged into another is not there any more.
    """
    there = Organisation.objects.filter(gone_at=None)
    if actor.is_system:
        return there
    reached = actor.organisations(*roles)
    return there.filter(within__overlap=sorted(reached)) if reached else there.none()


def visible_subject(actor: Actor, *, id: UUID) -> Subject:
    """Return a subject whose facts the actor may see; raises CannotSee."""
    reach = within_reach(actor, *SEE_FACTS)
    found = Subject.objects.filter(pk=id, organisation__in=reach).first()
    if found is None:
        raise CannotSee("not_found", what="subject", id=id)
    return found
