"""Who gets a place: by rank, above the pass mark, within the places and the money; a tie over the last place is told, not guessed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import Final

from huiqi.kernel.words import Pair


class Ties(StrEnum):
    """What is done where several tie over the last place."""

    UNSTATED = "unstated"
    CRITERIA = "criteria"
    ALL = "all"

    @property
    def words(self) -> Pair:
        """Return what the rule is called, in Chinese and in English."""
        return _TIES[self]


class Outcome(StrEnum):
    """What became of an application in a competition. `RANKED`: the mean is known, and the clause itself gives the places by it."""

    WINS = "wins"
    RANKED = "ranked"
    TIED = "tied"
    OPEN = "open"
    NO_PLACE = "no_place"
    NO_MONEY = "no_money"
    BELOW = "below"

    @property
    def words(self) -> Pair:
        """Return what the outcome is called, in Chinese and in English."""
        return _OUTCOMES[self]


_TIES: Final[Mapping[Ties, Pair]] = {
    Ties.UNSTATED: ("没有规定：并列的由人决定并写明理由", "Nothing is said: a person decides and says why"),
    Ties.CRITERIA: ("依次比较各项平均分", "By the means of the criteria, in their order"),
    Ties.ALL: ("并列的都入选", "All that tie get a place"),
}
_OUTCOMES: Final[Mapping[Outcome, Pair]] = {
    Outcome.WINS: ("入选", "Selected"),
    Outcome.RANKED: ("名次已定，由条款决定", "Ranked; the clause decides"),
    Outcome.TIED: ("并列，待决定", "Tied, to be decided"),
    Outcome.OPEN: ("金额未定，待决定", "Amount open, to be decided"),
    Outcome.NO_PLACE: ("未进入名额", "No place left"),
    Outcome.NO_MONEY: ("额度用完", "No money left"),
    Outcome.BELOW: ("低于合格线", "Below the pass mark"),
}
UNRESOLVED: Final = frozenset({Outcome.TIED, Outcome.OPEN})


@dataclass(frozen=True, slots=True)
class Entry:
    """An application: its mean, the means of its criteria in order, and what it would get, in yuan (None: open)."""

    key: Hashable
    mean: Fraction
    criteria: tuple[Fraction, ...] = ()
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How places are given: so many, within so much money, from a mark on (each None: without), and what is done with ties."""

    places: int | None = None
    budget: Decimal | None = None
    pass_mark: Decimal | None = None
    ties: Ties = Ties.UNSTATED


@dataclass(frozen=True, slots=True)
class Placed:
    """An application with its rank and what became of it; those that tie share a rank."""

    entry: Entry
    rank: int
    outcome: Outcome


def placed(entries: Sequence[Entry], rule: Rule) -> tuple[Placed, ...]:
    """Return all applications by rank; places below the pass mark stay empty, and nobody moves up past a line that stands."""
    found: list[Placed] = []
    left, money = rule.places, rule.budget
    stopped: Outcome | None = None
    for group in _tied(entries, rule.ties):
        rank = len(found) + 1
        outcome = Outcome.BELOW if _is_below(group, rule) else stopped or _outcome(group, rule, left, money)
        found += [Placed(entry, rank, outcome) for entry in group]
        if outcome is Outcome.WINS:
            left = None if left is None else max(left - len(group), 0)
            money = None if money is None else money - _sum(group)
        elif outcome is not Outcome.BELOW:
            stopped = Outcome.OPEN if outcome is Outcome.OPEN else stopped or _behind(outcome)
    return tuple(found)


def _tied(entries: Sequence[Entry], ties: Ties) -> Iterator[list[Entry]]:
    """Yield those that tie together, the best first."""

    def key(entry: Entry) -> tuple[Fraction, ...]:
        parts = entry.criteria if ties is Ties.CRITERIA else ()
        return tuple(-one for one in (entry.mean, *parts))

    for _, some in groupby(sorted(entries, key=key), key=key):
        yield list(some)


def _is_below(group: Sequence[Entry], rule: Rule) -> bool:
    return rule.pass_mark is not None and group[0].mean < Fraction(rule.pass_mark)


def _outcome(group: Sequence[Entry], rule: Rule, left: int | None, money: Decimal | None) -> Outcome:
    """Return what becomes of those that tie, where nobody before was stopped."""
    if left == 0:
        return Outcome.NO_PLACE
    if left is not None and len(group) > left and rule.ties is not Ties.ALL:
        return Outcome.TIED
    if money is None:
        return Outcome.WINS
    if any(entry.amount is None for entry in group):
        return Outcome.OPEN
    if _sum(group) <= money:
        return Outcome.WINS
    return Outcome.NO_MONEY if len(group) == 1 else Outcome.TIED


def _behind(outcome: Outcome) -> Outcome:
    """Return what becomes of those behind a line."""
    return Outcome.NO_MONEY if outcome is Outcome.NO_MONEY else Outcome.NO_PLACE


def _sum(group: Sequence[Entry]) -> Decimal:
    return sum((entry.amount or Decimal(0) for entry in group), Decimal(0))
