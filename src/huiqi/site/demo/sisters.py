"""The sisters of the invented zone: each way in which an award comes to companies, with the clause by which it is shown.

Each has companies of its own where there are enough; the first one is that of a log-in, and is asked to take its award.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class End(StrEnum):
    """How far a claim is taken. In a small zone the last ones are left out."""

    OFFERED = "offered"
    OWED = "owed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    PROPOSED = "proposed"
    PAID = "paid"
    MADE = "made"
    NOTICED = "noticed"
    CHECKED = "checked"
    SENT = "sent"
    FAILED = "failed"
    OBJECTED = "objected"
    RETURNED = "returned"
    HELD = "held"
    DECLINED = "declined"
    LAPSED = "lapsed"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Sister:
    """A way to an award: policy and clause, the fact that its companies have, whose log-in shows it, where its companies begin."""

    policy: str
    clause: str
    fact: str
    owner: int
    start: int

    def places(self, size: int) -> list[int]:
        """Return which companies of a zone of a size have it, the one with the log-in first."""
        others = ((self.start + step) % size for step in range(size))
        free = (place for place in others if place not in NOT_HERE and place != self.owner)
        return [self.owner, *free][: len(End)]


# The companies of the first three log-ins, which show other things, and the one that is kept from support.
NOT_HERE: Final = frozenset({0, 1, 2, 9})
AUTOMATIC: Final = Sister("benchmark-factory-award", "award", "benchmark_factory", 3, 30)
FAST: Final = Sister("weifang-stay-subsidy", "subsidy", "stabilised_jobs", 4, 50)
APPLIED: Final = Sister("first-equipment-award", "award", "first_equipment", 5, 70)
RANKED: Final = Sister("innovation-contest-prize", "prize", "contest_entered", 6, 90)
MATCHED: Final = Sister("province-award-match", "match", "province_award", 7, 110)
SISTERS: Final = (AUTOMATIC, FAST, APPLIED, RANKED, MATCHED)
# In yuan: what the province paid the first company, and how much less each other one got.
_MOST, _LESS = Decimal(900_000), Decimal(20_000)


@dataclass(frozen=True, slots=True)
class Told:
    """What lists say of all companies about the fact of a sister: who has it; of `unsaid` ones, who say it themselves, nothing."""

    fact: str
    places: tuple[int, ...]
    unsaid: frozenset[int]
    amounts: bool

    def value(self, number: int) -> bool | Decimal | None:
        """Return what is said of a company; None where it is nothing."""
        if self.unsaid:
            return None
        if not self.amounts:
            return number in self.places
        return _MOST - _LESS * self.places.index(number) if number in self.places else Decimal(0)


def told_by(sister: Sister, size: int) -> Told:
    """Return what lists say about the fact of a sister."""
    places = tuple(sister.places(size))
    return Told(sister.fact, places, frozenset(places) if sister is FAST else frozenset(), sister is MATCHED)
