"""What a panel's scores amount to: exact fractions, so that two that are equal are equal and a third is a third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

# Of a mean that becomes a fact: as many decimals as the register keeps, so that no tie is made or broken.
FACT_DIGITS: Final = 18
# To leave out the highest and the lowest there have to be more than these two.
TRIMMED_LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored: from 0 to `most`, counted `weight` times."""

    id: str
    weight: Decimal
    most: Decimal


def mark(values: Mapping[str, Decimal], criteria: Sequence[Criterion]) -> Fraction:
    """Return what one reviewer gives in all: each score by its weight, added."""
    return sum((Fraction(one.weight) * Fraction(values[one.id]) for one in criteria), Fraction())


def most_in_all(criteria: Sequence[Criterion]) -> Fraction:
    """Return the highest mark that can be given."""
    return mark({one.id: one.most for one in criteria}, criteria)


def mean(marks: Sequence[Fraction], *, trims: bool) -> Fraction:
    """Return the mean of the reviewers' marks; `trims` leaves one highest and one lowest out."""
    counted = sorted(marks)
    if trims:
        assert len(counted) >= TRIMMED_LEAST, "asked before"
        counted = counted[1:-1]
    return sum(counted, Fraction()) / len(counted)


def rounded(number: Fraction, digits: int) -> Decimal:
    """Return a fraction rounded half-up, divided once and in whole numbers."""
    top = 2 * abs(number.numerator) * 10**digits + number.denominator
    whole = top // (2 * number.denominator)
    return (
        (Decimal(whole) * (-1 if number < 0 else 1))
        .scaleb(-digits)
        .quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    )
