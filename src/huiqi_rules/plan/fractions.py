"""Numbers of a plan that are divided as late as can be: a top, and a bottom where there is one.

A fraction is compared by products and divided only where it is rounded, so no ratio is ever rounded before a limit. It is
unknown where a part is, and where the bottom is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from huiqi_rules.core.values import EXACT
from huiqi_rules.plan import nodes
from huiqi_rules.plan.nodes import Node, Range, Rounding
from huiqi_rules.syntax.ast import CompareOperator

ZERO = nodes.number(0)
ONE = nodes.number(1)
FLIPPED: dict[CompareOperator, CompareOperator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fraction:
    """`top / bottom`; without a bottom any value, of any kind."""

    top: Node
    bottom: Node | None = None


def unknown(value: Fraction) -> Node:
    """Return whether the value is unknown."""
    state = nodes.is_unknown(value.top)
    if value.bottom is None:
        return state
    return nodes.any_of(state, nodes.is_unknown(value.bottom), nodes.compare("=", value.bottom, ZERO))


def add(left: Fraction, right: Fraction, *, minus: bool = False) -> Fraction:
    """Return the exact sum or difference."""
    if left.bottom == right.bottom:
        return Fraction(nodes.add(left.top, right.top, minus=minus), left.bottom)
    first, second = _over(left.top, right.bottom), _over(right.top, left.bottom)
    return Fraction(nodes.add(first, second, minus=minus), _bottoms(left.bottom, right.bottom))


def multiply(left: Fraction, right: Fraction) -> Fraction:
    """Return the exact product."""
    return Fraction(nodes.multiply(left.top, right.top), _bottoms(left.bottom, right.bottom))


def divide(left: Fraction, right: Fraction) -> Fraction:
    """Return the exact quotient; nothing is divided yet."""
    top, bottom = _over(left.top, right.bottom), _over(right.top, left.bottom)
    if right.bottom is not None:
        # a / (b / c) is a * c / b only where c is not 0 as well.
        zero = nodes.compare("=", right.bottom, ZERO)
        top = nodes.case(((zero, nodes.unknown_like(top)),), top)
    return Fraction(top, bottom)


def compare(operator: CompareOperator, left: Fraction, right: Fraction) -> Node:
    """Return the three-valued answer of a comparison, by products."""
    first, second = _over(left.top, right.bottom), _over(right.top, left.bottom)
    answer, bottom = nodes.compare(operator, first, second), _bottoms(left.bottom, right.bottom)
    if bottom is None:
        return answer
    return _guarded(answer, nodes.compare(FLIPPED[operator], first, second), bottom)


def first_of(branches: Sequence[tuple[Node, Fraction]], otherwise: Fraction) -> Fraction:
    """Return the value of the first condition that is true, else `otherwise`."""
    top = nodes.case(tuple((test, value.top) for test, value in branches), otherwise.top)
    if otherwise.bottom is None and all(value.bottom is None for _, value in branches):
        return Fraction(top)
    bottoms = tuple((test, value.bottom or ONE) for test, value in branches)
    return Fraction(top, nodes.case(bottoms, otherwise.bottom or ONE))


def extreme(items: Sequence[Fraction], *, greatest: bool) -> Fraction:
    """Return the least or greatest; unknown where any item is."""
    if all(item.bottom is None for item in items):
        return Fraction(nodes.extreme(tuple(dict.fromkeys(item.top for item in items)), greatest=greatest))
    operator: CompareOperator = ">=" if greatest else "<="

    def better(best: Fraction, item: Fraction) -> Fraction:
        test = compare(operator, best, item)
        return first_of(((test, best), (nodes.is_unknown(test), void(best))), item)

    return reduce(better, dict.fromkeys(items))


def void(like: Fraction) -> Fraction:
    """Return the unknown value of the same kind."""
    return Fraction(nodes.unknown_like(like.top))


def rounded(value: Fraction, digits: int, rounding: Rounding) -> Fraction:
    """Return the value rounded to `digits` decimals; here the division takes place, exactly."""
    top, bottom = value.top, value.bottom
    reach = nodes.range_of(top)
    if bottom is None and reach.scale <= digits:
        return value
    unit = Decimal(1).scaleb(-digits)
    if bottom is None:
        # Rounding never crosses 0, so what is not below it stays so.
        low, high = EXACT.subtract(reach.low, unit), EXACT.add(reach.high, unit)
        return Fraction(
            nodes.Quotient(top, None, digits, rounding, Range(digits, low if reach.low < 0 else _ZERO, high))
        )
    base = nodes.range_of(bottom)
    # The smallest bottom that is not 0 gives the largest quotient.
    smallest = base.low if base.low > 0 else Decimal(1).scaleb(-base.scale)
    largest = max(reach.low.copy_abs(), reach.high.copy_abs())
    most = EXACT.add(EXACT.divide(largest, smallest), unit)
    least = _ZERO if reach.low >= 0 and base.low >= 0 else most.copy_negate()
    return Fraction(nodes.Quotient(top, bottom, digits, rounding, Range(digits, least, most)))


def is_positive(value: Fraction) -> bool:
    """Return whether the value is 0 or more wherever it is known."""
    bottom = None if value.bottom is None else nodes.range_of(value.bottom)
    return nodes.range_of(value.top).low >= 0 and (bottom is None or bottom.low >= 0)


def _guarded(answer: Node, flipped: Node, bottom: Node) -> Node:
    reach = nodes.range_of(bottom)
    if reach.low > 0:
        return answer
    if reach.low >= 0:
        # A zero bottom leaves the ratio undefined, which is unknown, not 0 and not infinite.
        return nodes.case(((nodes.compare(">", bottom, ZERO), answer),), nodes.UNKNOWN_BOOL)
    positive, negative = nodes.compare(">", bottom, ZERO), nodes.compare("<", bottom, ZERO)
    return nodes.case(((positive, answer), (negative, flipped)), nodes.UNKNOWN_BOOL)


def _over(node: Node, bottom: Node | None) -> Node:
    return node if bottom is None else nodes.multiply(node, bottom)


def _bottoms(left: Node | None, right: Node | None) -> Node | None:
    if left is None or right is None:
        return left if right is None else right
    return nodes.multiply(left, right)
