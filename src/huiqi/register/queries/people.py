"""People and the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiqi.kernel.actor import Role
from huiqi.register.models import RoleGrant


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds: for which organisation and all below it, from when to when; `end` None is without end."""

    id: UUID
    role: Role
    organisation: UUID
    organisation_name: str
    begin: datetime
    end: datetime | None
    consent: str


def grants_of(*, person: UUID, now: datetime) -> tuple[HeldRole, ...]:
    """Return the roles that a person holds now; for the person's own eyes."""
    rows = RoleGrant.objects.filter(person=person, period__contains=now).select_related("organisation")
    return tuple(held_role(row) for row in rows.order_by("role", "organisation__name_key"))


def held_role(row: RoleGrant) -> HeldRole:
    """Return a row as other parts may hold it."""
    return HeldRole(
        row.pk,
        Role(row.role),
        row.organisation_id,
        row.organisation.name,
        row.period.lower,
        row.period.upper,
        row.consent,
    )
