"""The past as sums of money: what was paid under a key, in one year or ever, as a range.

A line of history without a year may belong to any year, one without an amount may be any amount: both stay open.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from huiqi_rules.model.claims import Award, Claim
from huiqi_rules.settle.ranges import NOTHING, ZERO, Range, plus, range_of


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


def owned(
    claims: Sequence[Claim], sequence: Sequence[int], history: Iterable[Award]
) -> Mapping[int, tuple[Award, ...]]:
    """Return which claims are, by their index, the same as awards that are still being decided: clause, claimant and period agree.

    Such an award is no other one for its claim, and what it keeps free of a cap or a pool is there for it. Each goes to the first
    claim in order of listing; one with a stage, or without a year, to none.
    """
    pending = [award for award in history if award.is_pending and not award.stage and award.period is not None]
    if not pending:
        return {}
    first: dict[tuple[str, tuple[str, str], int], int] = {}
    for index in reversed(sequence):
        claim = claims[index]
        for name in claimants_of(claim):
            first[claim.clause, name, claim.period] = index
    found: dict[int, tuple[Award, ...]] = {}
    for award in pending:
        assert award.period is not None, "asked above"
        index = first.get((award.clause, claimant_of(award), award.period), -1)
        if index >= 0:
            found[index] = (*found.get(index, ()), award)
    return found


def amount_owned(awards: Iterable[Award]) -> Range:
    """Return what some awards come to."""
    total = NOTHING
    for award in awards:
        total = plus(total, range_of(award.amount))
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
