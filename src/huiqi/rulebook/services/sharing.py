"""What those who share an award bear of it, once its amount is known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from huiqi_rules.settle.payers import parts_of


def borne_by_shares(amount: Decimal, shares: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return what each payer bears of an amount in yuan, by shares that add up to 1; to the fen, and the amount in all."""
    return tuple(parts_of(amount, shares))
