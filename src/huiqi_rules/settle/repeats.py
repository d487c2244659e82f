"""Refusals because of earlier awards, in one pass over the claims in order of listing: a refusal tells all its reasons.

What was awarded before comes from the history and from earlier claims of the same call that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from huiqi_rules.model.claims import Claim, ClauseRules, Settled
from huiqi_rules.settle.cooling_off import cooling_off
from huiqi_rules.settle.first_time import first_time
from huiqi_rules.settle.most_times import most_times
from huiqi_rules.settle.once_per import once_per
from huiqi_rules.settle.past import claimant_of, claimants_of
from huiqi_rules.settle.priors import Prior, Priors, Verdict
from huiqi_rules.settle.state import Context, doubted, refused

Bar: TypeAlias = Callable[[Claim, ClauseRules, Priors], Verdict | None]
Tally: TypeAlias = dict[tuple[int | None, str], list[int]]

BARS: Final[tuple[tuple[str, Bar], ...]] = (
    ("first_time", first_time),
    ("once_per", once_per),
    ("cooling_off", cooling_off),
    ("most_times", most_times),
)


def refuse_repeats(states: Sequence[Settled], context: Context) -> Sequence[Settled]:
    """Refuse claims whose clause was awarded before, as far as its rules say; unknown where the past is."""
    record = _Record()
    for award in context.history:
        record.note(record.history, (award.clause, claimant_of(award)), award.year(), award.stage, certain=True)
    after = list(states)
    for index in context.sequence:
        state = after[index]
        if state.outcome is False:
            continue
        state = after[index] = _judged(state, context.rules[state.claim.clause], record)
        if state.outcome is not False:
            record.stand(state)
    return after


def _judged(state: Settled, rules: ClauseRules, record: _Record) -> Settled:
    claim = state.claim
    verdicts = [(code, verdict) for code, bar in BARS if (verdict := bar(claim, rules, _priors(claim, rules, record)))]
    barred = [(code, verdict) for code, verdict in verdicts if verdict.barred]
    for code, verdict in barred:
        state = refused(state, code, verdict.detail)
    if barred:
        never = any(verdict.never for _, verdict in barred)
        free = [verdict.free_from for _, verdict in barred]
        known = [year for year in free if year is not None]
        return state if never or len(known) < len(free) else replace(state, next_period=max(known))
    for code, verdict in verdicts:
        state = doubted(state, code, verdict.detail)
    return state


def _priors(claim: Claim, rules: ClauseRules, record: _Record) -> Priors:
    past = record.of(record.history, claim.clause, claim)
    elsewhere = tuple(prior for clause in rules.first_time_with for prior in record.of(record.history, clause, claim))
    subject, payee = claimants_of(claim)
    return Priors(
        same=past + record.read(record.call, (claim.clause, subject)),
        same_payee=past + record.read(record.call, (claim.clause, payee)),
        elsewhere=elsewhere,
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """How often a clause was awarded to a claimant, by year and stage: for certain, and perhaps."""

    history: dict[tuple[str, tuple[str, str]], Tally] = field(default_factory=dict)
    call: dict[tuple[str, tuple[str, str]], Tally] = field(default_factory=dict)

    def note(
        self,
        book: dict[tuple[str, tuple[str, str]], Tally],
        key: tuple[str, tuple[str, str]],
        year: int | None,
        stage: str | None,
        *,
        certain: bool,
    ) -> None:
        counts = book.setdefault(key, {}).setdefault((year, stage or ""), [0, 0])
        counts[0 if certain else 1] += 1

    def stand(self, state: Settled) -> None:
        """Count a claim of this call that was not refused, under both its names."""
        claim = state.claim
        for name in claimants_of(claim):
            self.note(self.call, (claim.clause, name), claim.period, claim.stage, certain=state.outcome is True)

    def of(self, book: dict[tuple[str, tuple[str, str]], Tally], clause: str, claim: Claim) -> tuple[Prior, ...]:
        subject, payee = claimants_of(claim)
        return self.read(book, (clause, subject)) + self.read(book, (clause, payee))

    def read(
        self, book: dict[tuple[str, tuple[str, str]], Tally], key: tuple[str, tuple[str, str]]
    ) -> tuple[Prior, ...]:
        tally = book.get(key)
        if not tally:
            return ()
        return tuple(Prior(year, stage, sure, maybe) for (year, stage), (sure, maybe) in tally.items())
