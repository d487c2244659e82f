"""The first year in which a payee who is awarded now may claim again; refused ones got theirs with the refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huiqi_rules.model.claims import ClauseRules, Settled
from huiqi_rules.model.limits import Period
from huiqi_rules.settle.state import Context


def name_next_period(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Fill in `next_period` of met claims; None means never again, or no limit of time."""
    after = list(states)
    for index, state in enumerate(states):
        if state.outcome is True:
            year = _next(state.claim.period, context.rules[state.claim.clause])
            after[index] = state if year is None else replace(state, next_period=year)
    return after


def _next(period: int, rules: ClauseRules) -> int | None:
    if rules.first_time or rules.first_time_with or rules.once_per is Period.EVER:
        return None
    years = [] if rules.cooling_off_years is None else [period + rules.cooling_off_years]
    if rules.once_per is Period.YEAR:
        years.append(period + 1)
    return max(years, default=None)
