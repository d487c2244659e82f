"""Types of operators: which operands go together and what comes out, units included."""

from __future__ import annotations

from decimal import Decimal

from huiqi_rules.check.problems import FormulaProblem
from huiqi_rules.check.tree import Days, Literal, Months, Typed
from huiqi_rules.core.types import (
    PURE,
    YUAN,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    TextType,
    Type,
    Unit,
)
from huiqi_rules.syntax.ast import ArithmeticOperator, CompareOperator, Node

NUMBER_REMEDY = "use a figure; what stands in quotes is a text"
YES_NO_REMEDY = "make it a question, for example x >= 5"
MONEY_REMEDY = "write the amount with its unit, for example 万元(500) or 元(5000000)"


def is_null(node: Typed) -> bool:
    """Return whether the node is the literal null."""
    return isinstance(node, Literal) and node.value is None


def common_unit(left: Typed, right: Typed, node: Node, doing: str) -> Unit | None:
    """Return the unit of two numbers that are compared or added; raise `FormulaProblem` where units differ."""
    first, second = left.type, right.type
    assert isinstance(first, NumberType) and isinstance(second, NumberType)
    if first.unit == second.unit:
        return first.unit
    if first.unit is None or second.unit is None:
        literal, unit = (left, second.unit) if first.unit is None else (right, first.unit)
        if unit == YUAN and not (isinstance(literal, Literal) and literal.value == 0):
            raise FormulaProblem("bare-money", node, f"money is {doing} with a bare number", MONEY_REMEDY)
        return unit
    problem = f"{first} is {doing} with {second}: the units differ"
    raise FormulaProblem("unit-mismatch", node, problem, "convert one side or divide by the fact with the extra unit")


def arithmetic_type(operator: ArithmeticOperator, left: Typed, right: Typed, node: Node) -> Type:
    """Return the type of an arithmetic operation; raise `FormulaProblem` where the operands do not fit."""
    if isinstance(left.type, DateType) and isinstance(right, Months | Days) and operator in ("+", "-"):
        return DateType()
    if is_null(left) or is_null(right):
        raise FormulaProblem("null-arithmetic", node, "null cannot be computed with", "use a fact or a figure")
    if not isinstance(left.type, NumberType) or not isinstance(right.type, NumberType):
        wrong = left if not isinstance(left.type, NumberType) else right
        raise FormulaProblem(
            "wrong-type", wrong.source, f"a number is needed here, this is {wrong.type}", NUMBER_REMEDY
        )
    bounded = left.type.bounded or right.type.bounded
    integer = left.type.integer and right.type.integer
    if operator in ("+", "-"):
        doing = "added" if operator == "+" else "subtracted"
        return NumberType(common_unit(left, right, node, doing), integer, bounded)
    first, second = left.type.unit or PURE, right.type.unit or PURE
    if operator == "*":
        bare = left.type.unit is None and right.type.unit is None
        return NumberType(None if bare else first.times(second), integer, bounded)
    if operator == "/":
        if isinstance(right, Literal) and right.value == 0:
            raise FormulaProblem("division-by-zero", node, "this divides by 0, which leaves it unknown for everybody",
                                 "divide by a figure")  # fmt: skip
        if bounded:
            raise FormulaProblem("bounded-division", node, "a score cannot be divided", "multiply by a rate instead")
        return NumberType(first.times(second, -1))
    raise FormulaProblem("no-power", node, "powers are not part of the pack language", "write the product out")


def compare_check(operator: CompareOperator, left: Typed, right: Typed, node: Node) -> None:
    """Check that two values can be compared; raise `FormulaProblem` where not."""
    if is_null(left) or is_null(right):
        remedy = "unknown is handled by the engine; for 'known to be absent' write absent(fact)"
        raise FormulaProblem("null-comparison", node, "nothing can be compared with null", remedy)
    first, second = left.type, right.type
    match first, second:
        case NumberType(), NumberType():
            common_unit(left, right, node, "compared")
            return
        case DateType(), DateType():
            return
        case BoolType(), BoolType():
            _only_equality(operator, node, "yes/no values")
            return
        case ((EnumType() | TextType()), (EnumType() | TextType())):
            if isinstance(first, EnumType) or isinstance(second, EnumType):
                _only_equality(operator, node, "codes")
            check_option(first, right)
            check_option(second, left)
            return
    problem = f"{first} cannot be compared with {second}"
    raise FormulaProblem("wrong-type", node, problem, "compare values of one type")


def check_option(wanted: Type, given: Typed) -> None:
    """Raise `FormulaProblem` when a text literal is not among the options of an enum."""
    if not isinstance(wanted, EnumType) or not isinstance(given, Literal) or not isinstance(given.value, str):
        return
    if given.value not in wanted.options:
        problem = f'"{given.value}" is not one of the options'
        raise FormulaProblem("unknown-option", given.source, problem, f"options: {', '.join(wanted.options)}")


def unify(left: Typed, right: Typed, node: Node) -> Type:
    """Return the type of a choice between two values; raise `FormulaProblem` where they differ."""
    if is_null(left):
        return right.type
    if is_null(right):
        return left.type
    first, second = left.type, right.type
    if isinstance(first, NumberType) and isinstance(second, NumberType):
        unit = common_unit(left, right, node, "mixed in one choice")
        return NumberType(unit, first.integer and second.integer, first.bounded or second.bounded)
    if isinstance(first, EnumType | TextType) and isinstance(second, EnumType | TextType):
        return first if first == second else TextType()
    if first == second:
        return first
    raise FormulaProblem("wrong-type", node, f"one branch is {first}, the other {second}", "give both the same type")


def number_type(value: Decimal) -> NumberType:
    """Return the type of a bare numeric literal."""
    return NumberType(None, integer=value == value.to_integral_value())


def _only_equality(operator: CompareOperator, node: Node, what: str) -> None:
    if operator not in ("=", "!="):
        raise FormulaProblem("wrong-type", node, f"{what} have no order", "use = or !=")
