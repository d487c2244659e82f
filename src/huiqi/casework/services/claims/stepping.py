"""The one way in which a claim goes from state to state: rows locked, the table asked, the step written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.states import ENDED, UNDECIDED, Act, State, after
from huiqi.casework.models import Claim
from huiqi.casework.services.claims.due import pay_clock
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.room import look_for_room
from huiqi.casework.services.clocks import stop_clocks
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import among
from huiqi.kernel.copying import copy_rows
from huiqi.kernel.jobs import put_into_queue

_NAMED_MOST = 5
_STEP_COLUMNS = ("claim_id", "act", "state", "at", "by", "by_name", "reason")


def locked(ids: Collection[UUID], *, seen: Mapping[UUID, int] | None = None) -> list[Claim]:
    """Return claims with their rounds, locked in one order whoever asks; raises CannotClaim where one is not as it was `seen`.

    Who takes claims waits at the end of the audit trail first, as all who move money do: whoever is there may want claims that wait for
    money, and would wait for who holds them and waits for it.
    """
    audit.locked_head()
    found = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("round").filter(pk__in=among(ids))
    claims = sorted(found.order_by("pk"), key=lambda claim: (claim.place, claim.pk))
    changed = [claim for claim in claims if seen is not None and claim.version != seen[claim.pk]]
    if changed:
        raise CannotClaim("changed_meanwhile", names=named(changed), by=last_hand(changed[0]))
    if not claims:
        raise CannotClaim("none_chosen")
    return claims


def step(claims: Sequence[Claim], act: Act, *, actor: Actor, now: datetime, reason: str = "", **fields: object) -> None:
    """Take locked claims one step on and set further fields; raises CannotClaim("not_there") for all, or does it for all."""
    targets = [after(claim.state, act, is_confirmed=claim.confirmed_at is not None) for claim in claims]
    stuck = [claim for claim, state in zip(claims, targets, strict=True) if state is None]
    if stuck:
        raise CannotClaim("not_there", names=named(stuck), state=State(stuck[0].state).words, act=act.words)
    parts: dict[State, list[Claim]] = {}
    for claim, state in zip(claims, targets, strict=True):
        assert state is not None, "asked above"
        parts.setdefault(state, []).append(claim)
    said = {"since": now, "reason": reason, "reason_en": "", **fields}
    for state, some in parts.items():
        ids = [claim.pk for claim in some]
        Claim.objects.filter(pk__in=among(ids)).update(state=state.value, version=F("version") + 1, **said)
        for claim in some:
            claim.state, claim.version = state.value, claim.version + 1
            for name, value in said.items():
                setattr(claim, name, value)
    # A fast claim is under its clock from the acceptance of its application on.
    ended = [claim for claim in claims if claim.state in ENDED]
    if ended:
        stop_clocks(causes=[pay_clock(claim.pk) for claim in ended], now=now)
        look_for_room(ended)
    decided = [claim for claim in claims if Exceptional.EXCLUSIVE in claim.exceptions and claim.state not in UNDECIDED]
    if decided:
        put_into_queue("huiqi.casework.tasks.end_exclusion", decided=[str(claim.pk) for claim in decided])
    note_steps(claims, act, actor=actor, now=now, reason=reason)


def note_steps(claims: Sequence[Claim], act: Act, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Write down what was done with claims."""
    rows = ((claim.pk, act.value, claim.state, now, actor.person, actor.name, reason) for claim in claims)
    copy_rows("casework_claimstep", _STEP_COLUMNS, rows)


def named(claims: Sequence[Claim]) -> str:
    """Return the names of some claims' companies, and how many more there are."""
    names = "、".join(claim.name for claim in claims[:_NAMED_MOST])
    return names if len(claims) <= _NAMED_MOST else f"{names} …（{len(claims)}）"


def last_hand(claim: Claim) -> str:
    """Return who touched a claim last."""
    step = claim.steps.order_by("-pk").first()
    return step.by_name if step else ""
