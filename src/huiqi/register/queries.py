"""Reading the register. Every function takes the actor first: what the actor may not see is not there.

`within_reach` is the one door to a row; lists, counts and single rows all go through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet

from huiqi.kernel.actor import Actor, Grant, Role
from huiqi.kernel.errors import Cannot
from huiqi.register.domain.rights import SEE_FACTS, SEE_ORGANISATIONS
from huiqi.register.domain.values import MISSING, Value
from huiqi.register.models import Fact, Organisation, Person, RoleGrant, Subject


class CannotSee(Cannot):
    """There is no such row for this actor: one that is hidden and one that is not there are not told apart."""

    messages: ClassVar[Mapping[str, str]] = {"not_found": "there is no {what} {id} that you may see."}


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as it stood: its value, and where it comes from."""

    name: str
    period: str
    value: Value
    source: str
    evidence: str
    valid_from: date | None
    valid_to: date | None
    recorded_at: datetime
    recorded_by_name: str


def actor_of(*, person: UUID, now: datetime) -> Actor:
    """Return a person as an actor, with the roles held at the moment; raises CannotSee for one who is not known."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise CannotSee("not_found", what="person", id=person)
    held = RoleGrant.objects.filter(person=found, period__contains=now).order_by("role", "organisation")
    grants = tuple(Grant(Role(grant.role), grant.organisation_id) for grant in held)
    return Actor(person=found.pk, name=found.name, grants=grants)


def within_reach(actor: Actor, *roles: Role) -> QuerySet[Organisation]:
    """Return the organisations for which, or for one above which, the actor holds one of the roles; for the system all."""
    if actor.is_system:
        return Organisation.objects.all()
    reached = actor.organisations(*roles)
    return Organisation.objects.filter(within__overlap=sorted(reached)) if reached else Organisation.objects.none()


def organisations(actor: Actor, *, kind: str = "", name: str = "") -> QuerySet[Organisation]:
    """Return what the actor may see, in the order of the names, by kind and by a part of name, former name, code or initials."""
    seen = within_reach(actor, *SEE_ORGANISATIONS)
    if kind:
        seen = seen.filter(kind=kind)
    if name:
        by_former = Organisation.objects.filter(former_names__name__contains=name).values("pk")
        matches = Q(name__contains=name) | Q(credit_code=name.upper()) | Q(pk__in=by_former)
        if name.isascii():
            matches |= Q(name_initials__startswith=name.lower())
        seen = seen.filter(matches)
    return seen.order_by("name_key", "id")


def organisation(actor: Actor, *, id: UUID) -> Organisation:
    """Return one organisation; raises CannotSee."""
    found = within_reach(actor, *SEE_ORGANISATIONS).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="organisation", id=id)
    return found


def visible_subject(actor: Actor, *, id: UUID) -> Subject:
    """Return a subject whose facts the actor may see; raises CannotSee."""
    reach = within_reach(actor, *SEE_FACTS)
    found = Subject.objects.filter(pk=id, organisation__in=reach).first()
    if found is None:
        raise CannotSee("not_found", what="subject", id=id)
    return found


def facts(
    actor: Actor, *, subject: UUID, valid_on: date | None = None, known_on: datetime | None = None
) -> tuple[KnownFact, ...]:
    """Return the facts of a subject by name and period: as they hold on a day, as they were known at a moment.

    Without a day every validity counts, without a moment everything recorded so far. Of several the last one recorded is right.
    Raises CannotSee.
    """
    seen = visible_subject(actor, id=subject)
    rows = Fact.objects.filter(subject=seen)
    if known_on is not None:
        rows = rows.filter(recorded_at__lte=known_on)
    if valid_on is not None:
        begun = Q(valid_from=None) | Q(valid_from__lte=valid_on)
        rows = rows.filter(begun, Q(valid_to=None) | Q(valid_to__gt=valid_on))
    latest = rows.order_by("name", "period", "-recorded_at", "-id").distinct("name", "period")
    return tuple(known(row) for row in latest)


def fact(
    actor: Actor,
    *,
    subject: UUID,
    name: str,
    period: str = "",
    valid_on: date | None = None,
    known_on: datetime | None = None,
) -> Value:
    """Return one value; MISSING where nothing was said, or where what was said is withdrawn. Raises CannotSee."""
    found = facts(actor, subject=subject, valid_on=valid_on, known_on=known_on)
    return next((fact.value for fact in found if (fact.name, fact.period) == (name, period)), MISSING)


def history(actor: Actor, *, subject: UUID, name: str, period: str = "") -> tuple[KnownFact, ...]:
    """Return everything that was ever said of a fact, the latest first. Raises CannotSee."""
    seen = visible_subject(actor, id=subject)
    rows = Fact.objects.filter(subject=seen, name=name, period=period).order_by("-recorded_at", "-id")
    return tuple(known(row) for row in rows)


def known(row: Fact) -> KnownFact:
    """Return a row as other parts may hold it."""
    return KnownFact(
        name=row.name,
        period=row.period,
        value=row.value,
        source=row.source,
        evidence=row.evidence,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        recorded_at=row.recorded_at,
        recorded_by_name=row.recorded_by_name,
    )
