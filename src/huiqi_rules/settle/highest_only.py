"""Highest only (就高不重复): of one payee's claims in a group and period the highest is paid, and never twice.

Where the group was paid before, a higher claim gets only the difference. Equal highest: the first in order of listing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.model.claims import Settled
from huiqi_rules.model.limits import Period
from huiqi_rules.settle.past import Paid, amount_owned, interim_paid, own_interim
from huiqi_rules.settle.ranges import NOTHING, Range, amount_of, less, plus, range_of
from huiqi_rules.settle.state import Context, changed, doubted, refused, waiting

LIMIT = "highest_only"
Strength: TypeAlias = tuple[Decimal, int]
"""An amount and the turn of its claim, negated: of equal amounts the earlier is the stronger."""


def pay_highest_only(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Leave one claim of each payee, group and period, less what the group was paid before."""
    after = list(states)
    families: dict[tuple[str, str, int | None], list[int]] = {}
    for index in context.sequence:
        claim = after[index].claim
        rules = context.rules[claim.clause]
        if rules.group is not None and after[index].outcome is not False:
            period = claim.period if rules.group_period is Period.YEAR else None
            families.setdefault((rules.group, claim.payee, period), []).append(index)
    if not families:
        return after
    paid, interim = _paid_to_groups(context), interim_paid(context.history)
    for (group, payee, period), indices in families.items():
        _leave_highest(after, indices)
        before = paid.within((group, payee), period)
        if before == NOTHING:
            continue
        for index in indices:
            if after[index].outcome is not False:
                others = less(before, amount_owned(context.own.get(index, ())))
                after[index] = _less_paid(after[index], _without_own(after[index], others, interim))
    return after


def _paid_to_groups(context: Context) -> Paid:
    paid = Paid()
    for award in context.history:
        rules = context.rules.get(award.clause)
        if rules is not None and rules.group is not None:
            paid.add((rules.group, award.payee), award)
    return paid


def _leave_highest(after: list[Settled], indices: Sequence[int]) -> None:
    reaches = [range_of(after[index].amount) for index in indices]
    certain = [(low, -turn) for turn, (low, _) in enumerate(reaches) if after[indices[turn]].outcome is True]
    possible = [(high, -turn) for turn, (_, high) in enumerate(reaches)]
    surely, perhaps = sorted(certain)[-2:], sorted(possible)[-2:]
    states = [after[index] for index in indices]
    for turn, (low, high) in enumerate(reaches):
        sure, maybe = _rival(surely, turn), _rival(perhaps, turn)
        if sure is not None and sure > (high, -turn):
            after[indices[turn]] = refused(states[turn], LIMIT, {"higher": states[-sure[1]].claim.clause})
        elif maybe is not None and maybe > (low, -turn):
            after[indices[turn]] = doubted(states[turn], LIMIT, {"rival": states[-maybe[1]].claim.clause})


def _rival(strongest: Sequence[Strength], turn: int) -> Strength | None:
    """Return the strongest claim that is another one."""
    return next((strength for strength in reversed(strongest) if strength[1] != -turn), None)


def _without_own(state: Settled, before: Range, interim: Paid) -> Range:
    """Return what the group was paid, less the interim part of the claim's own award, which is no other award."""
    own = own_interim(interim, state.claim)
    if own == NOTHING or state.claim.stage == "interim":
        return before
    rest = less(before, own)
    return rest if state.claim.stage == "final" else (rest[0], plus(before, NOTHING)[1])


def _less_paid(state: Settled, before: Range) -> Settled:
    if before == NOTHING:
        return state
    low, high = range_of(state.amount)
    detail = {"paid_before": amount_of(before)}
    if before[0] > 0 and high <= before[0]:
        return refused(state, LIMIT, detail)
    open_past = low <= before[1]
    state = changed(state, LIMIT, amount_of(less((low, high), before)), detail)
    if open_past:
        return doubted(state, LIMIT, detail)
    return state if before[0] == before[1] else waiting(state, LIMIT)
