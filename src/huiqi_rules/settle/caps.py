"""Caps per payee and period, over all subjects and clauses that share the cap, in order of listing.

What the history shows for the period counts first. A claim after a spent cap stays met and gets 0: it qualifies.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.model.claims import CapRule, Settled
from huiqi_rules.model.limits import Period
from huiqi_rules.settle.past import Paid, amount_owned
from huiqi_rules.settle.ranges import INFINITE, ZERO, Range, amount_of, less, paid_range, range_of
from huiqi_rules.settle.state import Context, changed, waiting

Purse: TypeAlias = tuple[str, str, int | None]


def cap_payees(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Cut each claim to what is left of its payee's caps."""
    after = list(states)
    used: dict[Purse, Range] = {}
    past: Paid | None = None
    for index in context.sequence:
        state = after[index]
        caps = context.rules[state.claim.clause].caps
        if not caps or state.outcome is False:
            continue
        past = past or _paid_under_caps(context)
        purses = [_purse(state, cap) for cap in caps]
        for purse in purses:
            if purse not in used:
                used[purse] = past.within(purse[:2], purse[2])
        # What is kept free for this very claim is there for it; for all others it is used, whatever comes of the claim.
        kept = amount_owned(context.own.get(index, ()))
        spent = [less(used[purse], kept) for purse in purses]
        after[index] = _cut(state, caps, spent)
        for purse, now in zip(purses, _spent(spent, caps, paid_range(state)), strict=True):
            used[purse] = max(used[purse][0], now[0]), max(used[purse][1], now[1])
    return after


def _purse(state: Settled, cap: CapRule) -> Purse:
    return cap.id, state.claim.payee, state.claim.period if cap.period is Period.YEAR else None


def _paid_under_caps(context: Context) -> Paid:
    paid = Paid()
    for award in context.history:
        rules = context.rules.get(award.clause)
        for cap in rules.caps if rules is not None else ():
            key: Hashable = (cap.id, award.payee)
            paid.add(key, award)
    return paid


def _left(cap: CapRule, used: Range) -> Range:
    """Return what is left under a cap: anything under one whose figure is unknown."""
    return (ZERO, INFINITE) if cap.amount is None else less((cap.amount, cap.amount), used)


def _cut(state: Settled, caps: Sequence[CapRule], used: Sequence[Range]) -> Settled:
    for cap, spent in zip(caps, used, strict=True):
        low, high = range_of(state.amount)
        left = _left(cap, spent)
        detail = {"cap": cap.id, "most": cap.amount, "used": amount_of(spent)}
        state = changed(state, "cap", amount_of((min(low, left[0]), min(high, left[1]))), detail)
        # What is left is open, and that leaves open what this claim gets.
        if left[0] != left[1] and left[0] < high:
            state = waiting(state, "cap")
    return state


def _spent(used: Sequence[Range], caps: Sequence[CapRule], amount: Range) -> list[Range]:
    """Return what is used of each cap after a claim of an amount, where so much was used before it."""
    left = [_left(cap, spent) for spent, cap in zip(used, caps, strict=True)]
    after = []
    for turn, (spent, cap) in enumerate(zip(used, caps, strict=True)):
        low, high = amount
        for other, rest in enumerate(left):
            # Its own rest is weighed below as a bound of the sum, which is tighter; an unknown figure may leave nothing.
            if other != turn or cap.amount is None:
                low, high = min(low, rest[0]), min(high, rest[1])
        after.append((_sum(spent[0], low, cap.amount), _sum(spent[1], high, cap.amount)))
    return after


def _sum(used: Decimal, amount: Decimal, most: Decimal | None) -> Decimal:
    total = used + amount
    return total if most is None else max(used, min(total, most))
