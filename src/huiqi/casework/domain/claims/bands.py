"""Bands of amounts: which role approves how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huiqi.kernel.actor import Role


@dataclass(frozen=True, slots=True)
class Band:
    """Up to an amount in yuan, included (None: without end), a role approves."""

    at_most: Decimal | None
    role: Role


# Where a zone has said nothing, its policy approvers approve whatever it is.
USUAL = (Band(None, Role.POLICY_APPROVER),)


def role_for(amount: Decimal, bands: Sequence[Band]) -> Role:
    """Return who approves an amount, of bands in rising order with one without end at last."""
    return next(one.role for one in bands if one.at_most is None or amount <= one.at_most)


def is_whole(bands: Sequence[Band]) -> bool:
    """Return whether bands rise and take every amount: the last one, and only that, has no end."""
    ends = [one.at_most for one in bands]
    rising = [end for end in ends if end is not None]
    return bool(ends) and ends[-1] is None and len(rising) == len(ends) - 1 and rising == sorted(set(rising))


def spans(bands: Sequence[Band]) -> Iterator[tuple[Decimal | None, Decimal | None, Role]]:
    """Yield for each band above which amount it begins, up to which it goes (None: open on that side), and who approves it."""
    above = None
    for one in bands:
        yield above, one.at_most, one.role
        above = one.at_most
