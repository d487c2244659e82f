"""Bands of amounts: one approver proposes who approves how much, another agrees; until then the old ones count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, transaction

from huiqi.casework.domain.claims.bands import Band, is_whole
from huiqi.casework.domain.claims.rights import APPROVE, SET_BANDS
from huiqi.casework.models import ApprovalBand, BandSet
from huiqi.casework.queries.claims import approving as known
from huiqi.casework.services.claims.reviewing import why
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries as register


class CannotSetBands(Cannot):
    """Bands cannot be set like that."""

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
        "no_change": ("与现行的一样，没有改变。", "they are what they are already."),
        "proposed_already": (
            "已有一份更改等待同意：先同意或撤回它。",
            "a change waits already: agree to it or drop it first.",
        ),
        "own_change": ("更改须由另一位审批人同意。", "another approver has to agree to it."),
        "not_open": ("这份更改已经同意或撤回。", "this change was agreed to or dropped already."),
    }


@transaction.atomic
def propose_bands(*, zone: UUID, bands: Sequence[Band], reason: str, actor: Actor, now: datetime) -> BandSet:
    """Propose which role approves how much in a zone; another approver has to agree. Raises CannotSetBands, CannotClaim."""
    allowed(zone, actor=actor)
    if not is_whole(bands):
        raise CannotSetBands("not_whole")
    if any(lower.role == upper.role for lower, upper in pairwise(bands)):
        raise CannotSetBands("same_role")
    for band in bands:
        if band.role not in APPROVE:
            raise CannotSetBands("no_role", role=band.role.words)
    if tuple(bands) == known.bands(zone):
        raise CannotSetBands("no_change")
    try:
        with transaction.atomic():
            made = BandSet.objects.create(
                id=new_id(now), zone_id=zone, reason=why(reason), made_at=now, made_by=actor.person,
                made_by_name=actor.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise CannotSetBands("proposed_already") from error
    ApprovalBand.objects.bulk_create(
        ApprovalBand(bands=made, at_most=band.at_most, role=band.role.value) for band in bands
    )
    note("proposed", made, actor=actor, now=now, before=known.bands(zone), after=bands, reason=made.reason)
    return made


@transaction.atomic
def agree_to_bands(*, id: UUID, actor: Actor, now: datetime) -> BandSet:
    """Agree to a change that somebody else proposed: it counts from now on. Raises CannotSetBands."""
    made = at_hand(id, actor=actor)
    if made.made_by == actor.person:
        raise CannotSetBands("own_change")
    before = known.bands(made.zone_id)
    made.agreed_at, made.agreed_by, made.agreed_by_name = now, actor.person, actor.name
    made.save(update_fields=("agreed_at", "agreed_by", "agreed_by_name"))
    note("agreed", made, actor=actor, now=now, before=before, after=known.bands(made.zone_id))
    return made


@transaction.atomic
def drop_bands(*, id: UUID, actor: Actor, now: datetime) -> BandSet:
    """Drop a change that waits: one's own, or another's to which one does not agree. Raises CannotSetBands."""
    made = at_hand(id, actor=actor)
    made.dropped_at, made.dropped_by_name = now, actor.name
    made.save(update_fields=("dropped_at", "dropped_by_name"))
    note("dropped", made, actor=actor, now=now)
    return made


def at_hand(id: UUID, *, actor: Actor) -> BandSet:
    """Return a change that waits, locked, in a zone of the actor; raises CannotSetBands."""
    made = BandSet.objects.select_for_update().filter(pk=id).first()
    if made is None:
        raise CannotSetBands("not_open")
    allowed(made.zone_id, actor=actor)
    if made.agreed_at is not None or made.dropped_at is not None:
        raise CannotSetBands("not_open")
    return made


def allowed(zone: UUID, *, actor: Actor) -> None:
    """Raise CannotSetBands unless the actor approves in the zone as a whole."""
    if actor.person is None or not register.within_reach(actor, *SET_BANDS).filter(pk=zone, kind="zone").exists():
        raise CannotSetBands("not_allowed", actor=actor.name)


def note(
    act: str,
    made: BandSet,
    *,
    actor: Actor,
    now: datetime,
    before: Sequence[Band] = (),
    after: Sequence[Band] = (),
    reason: str = "",
) -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"casework.bands.{act}",
        actor=actor, subject_kind="zone", subject=made.zone_id, organisation=made.zone_id, now=now,
        before={"bands": said(before)}, after={"bands": said(after), "reason": reason},
    )  # fmt: skip


def said(bands: Sequence[Band]) -> list[list[object]]:
    """Return bands as the audit trail holds them."""
    return [[band.at_most, band.role.value] for band in bands]
