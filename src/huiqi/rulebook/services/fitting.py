"""Whether what was decided some time ago still fits under the limits of its clause; and what the limits leave to it by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi.kernel.money import FEN
from huiqi.rulebook.domain.past import Past, as_history
from huiqi.rulebook.queries.books import Book
from huiqi_rules.api import fitting as limits
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
    found = limits.misfits(book.engine, as_decided(promises), day, as_history(past), figures)
    return {index: Short(one.limit, one.left) for index, one in found.items()}


@dataclass(frozen=True, slots=True)
class Dealt:
    """What limits leave to a claim by now: whether it is met, both ends of its amount, each change (limit, from, to), in yuan."""

    is_met: bool
    ends: Ends
    changes: tuple[tuple[str, Ends, Ends], ...]


def dealt_again(
    book: Book,
    promises: Sequence[Promise],
    *,
    day: date,
    past: Past,
    figures: Mapping[str, Decimal | str | None] | None = None,
) -> list[Dealt]:
    """Return what the limits leave to claims in the order given; the `past` holds them as still being decided."""
    settled = limits.dealt_again(book.engine, as_decided(promises), day, as_history(past), figures)
    return [
        Dealt(
            one.outcome is True,
            ends_of(one.amount),
            tuple((change.limit, ends_of(change.before), ends_of(change.after)) for change in one.adjustments),
        )
        for one in settled
    ]


def as_decided(promises: Sequence[Promise]) -> list[limits.Decided]:
    """Return claims as the engine takes them."""
    return [
        limits.Decided(one.clause, one.company, one.year, money_of(one.before), one.amount, one.stage)
        for one in promises
    ]


def ends_of(amount: Decimal | Bounds | None) -> Ends:
    """Return both ends of an amount, to the fen."""
    if amount is None:
        return None, None
    low, high = (amount.low, amount.high) if isinstance(amount, Bounds) else (amount, amount)
    return low.quantize(FEN), high.quantize(FEN)


def money_of(ends: Ends) -> Decimal | Bounds | None:
    """Return an amount of its ends; unknown where one of them is."""
    low, high = ends
    return None if low is None or high is None else narrow(low, high)
