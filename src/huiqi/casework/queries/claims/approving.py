"""Who approves how much in a zone, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.casework.domain.claims.bands import USUAL, Band, spans
from huiqi.casework.domain.claims.rights import APPROVE, SEE_CLAIMS, SET_BANDS
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import ApprovalBand, BandSet, Claim, ClaimStep, StandIn
from huiqi.casework.queries.claims.rounds import claims
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.arrays import among
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.register.domain.rights import forbidden_together

_ZONE: Final = "zone"
_REVIEWING: Final = (Act.REVIEW.value, Act.PUT_RIGHT.value, Act.WORK_OUT.value)
_NONE: Final = Q(pk__in=())


def bands(zone: UUID) -> tuple[Band, ...]:
    """Return the bands in force in a zone in rising order; the usual one where it has said nothing."""
    return bands_of(ApprovalBand.objects.filter(bands__in=agreed_sets(zone).values("pk")[:1])) or USUAL


def agreed_sets(zone: UUID) -> QuerySet[BandSet]:
    """Return the sets of bands that two people of a zone agreed on, the one in force first."""
    return BandSet.objects.filter(zone=zone, agreed_at__isnull=False).order_by("-agreed_at", "-id")


def bands_of(rows: Iterable[ApprovalBand]) -> tuple[Band, ...]:
    """Return the bands that rows of one set say."""
    return tuple(Band(one.at_most, Role(one.role)) for one in rows)


def bands_to_agree(actor: Actor) -> QuerySet[BandSet]:
    """Return the changes of bands that wait for the actor: proposed by somebody else."""
    places = register.within_reach(actor, *SET_BANDS)
    return BandSet.objects.filter(zone__in=places, agreed_at=None, dropped_at=None).exclude(made_by=actor.person)


def approvable(actor: Actor, *, zones: Iterable[UUID], now: datetime) -> Q:
    """Return which claims wait for the actor's approval: within the band of a role held or stood in for, reviewed by others, of no company of the actor's."""
    found = _NONE
    for zone in zones:
        for above, at_most, role in spans(bands(zone)):
            place = Q(round__scope__in=register.within_reach(actor, role)) if actor.holds(role) else _NONE
            stands = stood_for(actor, zone=zone, role=role, now=now)
            if stands is not None:
                place |= ~Q(reviewed_by=stands.away)
            low = Q() if above is None else Q(amount__gt=above)
            high = Q() if at_most is None else Q(amount__lte=at_most)
            found |= Q(round__zone=zone) & low & high & place
    handled = ClaimStep.objects.filter(claim=OuterRef("pk"), by=actor.person, act__in=_REVIEWING)
    related = register.organisations_related(actor.person)
    return Q(found, ~Q(company__in=related), ~Exists(handled), state=State.REVIEWED.value)


def to_approve(actor: Actor, *, now: datetime, rows: QuerySet[Claim] | None = None) -> QuerySet[Claim]:
    """Return the claims, of some or of all within reach, that wait for the actor's approval."""
    found = claims(actor) if rows is None else rows
    return found.filter(approvable(actor, zones=[zone for zone, _ in zones_seen(actor)], now=now))


def zones_seen(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the zones whose claims the actor sees, with their names."""
    found = register.within_reach(actor, *SEE_CLAIMS).filter(kind=_ZONE)
    return list(found.order_by("name_key").values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class ProposedBands:
    """A change that waits for another's agreement, and whether the actor is that other, and may drop it."""

    id: UUID
    bands: tuple[Band, ...]
    made_by_name: str
    made_at: datetime
    reason: str
    may_agree: bool
    may_drop: bool


@dataclass(frozen=True, slots=True)
class ZoneBands:
    """A zone with who approves how much in it, since when and by whom, and the change that waits."""

    id: UUID
    name: str
    bands: tuple[Band, ...]
    agreed: BandSet | None
    proposed: ProposedBands | None


@dataclass(frozen=True, slots=True)
class ApprovingPage:
    """Zones with their bands, which the actor may change; stand-ins and whether the actor may end them; for whom one may be named, and whom."""

    zones: tuple[ZoneBands, ...]
    may_set: tuple[tuple[UUID, str], ...]
    stand_ins: tuple[tuple[StandIn, bool], ...]
    away: tuple[tuple[UUID, str, Role, UUID, str], ...]
    people: tuple[tuple[UUID, str, Role], ...]


def approving_page(actor: Actor, *, now: datetime) -> ApprovingPage:
    """Return what the page of bands and stand-ins shows to the actor."""
    seen = zones_seen(actor)
    may_set = frozenset(register.within_reach(actor, *SET_BANDS).filter(kind=_ZONE).values_list("pk", flat=True))
    ruled = register.within_reach(actor, Role.ADMINISTRATOR).filter(kind=_ZONE).values_list("pk", "name")
    officers = [
        (zone, name, *one)
        for zone, name in dict.fromkeys([*seen, *ruled])
        for one in register.people_holding(*APPROVE, at=now, organisation=zone)
    ]
    rules = dict(ruled)
    return ApprovingPage(
        zones=tuple(zone_bands(actor, zone, name, may_set=zone in may_set) for zone, name in seen),
        may_set=tuple(one for one in seen if one[0] in may_set),
        stand_ins=tuple(
            (one, one.zone_id in rules or actor.person in {one.away, one.person}) for one in stand_ins(actor)
        ),
        away=tuple(
            (zone, name, role, person, who)
            for zone, name, person, who, role in officers
            if person == actor.person or zone in rules
        ),
        people=tuple(
            dict.fromkeys((person, who, role) for _, _, person, who, role in officers if person != actor.person)
        ),
    )


def zone_bands(actor: Actor, zone: UUID, name: str, *, may_set: bool) -> ZoneBands:
    """Return who approves how much in a zone, and the change that waits, as the actor may act on it."""
    waits = BandSet.objects.filter(zone=zone, agreed_at=None, dropped_at=None).first()
    proposed = None
    if waits is not None:
        proposed = ProposedBands(
            waits.pk, bands_of(waits.rows.all()), waits.made_by_name, waits.made_at, waits.reason,
            may_agree=may_set and waits.made_by != actor.person, may_drop=may_set,
        )  # fmt: skip
    agreed = agreed_sets(zone).first()
    return ZoneBands(zone, name, bands_of(agreed.rows.all()) if agreed else USUAL, agreed, proposed)


def reviewed_before(claims: Sequence[Claim], *, by: UUID | None) -> frozenset[UUID]:
    """Return the claims that somebody reviewed, put right or worked out anew at any time, whoever reviewed them last."""
    found = ClaimStep.objects.filter(claim__in=among([claim.pk for claim in claims]), by=by, act__in=_REVIEWING)
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


def places_taken(actor: Actor, *, zone: UUID, now: datetime) -> list[StandIn]:
    """Return in whose places the actor may approve in a zone at the moment."""
    found = (stood_for(actor, zone=zone, role=role, now=now) for role in APPROVE if actor.holds(*APPROVE))
    return [one for one in found if one is not None]
