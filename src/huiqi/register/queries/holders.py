"""Who holds a role for a place: whom the system tells what happened there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huiqi.kernel.actor import Role
from huiqi.register.models import Organisation, RoleGrant


def holders(*, organisation: UUID, roles: tuple[Role, ...], now: datetime) -> list[UUID]:
    """Return the people who hold one of the roles for an organisation, or for one above it, at the moment."""
    within = Organisation.objects.filter(pk=organisation).values_list("within", flat=True).first() or []
    grants = RoleGrant.objects.filter(organisation__in=within, role__in=roles, period__contains=now)
    return sorted(set(grants.values_list("person", flat=True)))
