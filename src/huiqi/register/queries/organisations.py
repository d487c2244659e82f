"""Organisations as an actor may see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import KEEP_REGISTER, SEE_ORGANISATIONS
from huiqi.register.models import Organisation
from huiqi.register.queries.reach import CannotSee, within_reach
from huiqi.register.queries.searching import matching


def organisations(actor: Actor, *, kind: str = "", name: str = "") -> QuerySet[Organisation]:
    """Return what the actor may see, in the order of the names, by kind and by a part of name, former name, code or initials."""
    seen = within_reach(actor, *SEE_ORGANISATIONS)
    if kind:
        seen = seen.filter(kind=kind)
    if name:
        seen = matching(seen, name)
    return seen.order_by("name_key", "id")


def organisation(actor: Actor, *, id: UUID) -> Organisation:
    """Return one organisation; raises CannotSee."""
    found = within_reach(actor, *SEE_ORGANISATIONS).filter(pk=id).select_related("parent").first()
    if found is None:
        raise CannotSee("not_found", what="organisation", id=id)
    return found


def places_to_keep(actor: Actor) -> list[tuple[str, str]]:
    """Return the zones and parks for which the actor keeps the register, as choices; the widest first."""
    kinds = (Organisation.Kind.ZONE, Organisation.Kind.PARK)
    rows = within_reach(actor, *KEEP_REGISTER).filter(kind__in=kinds)
    found = sorted(rows, key=lambda row: (len(row.within), row.name_key))
    return [(str(row.pk), row.name) for row in found]


def park_choices(actor: Actor) -> list[tuple[str, str, str]]:
    """Return the parks that the actor sees, as the choices of a filter; a park has one name."""
    return [(str(park.pk), park.name, park.name) for park in organisations(actor, kind=Organisation.Kind.PARK)]
