"""Approval by amount band, by somebody who did not review; and, while that one is away, by a stand-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.claims.bands import role_for
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import Claim, StandIn
from huiqi.casework.queries.claims import approving as known
from huiqi.casework.queries.claims.funding import lines_of
from huiqi.casework.services.claims.apart import refuse_related
from huiqi.casework.services.claims.barring import refuse_barred
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.fitting import hold_limits, refuse_used
from huiqi.casework.services.claims.funding import by_reason, serve_waiting
from huiqi.casework.services.claims.money import RESERVED, move_in_order
from huiqi.casework.services.claims.reviewing import as_kept, note, why
from huiqi.casework.services.claims.stepping import locked, named, step
from huiqi.kernel.actor import Actor, Role, system
from huiqi.ledger.services import CannotMove
from huiqi.register import queries as register


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
    if not all(lines_of(claim.round for claim in claims).values()):
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
    for line in sorted(lines_of([made])[made.pk]):
        serve_waiting(line, actor=system("budget"), now=now)
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
    for (why_not, in_english), some in by_reason(failures, held).items():
        step(some, Act.HOLD, actor=actor, now=now, reason=why_not, reason_en=in_english, **fields)
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
