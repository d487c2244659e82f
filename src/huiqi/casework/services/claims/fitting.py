"""Limits are asked again when a round is made and when a claim is approved: what was used meanwhile stops it, and nothing is cut.

All who make rounds or approve in a zone do so one after the other, so that no two of them find the same room free.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from huiqi.casework import queries
from huiqi.casework.domain.claims.limits import limit_name
from huiqi.casework.domain.past import before_limits, stage_of
from huiqi.casework.models import Claim, Round, RunClause
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.money import full
from huiqi.kernel.waiting import wait_for
from huiqi.rulebook.domain.past import Awarded, Past
from huiqi.rulebook.services.fitting import Promise, Short, what_no_longer_fits

_NAMED_MOST: Final = 5


def hold_limits(zones: Iterable[UUID]) -> None:
    """Hold the limits of zones until the transaction ends."""
    for zone in sorted(set(zones)):
        wait_for(f"limits/{zone}")


def refuse_outgrown(claims: Sequence[Claim]) -> None:
    """Refuse to make a round of claims, not kept yet, under whose limits something was put since their run; raises CannotClaim."""
    made = claims[0].round
    past = queries.past_of(made.zone_id, day=made.day)
    if short := shortages(made, claims, past):
        raise CannotClaim("limits_moved", names=told(claims, short, past))


def refuse_used(claims: Sequence[Claim], *, now: datetime) -> None:
    """Refuse to approve claims whose limits were used by others meanwhile, in the order of their rounds and places; raises CannotClaim."""
    rounds: dict[UUID, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.round.made_at, claim.round_id, claim.place, claim.pk)):
        rounds.setdefault(claim.round_id, []).append(claim)
    limited = limited_rounds([some[0].round for some in rounds.values()])
    if not limited:
        return
    zones = {claim.round.zone_id for claim in claims}
    pasts = {zone: queries.decided_past(zone, day=day_in_china(now)) for zone in zones}
    for key, some in rounds.items():
        made = some[0].round
        if key in limited and (short := shortages(made, some, pasts[made.zone_id])):
            raise CannotClaim("limits_used", names=told(some, short, pasts[made.zone_id]))
        # What this round gets, the next one finds used.
        pasts[made.zone_id] += [awarded(claim, now=now) for claim in some]


def limited_rounds(rounds: Sequence[Round]) -> frozenset[UUID]:
    """Return the rounds whose clauses look at other claims and at the past."""
    rows = RunClause.objects.filter(run__in=[made.run_id for made in rounds], has_limits=True)
    keys = set(rows.values_list("run", "policy", "clause"))
    return frozenset(made.pk for made in rounds if (made.run_id, made.policy, made.clause) in keys)


def shortages(made: Round, claims: Sequence[Claim], past: Past) -> Mapping[int, Short]:
    """Return which claims of a round, by index, no longer fit under their limits; an amount that is not set yet is asked for at least."""
    promises = [
        Promise(
            f"{one.policy}/{one.clause}", str(one.company_id), one.year,
            before_limits(one.adjustments, one.low, one.high), one.amount or one.low or Decimal(0), stage_of(one.adjustments),
        )
        for one in claims
    ]  # fmt: skip
    return what_no_longer_fits(
        queries.book_for(made.run), promises, day=made.day, past=past, figures=queries.figures_for(made.run)
    )


def awarded(claim: Claim, *, now: datetime) -> Awarded:
    """Return a claim as what it is once it is approved."""
    return Awarded(
        f"{claim.policy}/{claim.clause}", str(claim.company_id), claim.year, claim.amount, day_in_china(now),
        stage_of(claim.adjustments),
    )  # fmt: skip


def told(claims: Sequence[Claim], short: Mapping[int, Short], past: Past) -> tuple[str, str]:
    """Return whose limits have no room any more, how much is left of them, and because of which other award of theirs, in both languages."""
    zh, en = [], []
    for at in sorted(short)[:_NAMED_MOST]:
        one, limit, left = claims[at], limit_name(short[at].limit), full(short[at].left)
        cause = cause_of(one, past)
        zh.append(
            f"{one.name}（需要{amount_of(one)}元，限额“{limit[0]}”剩余{left}元{f'，因“{cause[0]}”' if cause else ''}）"
        )
        en.append(
            f"{one.name} (CNY {amount_of(one)} wanted, {left} left: {limit[1]}{f', because of “{cause[1]}”' if cause else ''})"
        )
    more = f" …（{len(short)}）" if len(short) > len(zh) else ""
    return "、".join(zh) + more, ", ".join(en) + more


def cause_of(claim: Claim, past: Past) -> tuple[str, str] | None:
    """Return what the one award of a claim's company is called without which it would fit; None where no single one is the cause."""
    own = [one for one in past if one.company == str(claim.company_id)]
    for one in own[:_NAMED_MOST]:
        if not shortages(claim.round, [claim], [other for other in past if other is not one]):
            return queries.clause_names([one.clause]).get(one.clause)
    return None


def amount_of(claim: Claim) -> str:
    """Return the amount of a claim, or what it is at least."""
    return full(claim.amount or claim.low or Decimal(0))
