"""What can be seen of the ledger, for its pages and the parts above it."""

from __future__ import annotations

from huiqi.ledger.queries.balances import Difference, balances, lines, obligations, replay, statement, with_balances
from huiqi.ledger.queries.reach import CannotSee, line, within_reach

__all__ = [
    "CannotSee",
    "Difference",
    "balances",
    "line",
    "lines",
    "obligations",
    "replay",
    "statement",
    "with_balances",
    "within_reach",
]
