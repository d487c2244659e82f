"""The order of the limits, once, and the door to them.

Each limit takes the states of all claims and gives the next states; a later limit sees what the earlier ones left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import localcontext
from typing import Final, TypeAlias

from huiqi_rules.core.values import EXACT
from huiqi_rules.model.claims import Award, Claim, ClauseRules, Settled
from huiqi_rules.settle.caps import cap_payees
from huiqi_rules.settle.highest_only import pay_highest_only
from huiqi_rules.settle.next_period import name_next_period
from huiqi_rules.settle.past import owned
from huiqi_rules.settle.payers import split_between_payers
from huiqi_rules.settle.pools import deal_out_pools
from huiqi_rules.settle.quota import fill_quota
from huiqi_rules.settle.ranking import award_places
from huiqi_rules.settle.repeats import refuse_repeats
from huiqi_rules.settle.stages import pay_by_stage
from huiqi_rules.settle.state import Context, opened

Limit: TypeAlias = Callable[[Sequence[Settled], Context], Sequence[Settled]]

# Stages follow the group: a group compares whole awards, never what is left of one after its interim payment.
LIMITS: Final[tuple[Limit, ...]] = (
    refuse_repeats,
    award_places,
    fill_quota,
    pay_highest_only,
    pay_by_stage,
    cap_payees,
    deal_out_pools,
    split_between_payers,
    name_next_period,
)


def settle(claims: Sequence[Claim], rules: Mapping[str, ClauseRules], history: Sequence[Award]) -> tuple[Settled, ...]:
    """Apply all limits to claims that were decided one by one; the answer has the order of `claims`.

    `rules` holds every clause that a claim names (KeyError otherwise). Amounts are yuan. Raises ValueError for
    rules that contradict themselves: shares of payers that do not add up to 1, one pool with two budgets.
    """
    sequence = tuple(sorted(range(len(claims)), key=lambda index: claims[index].order))
    context = Context(rules, history, sequence, owned(claims, rules, sequence, history))
    # Inside, plain operators on Decimal are exact: no sum of money is ever rounded to 28 digits.
    with localcontext(EXACT):
        states: Sequence[Settled] = [opened(claim) for claim in claims]
        for limit in LIMITS:
            states = limit(states, context)
    return tuple(states)
