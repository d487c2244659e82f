"""Interim and final payment: a share now, the rest later, less what was paid at the interim stage.

Paid too much at the interim stage: the final payment is 0 and what is owed back is said in the adjustment `recover`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.core.values import round_fen
from huiqi_rules.model.claims import Claim, Settled
from huiqi_rules.settle.past import interim_paid, own_interim
from huiqi_rules.settle.ranges import INFINITE, NOTHING, ZERO, Range, amount_of, less, plus, range_of
from huiqi_rules.settle.state import Context, changed, waiting

Part: TypeAlias = tuple[str, str, int]


def pay_by_stage(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Cut interim claims to their share and final ones to the rest; an unknown stage leaves both open."""
    after = list(states)
    staged = [index for index in context.sequence if context.rules[after[index].claim.clause].interim_share is not None]
    if not staged:
        return after
    past = interim_paid(context.history)
    now: dict[Part, Range] = {}
    for index in staged:
        state, share = after[index], context.rules[after[index].claim.clause].interim_share
        assert share is not None
        if state.outcome is False or state.claim.stage == "final":
            continue
        low, high = _interim(range_of(state.amount), share)
        part = _part(state.claim)
        certain = state.outcome is True and state.claim.stage == "interim"
        now[part] = plus(now.get(part, NOTHING), (low if certain else ZERO, high))
    for index in staged:
        state, share = after[index], context.rules[after[index].claim.clause].interim_share
        assert share is not None
        if state.outcome is not False:
            paid = plus(own_interim(past, state.claim), now.get(_part(state.claim), NOTHING))
            after[index] = _staged(state, share, paid)
    return after


def _part(claim: Claim) -> Part:
    return claim.clause, claim.subject, claim.period


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
            # Its own share would count as paid if it is the interim claim; as the final one it is counted by others only.
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
