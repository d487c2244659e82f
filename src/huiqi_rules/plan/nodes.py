"""The nodes of a plan: three-valued logic and exact decimals over named columns.

Every number carries its range, from which a printer takes the width that it needs: `scale` decimals, and the lowest and
highest value that can occur. NULL is unknown in every node; `Least` and `Greatest` are unknown when any item is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from huiqi_rules.core.values import EXACT
from huiqi_rules.syntax.ast import CompareOperator


class Kind(StrEnum):
    """What a node yields."""

    BOOL = "bool"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Range:
    """Decimals after the point, and the ends between which every value lies."""

    scale: int
    low: Decimal
    high: Decimal

    @property
    def digits(self) -> int:
        """Return how many decimal digits the largest value takes, decimals included."""
        # `abs` would round to the 28 digits of the default context.
        most = max(self.low.copy_abs(), self.high.copy_abs())
        whole = len(str(int(most))) if most >= 1 else 0
        return max(whole + self.scale, 1)

    def join(self, other: Range) -> Range:
        """Return a range that holds the values of both."""
        return Range(max(self.scale, other.scale), min(self.low, other.low), max(self.high, other.high))


Rounding: TypeAlias = Literal["half_up", "down", "up", "floor", "ceiling"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register or an earlier step."""

    name: str
    kind: Kind
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed value; None is unknown."""

    value: Decimal | bool | str | date | None
    kind: Kind
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right`, or `left - right`."""

    left: Node
    right: Node
    minus: bool
    range: Range
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Product:
    """`left * right`."""

    left: Node
    right: Node
    range: Range
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Quotient:
    """`top / bottom` rounded to `digits` decimals; unknown where the bottom is 0. `bottom` None only rounds."""

    top: Node
    bottom: Node | None
    digits: int
    rounding: Rounding
    range: Range
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or greatest item; unknown when any is."""

    greatest: bool
    items: tuple[Node, ...]
    range: Range | None
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right` of two numbers, texts, dates or bools."""

    operator: CompareOperator
    left: Node
    right: Node
    kind: Kind = Kind.BOOL
    range: None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Three-valued and."""

    operands: tuple[Node, ...]
    kind: Kind = Kind.BOOL
    range: None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Three-valued or."""

    operands: tuple[Node, ...]
    kind: Kind = Kind.BOOL
    range: None = None


@dataclass(frozen=True, slots=True)
class Negation:
    """Three-valued not."""

    operand: Node
    kind: Kind = Kind.BOOL
    range: None = None


@dataclass(frozen=True, slots=True)
class IsUnknown:
    """Whether the operand is unknown: true or false, never unknown itself."""

    operand: Node
    kind: Kind = Kind.BOOL
    range: None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first branch whose condition is true, else `otherwise`."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node
    kind: Kind
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Substring:
    """`length` characters of a text from `start` (from 1; negative counts from the end); None takes the rest.

    Unknown where the text ends before `start`.
    """

    text: Node
    start: int
    length: int | None
    kind: Kind = Kind.TEXT
    range: None = None


@dataclass(frozen=True, slots=True)
class Length:
    """The number of characters of a text."""

    text: Node
    range: Range
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class YearOf:
    """The calendar year of a date."""

    day: Node
    range: Range
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Shift:
    """A date moved by whole months or days."""

    day: Node
    amount: int
    unit: Literal["months", "days"]
    kind: Kind = Kind.DATE
    range: None = None


Node: TypeAlias = (
    Column | Constant | Sum | Product | Quotient | Extreme | Comparison | AllOf | AnyOf | Negation | IsUnknown | Case
    | Substring | Length | YearOf | Shift
)  # fmt: skip

# So many operands of one `and` or `or` are looked through for equal ones.
_COMPARED_MOST = 40

TRUE = Constant(True, Kind.BOOL)
FALSE = Constant(False, Kind.BOOL)
UNKNOWN_BOOL = Constant(None, Kind.BOOL)


def number(value: Decimal | int) -> Constant:
    """Return a numeric constant with its exact range."""
    exact = Decimal(value)
    exponent = exact.as_tuple().exponent
    assert isinstance(exponent, int)
    return Constant(exact, Kind.NUMBER, Range(max(-exponent, 0), exact, exact))


def unknown_like(node: Node) -> Constant:
    """Return the unknown of the node's kind."""
    return Constant(None, node.kind, node.range)


def add(left: Node, right: Node, *, minus: bool = False) -> Node:
    """Return the exact sum or difference."""
    first, second = range_of(left), range_of(right)
    low = EXACT.subtract(first.low, second.high) if minus else EXACT.add(first.low, second.low)
    high = EXACT.subtract(first.high, second.low) if minus else EXACT.add(first.high, second.high)
    if isinstance(right, Constant) and right.value == 0:
        return left
    if isinstance(left, Constant) and left.value == 0 and not minus:
        return right
    return Sum(left, right, minus, Range(max(first.scale, second.scale), low, high))


def multiply(left: Node, right: Node) -> Node:
    """Return the exact product."""
    if isinstance(left, Constant) and left.value == 1:
        return right
    if isinstance(right, Constant) and right.value == 1:
        return left
    first, second = range_of(left), range_of(right)
    if (
        isinstance(left, Constant)
        and isinstance(right, Constant)
        and left.value is not None
        and right.value is not None
    ):
        assert isinstance(left.value, Decimal) and isinstance(right.value, Decimal)
        return number(EXACT.multiply(left.value, right.value))
    corners = [EXACT.multiply(one, other) for one in (first.low, first.high) for other in (second.low, second.high)]
    return Product(left, right, Range(first.scale + second.scale, min(corners), max(corners)))


def compare(operator: CompareOperator, left: Node, right: Node) -> Node:
    """Return the comparison of two nodes of one kind."""
    return Comparison(operator, left, right)


def extreme(items: tuple[Node, ...], *, greatest: bool) -> Node:
    """Return the least or greatest of several nodes of one kind."""
    if len(items) == 1:
        return items[0]
    if items[0].kind is Kind.DATE:
        return Extreme(greatest, items, None, Kind.DATE)
    ranges = [range_of(item) for item in items]
    pick = max if greatest else min
    low, high = pick(one.low for one in ranges), pick(one.high for one in ranges)
    return Extreme(greatest, items, Range(max(one.scale for one in ranges), low, high))


def case(branches: tuple[tuple[Node, Node], ...], otherwise: Node) -> Node:
    """Return a choice; branches that cannot be taken are left out, and its range holds all values."""
    live = []
    for condition, value in branches:
        if isinstance(condition, Constant):
            if condition.value is True:
                otherwise = value
                break
            continue
        live.append((condition, value))
    if not live:
        return otherwise
    values = [value for _, value in live] + [otherwise]
    known = [value for value in values if not (isinstance(value, Constant) and value.value is None)]
    reach: Range | None = None
    if values[0].kind is Kind.NUMBER:
        for value in known:
            reach = range_of(value) if reach is None else reach.join(range_of(value))
    return Case(tuple(live), otherwise, (known or values)[0].kind, reach or values[0].range)


def all_of(*operands: Node) -> Node:
    """Return the conjunction, constants folded."""
    return _fold(operands, neutral=True)


def any_of(*operands: Node) -> Node:
    """Return the disjunction, constants folded."""
    return _fold(operands, neutral=False)


def negate(operand: Node) -> Node:
    """Return the contrary, constants folded."""
    if isinstance(operand, Constant):
        return UNKNOWN_BOOL if operand.value is None else FALSE if operand.value else TRUE
    return operand.operand if isinstance(operand, Negation) else Negation(operand)


def is_unknown(operand: Node) -> Node:
    """Return whether the operand is unknown, asked of what it is made from: `a + 1` is unknown where `a` is."""
    return any_of(*(_unknown_leaf(leaf) for leaf in leaves(operand)))


def leaves(node: Node) -> tuple[Node, ...]:
    """Return the parts of which each makes the node unknown when it is, and without which the node is known."""
    match node:
        case Sum() | Product() | Comparison():
            parts: tuple[Node, ...] = (node.left, node.right)
        case Quotient(bottom=None):
            parts = (node.top,)
        case Extreme():
            parts = node.items
        case Negation():
            parts = (node.operand,)
        case Substring() | Length():
            parts = (node.text,)
        case YearOf() | Shift():
            parts = (node.day,)
        case _:
            return (node,)
    return tuple(dict.fromkeys(leaf for part in parts for leaf in leaves(part)))


def _unknown_leaf(leaf: Node) -> Node:
    if isinstance(leaf, Constant):
        return TRUE if leaf.value is None else FALSE
    return FALSE if isinstance(leaf, IsUnknown) else IsUnknown(leaf)


def range_of(node: Node) -> Range:
    """Return the range of a number node."""
    assert node.range is not None, node
    return node.range


def _fold(operands: tuple[Node, ...], *, neutral: bool) -> Node:
    kept: list[Node] = []
    if len(operands) > _COMPARED_MOST:
        # Each with each would take long; what is equal and not the same is made one where columns are shared.
        operands = tuple({id(operand): operand for operand in operands}.values())
    for operand in operands:
        if isinstance(operand, Constant) and operand.value is not None:
            if operand.value is neutral:
                continue
            return operand
        if len(operands) > _COMPARED_MOST or operand not in kept:
            kept.append(operand)
    if not kept:
        return TRUE if neutral else FALSE
    if len(kept) == 1:
        return kept[0]
    return AllOf(tuple(kept)) if neutral else AnyOf(tuple(kept))
