"""The past as sums of money: what was paid under a key, in one year or ever, as a range.

A line of history without a year may belong to any year, one without an amount may be any amount: both stay open.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from huiqi_rules.model.claims import Award, Claim, ClauseRules
from huiqi_rules.settle.ranges import NOTHING, ZERO, Range, plus, range_of

Part: TypeAlias = tuple[str, tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Paid:
    """Sums of payments by key and year; filled once with `add`, then only read."""

    dated: dict[tuple[Hashable, int], Range] = field(default_factory=dict)
    undated: dict[Hashable, Range] = field(default_factory=dict)
    ever: dict[Hashable, Range] = field(default_factory=dict)

    def add(self, key: Hashable, award: Award) -> None:
        """Count an award under a key."""
        amount, year = range_of(award.amount), award.year()
        self.ever[key] = plus(self.ever.get(key, NOTHING), amount)
        if year is None:
            self.undated[key] = plus(self.undated.get(key, NOTHING), (ZERO, amount[1]))
        else:
            self.dated[key, year] = plus(self.dated.get((key, year), NOTHING), amount)

    def within(self, key: Hashable, year: int | None) -> Range:
        """Return what was paid under a key in a year; None asks for all years together."""
        if year is None:
            return self.ever.get(key, NOTHING)
        return plus(self.dated.get((key, year), NOTHING), self.undated.get(key, NOTHING))


class Own(NamedTuple):
    """An award that is still being decided and is a claim itself: for certain, or perhaps while a stage is not known."""

    award: Award
    certain: bool


def owned(
    claims: Sequence[Claim], rules: Mapping[str, ClauseRules], sequence: Sequence[int], history: Iterable[Award]
) -> Mapping[int, tuple[Own, ...]]:
    """Return which claims are, by their index, the same as awards that are still being decided: clause, claimant, period, stage agree.

    Such an award is no other one for its claim, and what it keeps free of a cap or a pool is there for it. Each goes to the first
    claim in order of listing; one without a year to none.
    """
    pending = [
        (_part_of(award, award.period), award) for award in history if award.is_pending and award.period is not None
    ]
    if not pending:
        return {}
    asked: dict[Part, list[int]] = {part: [] for part, _ in pending}
    for index in sequence:
        claim = claims[index]
        for name in claimants_of(claim):
            if (part := (claim.clause, name, claim.period)) in asked:
                asked[part].append(index)
    found: dict[int, tuple[Own, ...]] = {}
    for part, award in pending:
        is_open = False
        for index in asked[part]:
            same = _same_stage(award, claims[index], rules[award.clause])
            if same is not False:
                found[index] = (*found.get(index, ()), Own(award, certain=same is True and not is_open))
            if same:
                break
            is_open = is_open or same is None
    return found


def _part_of(award: Award, period: int) -> Part:
    return award.clause, claimant_of(award), period


def _same_stage(award: Award, claim: Claim, rules: ClauseRules) -> bool | None:
    """Return whether an award is of a claim's stage: an interim payment is a part of the final one, not the same."""
    if rules.interim_share is None or not award.stage:
        return True
    return None if claim.stage is None else award.stage == claim.stage


def amount_owned(own: Iterable[Own]) -> Range:
    """Return what awards that are a claim itself come to; nothing or their amount where that is not certain."""
    total = NOTHING
    for award, certain in own:
        low, high = range_of(award.amount)
        total = plus(total, (low if certain else ZERO, high))
    return total


def claimant_of(award: Award) -> tuple[str, str]:
    """Return whom an award speaks of: its subject where it names one, else its payee."""
    return ("payee", award.payee) if award.subject is None else ("subject", award.subject)


def claimants_of(claim: Claim) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return both names under which the past may know the one who claims."""
    return ("subject", claim.subject), ("payee", claim.payee)


def interim_paid(history: Iterable[Award]) -> Paid:
    """Return the interim payments of the past by clause and claimant."""
    paid = Paid()
    for award in history:
        if award.stage == "interim":
            paid.add((award.clause, claimant_of(award)), award)
    return paid


def own_interim(paid: Paid, claim: Claim) -> Range:
    """Return what a claim's own clause and period were paid at the interim stage."""
    by_subject, by_payee = (paid.within((claim.clause, name), claim.period) for name in claimants_of(claim))
    return plus(by_subject, by_payee)
