"""Who approves how much in a zone, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.claims.bands import USUAL, Band
from huiqi.casework.domain.claims.rights import APPROVE, SEE_CLAIMS
from huiqi.casework.domain.claims.states import Act
from huiqi.casework.models import ApprovalBand, Claim, ClaimStep, StandIn
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.arrays import among
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.register.domain.rights import forbidden_together

_ZONE: Final = "zone"


def bands(zone: UUID) -> tuple[Band, ...]:
    """Return the bands of a zone in rising order; the usual one where it has said nothing."""
    found = ApprovalBand.objects.filter(zone=zone)
    return tuple(Band(one.at_most, Role(one.role)) for one in found) or USUAL


def zones_seen(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the zones whose claims the actor sees, with their names."""
    found = register.within_reach(actor, *SEE_CLAIMS).filter(kind=_ZONE)
    return list(found.order_by("name_key").values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class ZoneBands:
    """A zone with who approves how much in it."""

    id: UUID
    name: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class ApprovingPage:
    """Zones with their bands, stand-ins, where the actor approves oneself, and who could stand in."""

    zones: tuple[ZoneBands, ...]
    stand_ins: tuple[StandIn, ...]
    own_places: tuple[tuple[UUID, str, Role], ...]
    people: tuple[tuple[UUID, str, Role], ...]


def approving_page(actor: Actor, *, now: datetime) -> ApprovingPage:
    """Return what the page of bands and stand-ins shows to the actor."""
    zones = zones_seen(actor)
    own = {
        role: set(register.within_reach(actor, role).filter(kind=_ZONE).values_list("pk", flat=True))
        for role in APPROVE
    }
    officers = [
        one
        for zone, _ in zones
        for one in register.people_holding(*APPROVE, at=now, organisation=zone)
        if one[0] != actor.person
    ]
    return ApprovingPage(
        zones=tuple(ZoneBands(zone, name, bands(zone)) for zone, name in zones),
        stand_ins=tuple(stand_ins(actor)),
        own_places=tuple((zone, name, role) for zone, name in zones for role in APPROVE if zone in own[role]),
        people=tuple(dict.fromkeys(officers)),
    )


def reviewed_before(claims: Sequence[Claim], *, by: UUID | None) -> frozenset[UUID]:
    """Return the claims that somebody reviewed or put right at any time, whoever reviewed them last."""
    acts = (Act.REVIEW.value, Act.PUT_RIGHT.value)
    found = ClaimStep.objects.filter(claim__in=among([claim.pk for claim in claims]), by=by, act__in=acts)
    return frozenset(found.values_list("claim", flat=True))


def stand_ins(actor: Actor) -> QuerySet[StandIn]:
    """Return who stands in for whom in the zones of the actor."""
    return StandIn.objects.filter(zone__in=register.within_reach(actor, *SEE_CLAIMS, Role.ADMINISTRATOR))


def stood_for(actor: Actor, *, zone: UUID, role: Role, now: datetime) -> StandIn | None:
    """Return for whom the actor may approve in a role at the moment: one who is away and holds the role still.

    Who stands in approves there oneself, and holds nothing that excludes the role: now, not only when it was agreed.
    """
    if any(forbidden_together(role, grant.role) for grant in actor.grants):
        return None
    if actor.person is None or not register.within_reach(actor, *APPROVE).filter(pk=zone).exists():
        return None
    day: date = day_in_china(now)
    found = StandIn.objects.filter(
        zone=zone, role=role.value, person=actor.person, first_day__lte=day, last_day__gte=day, ended_at=None
    )
    for one in found.order_by("pk"):
        away = register.actor_of(person=one.away, now=now)
        if register.within_reach(away, role).filter(pk=zone).exists():
            return one
    return None
