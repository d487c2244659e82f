"""Approval by amount band, by somebody who did not review; and, while that one is away, by a stand-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.claims.bands import Band, is_whole, role_for
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.rights import APPROVE, SET_BANDS
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import ApprovalBand, Claim, StandIn
from huiqi.casework.queries.claims import approving as known
from huiqi.casework.services.claims.apart import refuse_related
from huiqi.casework.services.claims.barring import refuse_barred
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.fitting import hold_limits, refuse_used
from huiqi.casework.services.claims.funding import by_reason, serve_waiting
from huiqi.casework.services.claims.money import RESERVED, move_in_order
from huiqi.casework.services.claims.reviewing import as_kept, note, why
from huiqi.casework.services.claims.stepping import locked, named, step
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role, system
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.ledger.services import CannotMove
from huiqi.register import queries as register
from huiqi.register.domain.rights import forbidden_together


class CannotStandIn(Cannot):
    """Bands or stand-ins cannot be set like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样设置。", "{actor} may not set this here."),
        "not_whole": (
            "金额档要从低到高，最后一档不设上限。",
            "bands have to rise, and the last one has no end.",
        ),
        "same_role": (
            "超过这个金额的，请选另一角色审批；都由一个角色审批就不要填金额。",
            "choose another role above the amount, or leave it empty where one role approves all.",
        ),
        "no_role": ("{role}不能审批。", "a {role} does not approve."),
        "not_held": ("{name}在这里不是{role}。", "{name} is no {role} here."),
        "forbidden": (
            "{name}的角色与{role}不能由一人兼任，不能代理。",
            "{name} holds a role that one person may not hold together with {role}.",
        ),
        "no_approver": (
            "{name}在这里不审批，不能代理。",
            "{name} approves nothing here, and cannot stand in.",
        ),
        "same_person": ("不能请本人代理。", "nobody stands in for oneself."),
        "no_days": ("结束日早于开始日，或已经过去。", "the last day is before the first, or over."),
        "no_reason": ("请写明原因。", "say why."),
        "ended_already": ("这一代理已经结束。", "it has ended already."),
        "not_found": ("没有这一代理。", "there is no such stand-in."),
    }


@transaction.atomic
def approve(*, seen: Mapping[UUID, int], reason: str, actor: Actor, now: datetime) -> int:
    """Approve claims as they were seen, each within the actor's band; return how many. Raises CannotClaim: all or none."""
    hold_limits(queries.claims(actor).filter(pk__in=seen).values_list("round__zone", flat=True))
    claims = to_approve(seen, actor=actor)
    handled = known.reviewed_before(claims, by=actor.person)
    own = [claim for claim in claims if claim.reviewed_by == actor.person or claim.pk in handled]
    if own:
        raise CannotClaim("reviewed_yourself", names=named(own))
    refuse_barred(claims, now=now)
    if any(claim.round.line is None for claim in claims):
        raise CannotClaim("no_line")
    parts: dict[tuple[UUID, str], list[Claim]] = {}
    for claim, away in zip(claims, in_whose_place(claims, actor=actor, now=now), strict=True):
        parts.setdefault((claim.round_id, away), []).append(claim)
    refuse_used([claim for claim in claims if claim.state == State.REVIEWED], now=now)
    for (_, away), some in parts.items():
        settle(some, away=away, reason=as_kept(reason), actor=actor, now=now)
    return len(claims)


def settle(
    claims: Sequence[Claim],
    *,
    away: str,
    reason: str,
    actor: Actor,
    now: datetime,
    approver: tuple[UUID, str] | None = None,
) -> None:
    """Put aside the money of claims of one round in the declared order; those for which none is left are held, and say why.

    `approver` is who had agreed beforehand, where it is not the actor who does so now.
    """
    by, by_name = approver or (actor.person, actor.name)
    for claim in claims:
        claim.approved_by = by
    made = claims[0].round
    if made.line is not None:
        serve_waiting(made.line, actor=system("budget"), now=now)
    failures: Mapping[UUID, CannotMove] = {}
    # Where the first to confirm are the first served, nothing is put aside before.
    if made.order != Order.CONFIRMED:
        failures = move_in_order(claims, RESERVED, actor=actor, now=now)
    fields = {
        "approved_by": by, "approved_by_name": by_name, "approved_for_name": away, "approved_at": now,
    }  # fmt: skip
    good, held = ([claim for claim in claims if (claim.pk in failures) is is_held] for is_held in (False, True))
    if good:
        step(good, Act.APPROVE, actor=actor, now=now, reason=reason, **fields)
        note("approved", good, actor=actor, now=now, reason=reason, stands_in_for=away)
    for why_not, some in by_reason(failures, held).items():
        step(some, Act.HOLD, actor=actor, now=now, reason=why_not, **fields)
    if held:
        note("held", held, actor=actor, now=now, stands_in_for=away)


@transaction.atomic
def turn_down(*, seen: Mapping[UUID, int], reason: str, back: bool, actor: Actor, now: datetime) -> int:
    """Refuse claims instead of approving them, or send them back to the reviewer; return how many. Raises CannotClaim."""
    claims = to_approve(seen, actor=actor)
    in_whose_place(claims, actor=actor, now=now)
    cleared = {"reviewed_by": None, "reviewed_by_name": "", "reviewed_at": None} if back else {}
    step(claims, Act.SEND_BACK if back else Act.REFUSE, actor=actor, now=now, reason=why(reason), **cleared)
    note("sent_back" if back else "turned_down", claims, actor=actor, now=now, reason=reason.strip())
    return len(claims)


def to_approve(seen: Mapping[UUID, int], *, actor: Actor) -> list[Claim]:
    """Return claims, locked, that the actor sees as they are, of no company of theirs; raises CannotClaim, CannotSeeClaim."""
    if queries.claims(actor).filter(pk__in=seen).count() != len(seen):
        raise queries.CannotSeeClaim("not_found")
    claims = locked(list(seen), seen=seen)
    refuse_related(claims, actor=actor)
    return claims


def in_whose_place(claims: Sequence[Claim], *, actor: Actor, now: datetime) -> list[str]:
    """Return for each claim in whose place the actor may approve it, empty where in the actor's own; raises CannotClaim."""
    bands = {zone: known.bands(zone) for zone in {claim.round.zone_id for claim in claims}}
    # Asked once for a place and role, however many claims.
    found: dict[tuple[UUID, Role], tuple[bool, StandIn | None]] = {}
    names = []
    for claim in claims:
        made = claim.round
        assert claim.amount is not None, "a reviewed claim has its amount"
        role = role_for(claim.amount, bands[made.zone_id])
        if (made.scope_id, role) not in found:
            is_own = register.within_reach(actor, role).filter(pk=made.scope_id).exists()
            stands = None if is_own else known.stood_for(actor, zone=made.zone_id, role=role, now=now)
            found[made.scope_id, role] = is_own, stands
        is_own, stands = found[made.scope_id, role]
        if stands is None and not is_own:
            raise CannotClaim("wrong_band", names=claim.name, role=role.words)
        if stands is not None and stands.away == claim.reviewed_by:
            raise CannotClaim("reviewed_yourself", names=claim.name)
        names.append("" if stands is None else stands.away_name)
    return names


@transaction.atomic
def set_bands(*, zone: UUID, bands: Sequence[Band], actor: Actor, now: datetime) -> tuple[Band, ...]:
    """Say which role approves how much in a zone; raises CannotStandIn."""
    if not register.within_reach(actor, *SET_BANDS).filter(pk=zone, kind="zone").exists():
        raise CannotStandIn("not_allowed", actor=actor.name)
    if not is_whole(bands):
        raise CannotStandIn("not_whole")
    if any(lower.role == upper.role for lower, upper in pairwise(bands)):
        raise CannotStandIn("same_role")
    for band in bands:
        if band.role not in APPROVE:
            raise CannotStandIn("no_role", role=band.role.words)
    before = known.bands(zone)
    ApprovalBand.objects.filter(zone=zone).delete()
    ApprovalBand.objects.bulk_create(
        ApprovalBand(zone_id=zone, at_most=band.at_most, role=band.role.value) for band in bands
    )
    audit.record(
        "casework.bands.set",
        actor=actor, subject_kind="zone", subject=zone, organisation=zone, now=now,
        before={"bands": said(before)}, after={"bands": said(bands)},
    )  # fmt: skip
    return tuple(bands)


def said(bands: Sequence[Band]) -> list[list[object]]:
    """Return bands as the audit trail holds them."""
    return [[band.at_most, band.role.value] for band in bands]


@transaction.atomic
def stand_in(
    *, zone: UUID, role: Role, away: UUID, person: UUID, first_day: date, last_day: date, reason: str,
    actor: Actor, now: datetime,
) -> StandIn:  # fmt: skip
    """Name somebody who approves in another's place for some days; raises CannotStandIn."""
    # One names one's own stand-in; who gives roles names one for somebody who cannot any more.
    names = actor.person == away or register.within_reach(actor, Role.ADMINISTRATOR).filter(pk=zone).exists()
    if not names:
        raise CannotStandIn("not_allowed", actor=actor.name)
    if role not in APPROVE:
        raise CannotStandIn("no_role", role=role.words)
    if person == away:
        raise CannotStandIn("same_person")
    if last_day < max(first_day, day_in_china(now)):
        raise CannotStandIn("no_days")
    if not reason.strip():
        raise CannotStandIn("no_reason")
    one_away, one_there = (register.actor_of(person=one, now=now) for one in (away, person))
    if not register.within_reach(one_away, role).filter(pk=zone).exists():
        raise CannotStandIn("not_held", name=one_away.name, role=role.words)
    if any(forbidden_together(role, grant.role) for grant in one_there.grants):
        raise CannotStandIn("forbidden", name=one_there.name, role=role.words)
    if not register.within_reach(one_there, *APPROVE).filter(pk=zone).exists():
        raise CannotStandIn("no_approver", name=one_there.name)
    made = StandIn.objects.create(
        id=new_id(now), zone_id=zone, role=role.value, away=away, away_name=one_away.name, person=person,
        person_name=one_there.name, first_day=first_day, last_day=last_day, reason=reason.strip(), made_at=now,
        made_by_name=actor.name,
    )  # fmt: skip
    audit.record(
        "casework.stand_in.named",
        actor=actor, subject_kind="stand_in", subject=made.pk, organisation=zone, now=now,
        after={"role": role.value, "away": away, "person": person, "first_day": first_day, "last_day": last_day},
    )  # fmt: skip
    return made


@transaction.atomic
def end_stand_in(*, id: UUID, actor: Actor, now: datetime) -> StandIn:
    """End a stand-in before its last day; raises CannotStandIn."""
    found = StandIn.objects.select_for_update().filter(pk=id).first()
    if found is None or not known.stand_ins(actor).filter(pk=id).exists():
        raise CannotStandIn("not_found")
    mine = actor.person in {found.away, found.person}
    if not (mine or register.within_reach(actor, Role.ADMINISTRATOR).filter(pk=found.zone_id).exists()):
        raise CannotStandIn("not_allowed", actor=actor.name)
    if found.ended_at is not None:
        raise CannotStandIn("ended_already")
    found.ended_at = now
    found.save(update_fields=("ended_at",))
    audit.record(
        "casework.stand_in.ended",
        actor=actor, subject_kind="stand_in", subject=found.pk, organisation=found.zone_id, now=now,
    )  # fmt: skip
    return found
