"""Who acts for companies and who holds which role: whom to tell when something is asked of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.register.domain.rights import COMPANY, SEE_CONTACTS
from huiqi.register.models import Organisation, RoleGrant
from huiqi.register.queries.reach import within_reach

_INSTANT = timedelta(microseconds=1)


def people_acting_for(companies: Collection[UUID], *, at: datetime) -> dict[UUID, frozenset[UUID]]:
    """Return for each company the people who are its owners, staff or agents at a moment; for services, not for pages."""
    roles = [role.value for role in COMPANY]
    grants = RoleGrant.objects.filter(organisation__in=companies, role__in=roles, period__contains=at)
    found: dict[UUID, set[UUID]] = {company: set() for company in companies}
    for company, person in grants.values_list("organisation", "person"):
        found[company].add(person)
    return {company: frozenset(people) for company, people in found.items()}


@dataclass(frozen=True, slots=True)
class PersonAt:
    """Somebody who has a role at an organisation, and the last day of it; None is without end."""

    name: str
    role: Role
    last_day: date | None


def people_at(actor: Actor, *, organisation: UUID, at: datetime) -> tuple[PersonAt, ...]:
    """Return who has a role at an organisation itself at a moment, by name; none where the actor may not see its contacts."""
    seen = within_reach(actor, *SEE_CONTACTS).filter(pk=organisation)
    rows = RoleGrant.objects.filter(organisation__in=seen, period__contains=at).select_related("person")
    return tuple(
        PersonAt(
            row.person.name, Role(row.role), day_in_china(row.period.upper - _INSTANT) if row.period.upper else None
        )
        for row in rows.order_by("person__name_key", "role", "id")
    )


def people_holding(*roles: Role, at: datetime, organisation: UUID) -> list[tuple[UUID, str, Role]]:
    """Return who holds which of the roles for an organisation, or for one above it, at a moment; for services, not for pages."""
    within = Organisation.objects.filter(pk=organisation).values_list("within", flat=True).first() or []
    held = RoleGrant.objects.filter(organisation__in=within, role__in=[one.value for one in roles], period__contains=at)
    rows = held.order_by("person__name", "role").values_list("person", "person__name", "role").distinct()
    return [(person, name, Role(role)) for person, name, role in rows]


def people_related(companies: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return for each company the people who have or ever had a role there; for services, not for pages."""
    found: dict[UUID, set[UUID]] = {company: set() for company in companies}
    grants = RoleGrant.objects.filter(organisation__in=companies)
    for company, person in grants.values_list("organisation", "person"):
        found[company].add(person)
    return {company: frozenset(people) for company, people in found.items()}


def organisations_related(person: UUID | None) -> frozenset[UUID]:
    """Return the organisations at which somebody has or ever had a role; none for the system. For services, not for pages."""
    if person is None:
        return frozenset()
    return frozenset(RoleGrant.objects.filter(person=person).values_list("organisation", flat=True))
