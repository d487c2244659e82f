"""Interim and final payment: a share now, the rest later, less what was paid at the interim stage.

Paid too much at the interim stage: the final payment is 0 and what is owed back is said in the adjustment `recover`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.core.values import round_fen
from huiqi_rules.model.claims import Claim, Settled
from huiqi_rules.settle.past import amount_owned, interim_paid, own_interim
from huiqi_rules.settle.ranges import INFINITE, NOTHING, ZERO, Range, amount_of, less, plus, range_of
from huiqi_rules.settle.state import Context, changed, waiting

Part: TypeAlias = tuple[str, str, int]


def pay_by_stage(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Cut interim claims to their share and final ones to the rest; an unknown stage leaves both open."""
    after = list(states)
    staged = [index for index in context.sequence if context.rules[after[index].claim.clause].interim_share is not None]
    if not staged:
        return after
    past, now = interim_paid(context.history), _interim_now(after, staged, context)
    for index in staged:
        state = after[index]
        if state.outcome is not False:
            paid = plus(own_interim(past, state.claim), _others(index, now, state.claim))
            after[index] = _staged(state, _share(state, context), paid)
    return after


def _share(state: Settled, context: Context) -> Decimal:
    share = context.rules[state.claim.clause].interim_share
    assert share is not None
    return share


def _interim_now(states: Sequence[Settled], staged: Sequence[int], context: Context) -> dict[Part, dict[int, Range]]:
    """Return what the claims of this call take as interim payments, by award; possible ones from 0 on."""
    now: dict[Part, dict[int, Range]] = {}
    for index in staged:
        state = states[index]
        if state.outcome is not False and state.claim.stage != "final":
            low, high = _interim(range_of(state.amount), _share(state, context))
            certain = state.outcome is True and state.claim.stage == "interim"
            # What is under review of it is paid before already: here counts only what goes beyond.
            before = amount_owned(one for one in context.own.get(index, ()) if one.award.stage == "interim")
            now.setdefault(_part(state.claim), {})[index] = less((low if certain else ZERO, high), before)
    return now


def _part(claim: Claim) -> Part:
    return claim.clause, claim.subject, claim.period


def _others(index: int, now: dict[Part, dict[int, Range]], claim: Claim) -> Range:
    """Return what other claims of this call take as the interim payment of the same award."""
    total = NOTHING
    for other, amount in now.get(_part(claim), {}).items():
        total = total if other == index else plus(total, amount)
    return total


def _interim(amount: Range, share: Decimal) -> Range:
    low, high = amount
    return round_fen(low * share), INFINITE if high == INFINITE else round_fen(high * share)


def _staged(state: Settled, share: Decimal, paid: Range) -> Settled:
    whole = range_of(state.amount)
    interim = _interim(whole, share)
    match state.claim.stage:
        case "interim":
            return changed(state, "interim", amount_of(interim), {"share": share})
        case "final":
            return _final(state, whole, paid)
        case other:
            rest = less(whole, paid)
            either = min(interim[0], rest[0]), max(interim[1], whole[1])
            return waiting(changed(state, "stage", amount_of(either), {"stage": other}), "stage")


def _final(state: Settled, whole: Range, paid: Range) -> Settled:
    detail: dict[str, object] = {"paid_before": amount_of(paid)}
    limit = "final"
    if whole[1] < paid[0]:
        limit, detail = "recover", detail | {"owed_back": amount_of(less(paid, whole))}
    state = changed(state, limit, amount_of(less(whole, paid)), detail)
    return state if paid[0] == paid[1] else waiting(state, "final")
