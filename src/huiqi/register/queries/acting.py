"""Who acts for companies: whom to tell when something is asked of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huiqi.register.domain.rights import COMPANY
from huiqi.register.models import RoleGrant


def people_acting_for(companies: Collection[UUID], *, at: datetime) -> dict[UUID, frozenset[UUID]]:
    """Return for each company the people who are its owners, staff or agents at a moment; for services, not for pages."""
    roles = [role.value for role in COMPANY]
    grants = RoleGrant.objects.filter(organisation__in=companies, role__in=roles, period__contains=at)
    found: dict[UUID, set[UUID]] = {company: set() for company in companies}
    for company, person in grants.values_list("organisation", "person"):
        found[company].add(person)
    return {company: frozenset(people) for company, people in found.items()}
