"""Ranked prizes: met claims at or above the floor compete, the first places win, places that nobody reaches stay empty.

Equal keys are told apart by the further keys; what is still level is a tie, which matters only across a line that
changes the prize.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huiqi_rules.core.values import Number
from huiqi_rules.model.claims import RankingRule, Settled
from huiqi_rules.settle.contest import Entrant, Span, deciders, spans
from huiqi_rules.settle.prizes import Prizes, Worth
from huiqi_rules.settle.ranges import amount_of, range_of
from huiqi_rules.settle.standing import Key
from huiqi_rules.settle.state import Context, changed, doubted, refused, waiting


def award_places(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Give each claim under a ranking its place and prize, or say that it has none or that this is still open."""
    after = list(states)
    contests: dict[tuple[str, int], list[int]] = {}
    for index in context.sequence:
        claim = after[index].claim
        rule = context.rules[claim.clause].ranking
        if rule is None or after[index].outcome is False:
            continue
        if claim.floor_met is False:
            after[index] = refused(after[index], "ranking", {"reason": "floor"})
        else:
            contests.setdefault((claim.clause, claim.period), []).append(index)
    for (clause, _), indices in contests.items():
        found = context.rules[clause].ranking
        assert found is not None
        _rank(after, indices, found)
    return after


def _rank(after: list[Settled], indices: Sequence[int], rule: RankingRule) -> None:
    length = 1 + max(len(after[index].claim.then_keys) for index in indices)
    entrants = []
    for index in indices:
        state = after[index]
        certain = state.outcome is True and state.claim.floor_met is True
        entrants.append(Entrant(index, state.claim.subject, _key(state, rule, length), certain))
    unsure, prizes = deciders(entrants), Prizes(rule)
    for entrant, span in zip(entrants, spans(entrants), strict=True):
        state = after[entrant.index]
        worth = prizes.worth(span, range_of(state.amount))
        waits_for = unsure.of(entrant) if worth.wait == "ranking" else ()
        after[entrant.index] = _placed(state, span, worth, rule.places, waits_for)


def _key(state: Settled, rule: RankingRule, length: int) -> Key:
    first = state.claim.rank_key
    if first is not None and not rule.ascending:
        first = -first
    # Further keys fall too: the larger stands before.
    further: list[Number | None] = [None if key is None else -key for key in state.claim.then_keys]
    return (first, *further, *[None] * (length - 1 - len(further)))


def _placed(state: Settled, span: Span, worth: Worth, places: int, deciding: tuple[str, ...]) -> Settled:
    detail: dict[str, object] = {"place": span.best, "places": places}
    if span.worst != span.best:
        detail |= {"worst_place": span.worst}
    if span.level_most:
        detail |= {"level_with": span.level_most}
    if deciding:
        detail |= {"waits_for": deciding}
    if worth.gets is False:
        return refused(state, "ranking", detail)
    code = worth.wait if worth.wait == "tie" else "ranking"
    state = changed(state, code, amount_of(worth.amount), detail)
    if worth.gets is None or state.claim.floor_met is None:
        state = doubted(state, code, detail)
    if worth.wait:
        state = waiting(state, worth.wait)
    return replace(state, place=span.best) if span.best == span.worst else state
