"""Types of the built-ins that packs may call: arguments in, type out; anything else is named as not available."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from huiqi_rules.check.operators import NUMBER_REMEDY, common_unit, is_null
from huiqi_rules.check.problems import FormulaProblem, nearest
from huiqi_rules.check.tree import Items, Literal, NameKind, Reference, Typed
from huiqi_rules.core.types import (
    COUNT,
    MONEY,
    YUAN,
    AnnualType,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    SetType,
    TextType,
    Type,
)
from huiqi_rules.syntax.ast import Node

DECIMALS_MAX: Final = 10
YEARS_MAX: Final = 100
TEXT_MAX: Final = 10_000
_REFERENCE: Final = "see the function in the reference of built-ins"
Rule = Callable[[Sequence[Typed], Node], Type]
ALIASES: Final[Mapping[str, str]] = {"元": "yuan", "万元": "wan yuan", "亿元": "yi yuan"}


def call_type(function: str, arguments: Sequence[Typed], node: Node) -> Type:
    """Return the result type of a call; raise `FormulaProblem` for unknown functions and unfit arguments."""
    rule = RULES.get(function)
    if rule is None:
        raise FormulaProblem(
            "unknown-function", node, f"packs have no function {function}", nearest(function, RULES) or _REFERENCE
        )
    return rule(arguments, node)


def _count(arguments: Sequence[Typed], node: Node, least: int, most: int | None) -> None:
    if len(arguments) < least or (most is not None and len(arguments) > most):
        wanted = str(least) if least == most else f"{least} or more" if most is None else f"{least} to {most}"
        noun = "argument is" if wanted == "1" else "arguments are"
        raise FormulaProblem("wrong-arguments", node, f"{wanted} {noun} needed, {len(arguments)} given", _REFERENCE)


def _number(argument: Typed) -> NumberType:
    if is_null(argument):
        raise FormulaProblem(
            "null-arithmetic", argument.source, "null cannot be computed with", "use a fact or a figure"
        )
    if not isinstance(argument.type, NumberType):
        raise FormulaProblem(
            "wrong-type", argument.source, f"a number is needed here, this is {argument.type}", NUMBER_REMEDY
        )
    return argument.type


def _whole(argument: Typed, what: str, least: int, most: int) -> int:
    """Return a constant whole number between two ends."""
    value = argument.value if isinstance(argument, Literal) else None
    if not isinstance(value, Decimal) or value != value.to_integral_value() or not least <= value <= most:
        raise FormulaProblem(
            "wrong-arguments",
            argument.source,
            f"{what} must be a constant whole number from {least} to {most}",
            "write its digits",
        )
    return int(value)


def _literal_items(argument: Typed, what: str) -> tuple[Typed, ...]:
    if not isinstance(argument, Items):
        raise FormulaProblem("wrong-type", argument.source, f"{what} must be written as a list", "write [a, b]")
    return argument.items


def _money(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    kind = _number(arguments[0])
    if kind.unit is not None and kind.unit.powers:
        raise FormulaProblem("unit-mismatch", node, f"this already has the unit {kind.unit}", "leave the function out")
    return MONEY


def _points(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 2, 2)
    _number(arguments[0])
    rows = _literal_items(arguments[1], "bands")
    previous: Typed | None = None
    for row in rows:
        pair = _literal_items(row, "a band")
        if len(pair) != 2:
            raise FormulaProblem("wrong-arguments", row.source, "a band is [limit, points]", "write [100, 5]")
        _number(pair[0])
        _number(pair[1])
        common_unit(arguments[0], pair[0], row.source, "compared")
        previous = row
    if previous is None:
        raise FormulaProblem("wrong-arguments", node, "at least one band is needed", "write [[100, 5]]")
    return NumberType(integer=True, bounded=True)


def _band(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 2, 2)
    _number(arguments[0])
    limits = _literal_items(arguments[1], "limits")
    if not limits:
        raise FormulaProblem("wrong-arguments", node, "at least one limit is needed", "write [100]")
    for limit in limits:
        _number(limit)
        common_unit(arguments[0], limit, limit.source, "compared")
    return NumberType(integer=True, bounded=True)


def _extreme(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, None)
    items = arguments[0].items if len(arguments) == 1 and isinstance(arguments[0], Items) else tuple(arguments)
    if not items:
        raise FormulaProblem("wrong-arguments", node, "at least one item is needed", "write max(a, b)")
    if all(isinstance(item.type, DateType) for item in items):
        return DateType()
    kinds = [_number(item) for item in items]
    unit = kinds[0].unit
    for item in items[1:]:
        shared = common_unit(items[0], item, node, "compared")
        unit = unit if unit is not None else shared
    return NumberType(unit, all(kind.integer for kind in kinds), any(kind.bounded for kind in kinds))


def _rounded(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 2)
    kind = _number(arguments[0])
    if kind.bounded:
        raise FormulaProblem("bounded-rounding", node, "a score is whole already", "leave the rounding out")
    decimals = 0 if len(arguments) == 1 else _whole(arguments[1], "the number of decimals", 0, DECIMALS_MAX)
    return NumberType(kind.unit, decimals == 0)


def _absolute(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    return _number(arguments[0])


def _annual(arguments: Sequence[Typed], node: Node, first_with: int) -> Type:
    for argument in (arguments[0], *arguments[first_with:]):
        is_fact = isinstance(argument, Reference) and argument.kind is NameKind.FACT
        if not is_fact or not isinstance(argument.type, AnnualType):
            raise FormulaProblem(
                "wrong-type",
                argument.source,
                "a fact with a value for each year is needed here",
                "name a fact that is declared with `annual: true`",
            )
    if first_with == 2:
        _whole(arguments[1], "the number of years", 1, YEARS_MAX)
    assert isinstance(arguments[0].type, AnnualType)
    return arguments[0].type.of


def _latest(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, None)
    return _annual(arguments, node, 1)


def _years(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 2, None)
    return _annual(arguments, node, 2)


def _year_count(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    _annual(arguments, node, 1)
    return COUNT


def _absent(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    if not (isinstance(arguments[0], Reference) and arguments[0].kind is NameKind.FACT):
        raise FormulaProblem(
            "wrong-type", arguments[0].source, "absent() asks about a fact", "name a fact of the dictionary"
        )
    return BoolType()


def _set(argument: Typed) -> SetType:
    if not isinstance(argument.type, SetType):
        raise FormulaProblem(
            "wrong-type",
            argument.source,
            f"a set of codes is needed here, this is {argument.type}",
            "name a fact of type set",
        )
    return argument.type


def _code(of: SetType, item: Typed) -> None:
    if not (isinstance(item, Literal) and isinstance(item.value, str)):
        raise FormulaProblem("wrong-type", item.source, "a code must be written here as a text", "put it in quotes")
    if item.value not in of.options:
        problem = f'"{item.value}" is not a code of the set'
        raise FormulaProblem("unknown-option", item.source, problem, f"codes: {', '.join(of.options)}")


def _contains(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 2, 2)
    _code(_set(arguments[0]), arguments[1])
    return BoolType()


def _contains_any(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 2, 2)
    for item in _literal_items(arguments[1], "codes"):
        _code(_set(arguments[0]), item)
    return BoolType()


def _set_size(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    _set(arguments[0])
    return COUNT


def _text(argument: Typed) -> None:
    if not isinstance(argument.type, TextType | EnumType):
        raise FormulaProblem(
            "wrong-type", argument.source, f"a text is needed here, this is {argument.type}", "name a text or a code"
        )


def _substring(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 2, 3)
    _text(arguments[0])
    if _whole(arguments[1], "the start", -TEXT_MAX, TEXT_MAX) == 0:
        raise FormulaProblem(
            "wrong-arguments", arguments[1].source, "the first character is number 1, the last is -1", "count from 1"
        )
    if len(arguments) == 3:
        _whole(arguments[2], "the length", 1, TEXT_MAX)
    return TextType()


def _starts_with(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 2, 2)
    _text(arguments[0])
    if not (isinstance(arguments[1], Literal) and isinstance(arguments[1].value, str)):
        raise FormulaProblem("wrong-arguments", node, "the beginning must be a constant text", "put it in quotes")
    return BoolType()


def _string_length(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    _text(arguments[0])
    return COUNT


def _year(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    if not isinstance(arguments[0].type, DateType):
        raise FormulaProblem(
            "wrong-type", arguments[0].source, "a date is needed here", 'name a date, or write @"2024-06-01"'
        )
    return COUNT


def _round_fen(arguments: Sequence[Typed], node: Node) -> Type:
    _count(arguments, node, 1, 1)
    if _number(arguments[0]).unit != YUAN:
        raise FormulaProblem("unit-mismatch", node, "only money is rounded to the fen", "use round half up(x, digits)")
    return MONEY


RULES: Final[Mapping[str, Rule]] = {
    "yuan": _money, "wan yuan": _money, "yi yuan": _money, "round fen": _round_fen,
    "points": _points, "points at most": _points, "band": _band,
    "min": _extreme, "max": _extreme, "sum": _extreme, "abs": _absolute,
    "floor": _rounded, "ceiling": _rounded, "round half up": _rounded, "round down": _rounded, "round up": _rounded,
    "latest": _latest, "sum of years": _years, "least of years": _years, "count of years": _year_count,
    "absent": _absent, "list contains": _contains, "contains any": _contains_any, "set size": _set_size,
    "substring": _substring, "starts with": _starts_with, "string length": _string_length, "year": _year,
}  # fmt: skip
