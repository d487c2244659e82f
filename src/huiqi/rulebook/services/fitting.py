"""Whether what was decided some time ago still fits under the limits of its clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi.rulebook.domain.past import Past, as_history
from huiqi.rulebook.queries.books import Book
from huiqi_rules.api.fitting import Decided, misfits
from huiqi_rules.core.values import Bounds, narrow

Ends = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Promise:
    """A decided claim: `clause` is "policy/clause", `before` both ends of what it came to before its limits, in yuan."""

    clause: str
    company: str
    year: int
    before: Ends
    amount: Decimal
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Short:
    """Under which limit a claim no longer fits, and how much of it is left, in yuan."""

    limit: str
    left: Decimal


def what_no_longer_fits(
    book: Book,
    promises: Sequence[Promise],
    *,
    day: date,
    past: Past,
    figures: Mapping[str, Decimal | str | None] | None = None,
) -> dict[int, Short]:
    """Return which claims, by index, no longer fit with the past as it is by now, taken in the order given."""
    decided = [
        Decided(one.clause, one.company, one.year, money_of(one.before), one.amount, one.stage) for one in promises
    ]
    found = misfits(book.engine, decided, day, as_history(past), figures)
    return {index: Short(one.limit, one.left) for index, one in found.items()}


def money_of(ends: Ends) -> Decimal | Bounds | None:
    """Return an amount of its ends; unknown where one of them is."""
    low, high = ends
    return None if low is None or high is None else narrow(low, high)
