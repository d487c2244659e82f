"""The FEEL range: two ends, each included or not; a missing end (None) is open to infinity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

UnaryOperator: TypeAlias = Literal["", "<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers, strings or temporal values.

    `operator` remembers a range that was written as a test, such as `(>= 10)`; the standard tells it from `[10..)`.
    A range by `!=` holds everything but its one end.
    """

    low: object
    high: object
    low_included: bool = True
    high_included: bool = True
    operator: UnaryOperator = ""

    @classmethod
    def of_test(cls, operator: UnaryOperator, end: object) -> Range:
        """Return the range of a unary test by operator, such as `>=` and 10."""
        match operator:
            case "<" | "<=":
                return cls(None, end, False, operator == "<=", operator)
            case ">" | ">=":
                return cls(end, None, operator == ">=", False, operator)
            case _:
                return cls(end, end, operator == "=", operator == "=", operator)
