"""Which zones publish policies here, for visitors who have to choose one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiqi.rulebook.models import PackVersion
from huiqi.rulebook.queries.books import CannotFindBook, current_book


@dataclass(frozen=True, slots=True)
class PublishingZone:
    """A zone with its pack's title in both languages."""

    id: UUID
    zh: str
    en: str


def publishing_zones(*, now: datetime) -> tuple[PublishingZone, ...]:
    """Return the zones that have published a pack, by title; with one installation most often one."""
    zones = PackVersion.objects.filter(published_at__lte=now).order_by().values_list("zone", flat=True).distinct()
    found = []
    for zone in zones:
        title = current_book(zone=zone, now=now).loaded.head.title
        found.append(PublishingZone(zone, title.zh, title.en or title.zh))
    return tuple(sorted(found, key=lambda zone: (zone.zh, zone.id)))


def chosen_zone(text: str, *, now: datetime) -> PublishingZone:
    """Return the zone that a visitor names by its identifier, else the first; raises CannotFindBook where none publishes."""
    zones = publishing_zones(now=now)
    if not zones:
        raise CannotFindBook("nothing_published")
    return next((zone for zone in zones if str(zone.id) == text), zones[0])


def zone_among(places: Iterable[UUID], *, now: datetime) -> UUID:
    """Return the one of some organisations that publishes a pack: the zone that a company is in; raises CannotFindBook."""
    zones = PackVersion.objects.filter(zone__in=list(places), published_at__lte=now).order_by("-published_at")
    found = zones.values_list("zone", flat=True).first()
    if found is None:
        raise CannotFindBook("nothing_published")
    return found
