"""The declared order in which money is given out where it may not suffice for all."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Order(StrEnum):
    """By what claims of a round stand in line."""

    LISTED = "listed"
    SMALL_FIRST = "small_first"
    LARGE_FIRST = "large_first"
    CONFIRMED = "confirmed"

    @property
    def words(self) -> tuple[str, str]:
        """Return what the order is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES: Final[Mapping[Order, tuple[str, str]]] = {
    Order.LISTED: ("按名册顺序", "As listed"),
    Order.SMALL_FIRST: ("金额小的在先", "Smaller amounts first"),
    Order.LARGE_FIRST: ("金额大的在先", "Larger amounts first"),
    Order.CONFIRMED: ("先确认先得", "First to confirm"),
}
