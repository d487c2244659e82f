"""Review: officers agree in bulk with a reason, refuse, send single ones back, clear credit, set open amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.claims.credit import Credit
from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.rights import REVIEW
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import Claim
from huiqi.casework.services.claims.apart import refuse_related
from huiqi.casework.services.claims.barring import refuse_barred
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.room import look_for_room
from huiqi.casework.services.claims.sharing import share_out
from huiqi.casework.services.claims.stepping import locked, named, step
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.money import full
from huiqi.register import queries as register

REASON_MOST: Final = 500
_CREDIT: Final = (Exceptional.LISTED.value, Exceptional.CREDIT_UNKNOWN.value)


@transaction.atomic
def review(*, seen: Mapping[UUID, int], reason: str, actor: Actor, now: datetime) -> int:
    """Agree to claims as they were seen (their versions); return how many. Raises CannotClaim: all of them or none."""
    claims = in_hand(seen, actor=actor)
    refuse_unclear(claims)
    refuse_barred(claims, now=now)
    step(
        claims, Act.REVIEW, actor=actor, now=now, reason=as_kept(reason),
        reviewed_by=actor.person, reviewed_by_name=actor.name, reviewed_at=now,
    )  # fmt: skip
    note("reviewed", claims, actor=actor, now=now, reason=reason.strip())
    return len(claims)


@transaction.atomic
def refuse(*, seen: Mapping[UUID, int], reason: str, actor: Actor, now: datetime) -> int:
    """Refuse claims before they are approved, saying why; return how many. Raises CannotClaim."""
    claims = in_hand(seen, actor=actor)
    approved = [claim for claim in claims if claim.approved_by is not None]
    if approved:
        raise CannotClaim(
            "not_there", names=named(approved), state=State(approved[0].state).words, act=Act.REFUSE.words
        )
    step(claims, Act.REFUSE, actor=actor, now=now, reason=why(reason))
    note("turned_down", claims, actor=actor, now=now, reason=reason.strip())
    return len(claims)


@transaction.atomic
def send_back(*, seen: Mapping[UUID, int], reason: str, actor: Actor, now: datetime) -> int:
    """Send claims back to be looked into, saying why; return how many. Raises CannotClaim."""
    claims = in_hand(seen, actor=actor)
    step(
        claims,
        Act.SEND_BACK,
        actor=actor,
        now=now,
        reason=why(reason),
        reviewed_by=None,
        reviewed_by_name="",
        reviewed_at=None,
    )
    note("sent_back", claims, actor=actor, now=now, reason=reason.strip())
    return len(claims)


@transaction.atomic
def put_right(*, seen: Mapping[UUID, int], reason: str, actor: Actor, now: datetime) -> int:
    """Put claims that were sent back before the reviewer again, saying what was found; return how many. Raises CannotClaim."""
    claims = in_hand(seen, actor=actor)
    step(claims, Act.PUT_RIGHT, actor=actor, now=now, reason=why(reason))
    note("put_right", claims, actor=actor, now=now, reason=reason.strip())
    return len(claims)


@transaction.atomic
def clear_credit(*, id: UUID, version: int, found: str, actor: Actor, now: datetime) -> Claim:
    """Note where an officer looked for a record that the register does not know, and found none; raises CannotClaim."""
    (claim,) = in_hand({id: version}, actor=actor)
    if claim.credit != Credit.UNKNOWN:
        raise CannotClaim("credit_known")
    claim.credit, claim.credit_note = Credit.CLEARED.value, f"{why(found)}（{actor.name}）"
    keep(claim, without=_CREDIT)
    note("cleared", [claim], actor=actor, now=now, reason=claim.credit_note)
    return claim


@transaction.atomic
def set_amount(*, id: UUID, version: int, amount: Decimal, reason: str, actor: Actor, now: datetime) -> Claim:
    """Set an amount, in yuan, that the clause leaves open, within what it gives; raises CannotClaim."""
    (claim,) = in_hand({id: version}, actor=actor)
    if claim.low is not None and claim.low == claim.high:
        raise CannotClaim("amount_exact")
    if claim.state != State.PROPOSED:
        raise CannotClaim("not_there", names=claim.name, state=State(claim.state).words, act=("核定金额", "set"))
    low, high = claim.low or Decimal("0.01"), claim.high
    if amount < low or (high is not None and amount > high) or amount != round(amount, 2):
        raise CannotClaim("amount_outside", low=full(low), high="…" if high is None else full(high))
    before, claim.amount = claim.amount, amount
    claim.reason = why(reason)
    share_out(claim)
    keep(claim, without=(Exceptional.OPEN_AMOUNT.value,))
    # Until now it kept the most that it could be, or what was set before.
    if before is None or amount < before:
        look_for_room([claim])
    note("amount_set", [claim], actor=actor, now=now, reason=claim.reason, before=before, amount=amount)
    return claim


def keep(claim: Claim, *, without: Sequence[str]) -> None:
    """Keep a claim that is no longer an exception for some reasons."""
    claim.exceptions = [one for one in claim.exceptions if one not in without]
    claim.version += 1
    claim.save()


def in_hand(seen: Mapping[UUID, int], *, actor: Actor) -> list[Claim]:
    """Return claims, locked, over whose round the actor reviews, of no company of theirs; raises CannotClaim, CannotSeeClaim."""
    there = queries.claims(actor).filter(pk__in=seen)
    if there.count() != len(seen):
        raise queries.CannotSeeClaim("not_found")
    claims = locked(list(seen), seen=seen)
    scopes = {claim.round.scope_id for claim in claims}
    if register.within_reach(actor, *REVIEW).filter(pk__in=scopes).count() != len(scopes):
        raise CannotClaim("not_allowed", actor=actor.name)
    refuse_related(claims, actor=actor)
    return claims


def refuse_unclear(claims: Sequence[Claim]) -> None:
    """Refuse to agree where credit or amount is open; raises CannotClaim with all such companies."""
    problems = {
        "listed": [claim for claim in claims if claim.credit == Credit.LISTED],
        "credit_open": [claim for claim in claims if claim.credit == Credit.UNKNOWN],
        "amount_open": [claim for claim in claims if claim.amount is None],
    }
    for code, stuck in problems.items():
        if stuck:
            raise CannotClaim(code, names=named(stuck))


def why(reason: str) -> str:
    """Return the reason as it is kept; raises CannotClaim where there is none or it is too long."""
    if not reason.strip():
        raise CannotClaim("no_reason")
    return as_kept(reason)


def as_kept(reason: str) -> str:
    """Return a reason, which may be empty, as it is kept; raises CannotClaim where it is longer than is kept."""
    kept = reason.strip()
    if len(kept) > REASON_MOST:
        raise CannotClaim("reason_long", most=REASON_MOST, length=len(kept))
    return kept


def note(act: str, claims: Sequence[Claim], *, actor: Actor, now: datetime, **said: object) -> None:
    """Write an act on claims of one or several rounds into the audit trail: one row a round."""
    rounds: dict[UUID, list[Claim]] = {}
    for claim in claims:
        rounds.setdefault(claim.round_id, []).append(claim)
    for made, some in rounds.items():
        audit.record(
            f"casework.claim.{act}",
            actor=actor, subject_kind="round", subject=made, organisation=some[0].round.scope_id, now=now,
            after={"claims": [claim.pk for claim in some], **said},
        )  # fmt: skip
