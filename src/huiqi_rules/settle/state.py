"""The state of a claim on its way through the limits, and the only ways to change it.

Every change leaves an adjustment: which limit, from how much, to how much, and the data for a sentence about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from huiqi_rules.core.values import not_below_zero
from huiqi_rules.model.claims import Adjustment, Award, Claim, ClauseRules, Money, Settled
from huiqi_rules.settle.past import Own
from huiqi_rules.settle.ranges import ZERO, range_of


@dataclass(frozen=True, slots=True)
class Context:
    """What all limits share: the rules by clause, the past, and the indices of the claims in order of listing.

    `own` holds by index the awards of the past that are still being decided and are the same as a claim (`past.owned`).
    """

    rules: Mapping[str, ClauseRules]
    history: Sequence[Award]
    sequence: tuple[int, ...]
    own: Mapping[int, tuple[Own, ...]] = field(default_factory=dict)


def opened(claim: Claim) -> Settled:
    """Return the state of a claim before any limit: not met is 0, an amount below 0 is cut to 0 and said so."""
    if claim.outcome is False:
        return Settled(claim, outcome=False, amount=ZERO)
    state = Settled(claim, outcome=claim.outcome, amount=claim.amount)
    return state if claim.amount is None else changed(state, "negative", not_below_zero(claim.amount))


def refused(state: Settled, limit: str, detail: Mapping[str, object]) -> Settled:
    """Return the claim as not met, with the limit among its failed ones and nothing to pay."""
    # Built outright: most claims of a large contest pass here, and `replace` takes three times as long.
    return Settled(
        state.claim,
        outcome=False,
        amount=ZERO,
        adjustments=(*state.adjustments, Adjustment(limit, state.amount, ZERO, detail)),
        failed=(*state.failed, limit),
        waits=state.waits,
        next_period=state.next_period,
    )


def doubted(state: Settled, limit: str, detail: Mapping[str, object], *, wait: str = "") -> Settled:
    """Return the claim as unknown because the limit is open; `wait` names what it waits for, else the limit itself."""
    adjustment = Adjustment(limit, state.amount, state.amount, detail)
    return waiting(replace(state, outcome=None, adjustments=(*state.adjustments, adjustment)), wait or limit)


def changed(state: Settled, limit: str, amount: Money, detail: Mapping[str, object] | None = None) -> Settled:
    """Return the claim with another amount; nothing happens where the amount stays."""
    if range_of(amount) == range_of(state.amount):
        return state
    adjustment = Adjustment(limit, state.amount, amount, detail or {})
    return replace(state, amount=amount, adjustments=(*state.adjustments, adjustment))


def waiting(state: Settled, wait: str) -> Settled:
    """Return the claim with one more thing that it waits for."""
    return state if wait in state.waits else replace(state, waits=(*state.waits, wait))
