"""Quotients of the checked subset: kept exact, and never worked out where a product answers the same question.

Most quotients are compared with a limit at once (`rd / sales >= 0.03`), or give points by it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, Inexact
from typing import Any, Final

from huiqi_rules.core.numbers import UNROUNDED, divided
from huiqi_rules.core.values import ABSENT
from huiqi_rules.scalar import checked_numbers
from huiqi_rules.scalar.closures import Closure, Constant, Environment

_ZERO: Final = Decimal(0)


class Division:
    """The closure of a quotient; comparisons and bands look inside, and multiply instead."""

    __slots__ = ("bottom", "top")

    def __init__(self, top: Closure, bottom: Closure) -> None:
        self.top = top
        self.bottom = bottom

    def __call__(self, environment: Environment) -> object:
        a: Any = self.top(environment)
        b: Any = self.bottom(environment)
        # Zero, unknown and absent denominators are all falsy.
        if not b or a is None:
            return checked_numbers.divide(a, b)
        try:
            return divided(a, b)
        except TypeError:
            return checked_numbers.divide(a, b)


def ordering_of_quotient(holds: Callable[[Any, Any], Any], left: Division, right: Closure) -> Closure:
    """Return the closure of `top / bottom >= limit`, answered by a product where both are plain numbers."""
    top, bottom, multiply = left.top, left.bottom, UNROUNDED.multiply
    # Most limits are figures of the day, which are built in.
    fixed: Any = right.value if isinstance(right, Constant) else None

    def order(environment: Environment) -> object:
        a: Any = top(environment)
        b: Any = bottom(environment)
        limit: Any = right(environment) if fixed is None else fixed
        if a is None or b is None:
            return False if a is ABSENT or b is ABSENT or limit is ABSENT else None
        try:
            product = multiply(b, limit)
            if b > _ZERO:
                return holds(a, product)
        except (TypeError, Inexact):
            # Absent, another quotient, an unknown limit, or more digits than usual.
            pass
        return _order(holds, checked_numbers.divide(a, b), limit)

    return order


def _order(holds: Callable[[Any, Any], Any], quotient: object, limit: object) -> object:
    if quotient is None or limit is None:
        return False if quotient is ABSENT or limit is ABSENT else None
    return holds(quotient, limit)
