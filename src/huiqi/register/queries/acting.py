"""Who acts for companies and who holds which role: whom to tell when something is asked of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import COMPANY
from huiqi.register.models import Organisation, RoleGrant


def people_acting_for(companies: Collection[UUID], *, at: datetime) -> dict[UUID, frozenset[UUID]]:
    """Return for each company the people who are its owners, staff or agents at a moment; for services, not for pages."""
    roles = [role.value for role in COMPANY]
    grants = RoleGrant.objects.filter(organisation__in=companies, role__in=roles, period__contains=at)
    found: dict[UUID, set[UUID]] = {company: set() for company in companies}
    for company, person in grants.values_list("organisation", "person"):
        found[company].add(person)
    return {company: frozenset(people) for company, people in found.items()}


def people_holding(*roles: Role, at: datetime, organisation: UUID) -> list[tuple[UUID, str, Role]]:
    """Return who holds which of the roles for an organisation, or for one above it, at a moment; for services, not for pages."""
    within = Organisation.objects.filter(pk=organisation).values_list("within", flat=True).first() or []
    held = RoleGrant.objects.filter(organisation__in=within, role__in=[one.value for one in roles], period__contains=at)
    rows = held.order_by("person__name", "role").values_list("person", "person__name", "role").distinct()
    return [(person, name, Role(role)) for person, name, role in rows]
