"""Organisations as an actor may see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from huiqi.kernel.actor import Actor, Role
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
    return [(str(within[-1]), name) for within, name in places_held(actor, roles=KEEP_REGISTER)]


def places_held(actor: Actor, *, roles: tuple[Role, ...]) -> list[tuple[list[UUID], str]]:
    """Return the zones and parks for which the actor holds one of the roles: all they are within, and the name; the widest first."""
    kinds = (Organisation.Kind.ZONE, Organisation.Kind.PARK)
    rows = within_reach(actor, *roles).filter(kind__in=kinds)
    return [(row.within, row.name) for row in sorted(rows, key=lambda row: (len(row.within), row.name_key))]


def name_of_organisation(actor: Actor, *, field: str) -> Combinable:
    """Return an expression for the name of the organisation in a field of another row, where the actor may see it."""
    seen = within_reach(actor, *SEE_ORGANISATIONS).filter(pk=OuterRef(field)).order_by()
    return Coalesce(Subquery(seen.values("name")[:1]), Value(""))


def park_choices(actor: Actor) -> list[tuple[str, str, str]]:
    """Return the parks that the actor sees, as the choices of a filter; a park has one name."""
    return [(str(park.pk), park.name, park.name) for park in organisations(actor, kind=Organisation.Kind.PARK)]
