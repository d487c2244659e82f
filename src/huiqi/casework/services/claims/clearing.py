"""Clearing (清障): somebody takes on a claim that is stuck, and says what holds it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.claims.rights import TAKE_ON
from huiqi.casework.domain.claims.waiting import OWNERS
from huiqi.casework.models import Claim
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.reviewing import note, why
from huiqi.casework.services.claims.stepping import locked
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register


@transaction.atomic
def take_on(*, id: UUID, version: int, reason: str, actor: Actor, now: datetime) -> Claim:
    """Own what holds a claim that is decided and unpaid, and say what it is; raises CannotClaim, CannotSeeClaim."""
    queries.claim_of(actor, id=id)
    (claim,) = locked([id], seen={id: version})
    if not register.within_reach(actor, *TAKE_ON).filter(pk=claim.round.scope_id).exists():
        raise CannotClaim("not_allowed", actor=actor.name)
    if claim.state not in OWNERS:
        raise CannotClaim("not_stuck")
    claim.stuck_reason, claim.stuck_owner, claim.stuck_since = why(reason), actor.name, now
    claim.version += 1
    claim.save()
    note("taken_on", [claim], actor=actor, now=now, reason=claim.stuck_reason)
    return claim
