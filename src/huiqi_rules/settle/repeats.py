"""Refusals because of earlier awards, in one pass over the claims in order of listing: a refusal tells all its reasons.

What was awarded before comes from the history and from earlier claims of the same call that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from huiqi_rules.model.claims import Award, Claim, ClauseRules, Settled
from huiqi_rules.settle.cooling_off import cooling_off
from huiqi_rules.settle.first_time import first_time
from huiqi_rules.settle.most_times import most_times
from huiqi_rules.settle.once_per import once_per
from huiqi_rules.settle.past import Own, claimant_of, claimants_of
from huiqi_rules.settle.priors import Prior, Priors, Verdict
from huiqi_rules.settle.state import Context, doubted, refused

Bar: TypeAlias = Callable[[Claim, ClauseRules, Priors], Verdict | None]
Claimant: TypeAlias = tuple[str, tuple[str, str]]
Tally: TypeAlias = dict[tuple[int | None, str], list[int]]

BARS: Final[tuple[tuple[str, Bar], ...]] = (
    ("first_time", first_time),
    ("once_per", once_per),
    ("cooling_off", cooling_off),
    ("most_times", most_times),
)


def refuse_repeats(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Refuse claims whose clause was awarded before, as far as its rules say; unknown where the past is."""
    limited = {clause for clause, rules in context.rules.items() if _looks_back(rules)}
    watched = limited | {other for clause in limited for other in context.rules[clause].first_time_with}
    record = _Record()
    for award in context.history:
        if award.clause in watched:
            record.note_award(award)
    after = list(states)
    for index in context.sequence:
        state = after[index]
        if state.outcome is not False and state.claim.clause in limited:
            own = context.own.get(index, ())
            after[index] = _judged(state, context.rules[state.claim.clause], record, own)
            # One that is still being decided stands in the history already.
            if any(one.certain for one in own):
                continue
            staged = context.rules[state.claim.clause].interim_share is not None
            record.note_claim(after[index], staged=staged, may_stand=bool(own))
    return after


def _looks_back(rules: ClauseRules) -> bool:
    once = rules.first_time or bool(rules.first_time_with) or rules.once_per is not None
    return once or rules.cooling_off_years is not None or rules.most_times is not None


def _judged(state: Settled, rules: ClauseRules, record: _Record, own: Sequence[Own]) -> Settled:
    claim = state.claim
    priors = _priors(claim, rules, record, own)
    verdicts = [(code, verdict) for code, bar in BARS if (verdict := bar(claim, rules, priors))]
    barred = [(code, verdict) for code, verdict in verdicts if verdict.barred]
    for code, verdict in barred:
        state = refused(state, code, verdict.detail)
    if not barred:
        for code, verdict in verdicts:
            state = doubted(state, code, verdict.detail)
        return state
    free = [verdict.free_from for _, verdict in barred if verdict.free_from is not None]
    # Barred for ever, or until a year that is not known yet: no year to name.
    return replace(state, next_period=max(free)) if len(free) == len(barred) else state


def _priors(claim: Claim, rules: ClauseRules, record: _Record, own: Sequence[Own]) -> Priors:
    subject, payee = claimants_of(claim)
    past = _without(record.awarded(claim.clause, claim), own)
    return Priors(
        same=past + _read(record.call.get((claim.clause, subject))),
        same_payee=past + _read(record.call.get((claim.clause, payee))),
        elsewhere=tuple(
            prior
            for clause in rules.first_time_with
            if clause != claim.clause
            for prior in record.awarded(clause, claim)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """How often a clause was awarded to a claimant, by year and stage: for certain, and perhaps."""

    history: dict[Claimant, Tally] = field(default_factory=dict)
    call: dict[Claimant, Tally] = field(default_factory=dict)

    def note_award(self, award: Award) -> None:
        """Count a line of history."""
        _count(self.history, (award.clause, claimant_of(award)), (award.year(), award.stage), certain=True)

    def note_claim(self, state: Settled, *, staged: bool, may_stand: bool) -> None:
        """Count a claim of this call under both its names, unless it was refused; one that may stand in the history already perhaps."""
        claim = state.claim
        # Where the stage matters and is not known, the claim may turn out to be a part of the next one.
        certain = state.outcome is True and not may_stand and not (staged and claim.stage is None)
        if state.outcome is not False:
            for name in claimants_of(claim):
                _count(self.call, (claim.clause, name), (claim.period, claim.stage or ""), certain=certain)

    def awarded(self, clause: str, claim: Claim) -> tuple[Prior, ...]:
        """Return what the history holds of a clause for the one who claims."""
        subject, payee = claimants_of(claim)
        return _read(self.history.get((clause, subject))) + _read(self.history.get((clause, payee)))


def _without(priors: tuple[Prior, ...], own: Sequence[Own]) -> tuple[Prior, ...]:
    """Return earlier awards without those that are the claim itself, which is still being decided; what may be is possible."""
    for award, certain in own:
        key = award.period, award.stage
        at = next(turn for turn, one in enumerate(priors) if one.certain and (one.year, one.stage) == key)
        possible = priors[at].possible + (not certain)
        less_one = priors[at]._replace(certain=priors[at].certain - 1, possible=possible)
        kept = (less_one,) if less_one.certain or less_one.possible else ()
        priors = (*priors[:at], *kept, *priors[at + 1 :])
    return priors


def _count(book: dict[Claimant, Tally], key: Claimant, part: tuple[int | None, str], *, certain: bool) -> None:
    counts = book.setdefault(key, {}).setdefault(part, [0, 0])
    counts[0 if certain else 1] += 1


def _read(tally: Tally | None) -> tuple[Prior, ...]:
    return () if tally is None else tuple(Prior(*part, *counts) for part, counts in tally.items())
