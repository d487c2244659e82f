"""Budget pools: one budget for a period, dealt out in a queue, by priority or by one ratio for all.

What the history shows for the period is already spent. A pool without a published amount limits nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from huiqi_rules.model.claims import PoolRule, Settled
from huiqi_rules.model.limits import PoolMode
from huiqi_rules.settle.past import Paid, amount_owned
from huiqi_rules.settle.ranges import INFINITE, ZERO, Range, amount_of, floor_fen, less, paid_range, plus, range_of
from huiqi_rules.settle.standing import Key, Weight, ahead
from huiqi_rules.settle.state import Context, changed, waiting

LIMIT = "pool"


def deal_out_pools(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Cut the claims on each pool to its budget of the period, as its mode says."""
    after = list(states)
    pools = _pools(context)
    drawn: dict[tuple[str, int], list[int]] = {}
    for index in context.sequence:
        claim = after[index].claim
        rule = context.rules[claim.clause].pool
        if rule is not None and after[index].outcome is not False:
            drawn.setdefault((rule.id, claim.period), []).append(index)
    past = _spent(context) if drawn else Paid()
    for (pool, period), indices in drawn.items():
        rule = pools[pool]
        if rule.amount is None or rule.mode is PoolMode.NONE:
            continue
        whole, spent = (rule.amount, rule.amount), past.within(pool, period)
        budget = less(whole, spent)
        kept = [_kept(whole, spent, amount_owned(context.own.get(index, ()))) for index in indices]
        if rule.mode is PoolMode.PRO_RATA:
            _deal_by_ratio(after, indices, rule, budget, kept)
        else:
            _deal_in_turn(after, indices, rule, budget, kept)
    return after


def _pools(context: Context) -> dict[str, PoolRule]:
    pools: dict[str, PoolRule] = {}
    for rules in context.rules.values():
        if rules.pool is not None and pools.setdefault(rules.pool.id, rules.pool) != rules.pool:
            raise ValueError(f"pool {rules.pool.id!r}: clause {rules.clause!r} gives it another amount or mode")
    return pools


def _spent(context: Context) -> Paid:
    paid = Paid()
    for award in context.history:
        rules = context.rules.get(award.clause)
        if rules is not None and rules.pool is not None:
            paid.add(rules.pool.id, award)
    return paid


def _kept(whole: Range, spent: Range, own: Range) -> Range:
    """Return what of a pool is kept free for a claim that is still being decided: its own, if others have left so much."""
    others = less(whole, less(spent, own))
    return min(own[0], others[0]), min(own[1], others[1])


def _deal_in_turn(
    after: list[Settled], indices: Sequence[int], rule: PoolRule, budget: Range, kept: Sequence[Range]
) -> None:
    """Deal out what is left of a budget; what is kept free for a claim that is still being decided is there for that one alone."""
    keys = _turns([after[index] for index in indices], rule)
    taken = [less(paid_range(after[index]), own) for index, own in zip(indices, kept, strict=True)]
    lows: list[Weight] = [low for low, _ in taken]
    highs: list[Weight] = [ZERO if high == INFINITE else high for _, high in taken]
    endless: list[Weight] = [int(high == INFINITE) for _, high in taken]
    for index, own, surely, perhaps, limitless in zip(indices, kept, *ahead(keys, lows, highs, endless), strict=True):
        most = INFINITE if limitless.before or limitless.open else Decimal(perhaps.before + perhaps.open)
        before = (Decimal(surely.before), most)
        left = plus(less(budget, before), own)
        state = after[index]
        low, high = range_of(state.amount)
        if high == INFINITE and left[1] > 0:
            # A budget says nothing about an amount that nobody knows; it stays unknown, not "up to the budget".
            continue
        detail = {"pool": rule.id, "left": amount_of(left), "mode": rule.mode.value}
        state = changed(state, LIMIT, amount_of((min(low, left[0]), min(high, left[1]))), detail)
        after[index] = waiting(state, LIMIT) if left[0] != left[1] and left[0] < high else state


def _turns(states: Sequence[Settled], rule: PoolRule) -> list[Key]:
    """Return the keys of a queue: priority (falling), queue key (rising), turn of listing."""
    by_priority = rule.mode is PoolMode.PRIORITY
    keyed = rule.queue_keyed or any(state.claim.queue_key is not None for state in states)
    keys: list[Key] = []
    for turn, state in enumerate(states):
        priority, queue = state.claim.priority_key, state.claim.queue_key
        key: Key = (turn,)
        if keyed:
            key = (queue.toordinal() if isinstance(queue, date) else queue, *key)
        if by_priority:
            key = (None if priority is None else -priority, *key)
        keys.append(key)
    return keys


def _deal_by_ratio(
    after: list[Settled], indices: Sequence[int], rule: PoolRule, budget: Range, kept: Sequence[Range]
) -> None:
    """Deal out what is left of a budget by one ratio; what is kept free for a claim that is still being decided is that one's own."""
    taken = [less(paid_range(after[index]), own) for index, own in zip(indices, kept, strict=True)]
    least = sum((low for low, _ in taken), ZERO)
    most = sum((high for _, high in taken if high != INFINITE), ZERO)
    endless = sum(high == INFINITE for _, high in taken)
    for index, (low, high), sure in zip(indices, taken, kept, strict=True):
        state, asks = after[index], range_of(after[index].amount)
        if asks[1] == INFINITE and budget[1] > 0:
            continue
        own = less(asks, sure)
        unbounded = endless - (high == INFINITE)
        others = (least - low, INFINITE if unbounded else most - (ZERO if high == INFINITE else high))
        part = _part(own[0], others[1], budget[0]), _part(own[1], others[0], budget[1])
        share = min(asks[0], part[0] + sure[0]), min(asks[1], part[1] + sure[1])
        asked = amount_of((least, INFINITE if endless else most))
        state = changed(state, LIMIT, amount_of(share), {"pool": rule.id, "budget": amount_of(budget), "asked": asked})
        if _part(own[0], others[0], budget[1]) != part[0] or _part(own[1], others[1], budget[0]) != part[1]:
            state = waiting(state, LIMIT)
        after[index] = state


def _part(own: Decimal, others: Decimal, budget: Decimal) -> Decimal:
    """Return what a claim gets of a budget beside others: all if it suffices, else by ratio, down to the fen."""
    if own == INFINITE:
        return budget if others != INFINITE else ZERO
    if own + others <= budget:
        return own
    if others == INFINITE:
        return ZERO
    # One multiplication, then one division that is cut: the quotient never carries a rounded ratio.
    cents = own * budget * 100 // (own + others)
    return floor_fen(cents.scaleb(-2))
