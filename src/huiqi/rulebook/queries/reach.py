"""Whose rulebook somebody sees: that of the zone in which they have business."""

from __future__ import annotations

from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.rulebook.domain.rights import SEE_DRAFTS
from huiqi.rulebook.models import PackVersion
from huiqi.rulebook.queries.books import CannotFindBook


def zone_of(actor: Actor, *, named: str = "") -> UUID:
    """Return the zone whose rulebook the actor looks at; raises CannotFindBook where nothing was ever published.

    Who has business in one zone sees that one; others, as visitors, the one that they name by its identifier, else the first.
    """
    if actor.zones:
        published = PackVersion.objects.filter(zone__in=sorted(actor.zones)).order_by("zone")
        return published.values_list("zone", flat=True).first() or min(actor.zones)
    zones = PackVersion.objects.order_by("zone").values_list("zone", flat=True).distinct()
    found = next((zone for zone in zones if str(zone) == named), zones.first())
    if found is None:
        raise CannotFindBook("nothing_published")
    return found


def sees_drafts(actor: Actor, zone: UUID) -> bool:
    """Return whether the actor may see what is not published yet."""
    return actor.is_system or zone in actor.organisations(*SEE_DRAFTS)
