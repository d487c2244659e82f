"""Quota: the first so many met claims by key, else by order of listing; equal keys by order of listing."""

from __future__ import annotations

from collections.abc import Sequence

from huiqi_rules.model.claims import Settled
from huiqi_rules.settle.contest import Entrant, deciders, spans
from huiqi_rules.settle.state import Context, doubted, refused


def fill_quota(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Refuse the claims that certainly come after the quota is full; unknown where others still decide."""
    after = list(states)
    contests: dict[tuple[str, int], list[int]] = {}
    for index in context.sequence:
        claim = after[index].claim
        if context.rules[claim.clause].quota is not None and after[index].outcome is not False:
            contests.setdefault((claim.clause, claim.period), []).append(index)
    for (clause, _), indices in contests.items():
        rules = context.rules[clause]
        assert rules.quota is not None
        keyed = rules.quota_keyed or any(after[index].claim.quota_key is not None for index in indices)
        _fill(after, indices, rules.quota, keyed=keyed)
    return after


def _fill(after: list[Settled], indices: Sequence[int], quota: int, *, keyed: bool) -> None:
    entrants = []
    for turn, index in enumerate(indices):
        key = after[index].claim.quota_key if keyed else None
        entrants.append(
            Entrant(
                index,
                after[index].claim.subject,
                (None if key is None else -key, turn) if keyed else (turn,),
                after[index].outcome is True,
            )
        )
    unsure = deciders(entrants)
    for entrant, span in zip(entrants, spans(entrants), strict=True):
        state = after[entrant.index]
        if span.best > quota:
            after[entrant.index] = refused(state, "quota", {"place": span.best, "quota": quota})
        elif span.worst > quota:
            detail = {"place": span.best, "worst_place": span.worst, "quota": quota, "waits_for": unsure.of(entrant)}
            after[entrant.index] = doubted(state, "quota", detail)
