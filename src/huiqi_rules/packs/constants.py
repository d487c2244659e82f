"""What an expression is worth when its names are known: exact numbers, days and texts, without running a back end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from huiqi_rules.check.scope import Meaning
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.numbers import Quotient, fraction
from huiqi_rules.model.facts import DatedValue
from huiqi_rules.model.policy import Rulebook, Version
from huiqi_rules.syntax import ast

Constant: TypeAlias = Fraction | date | str | bool
LookUp: TypeAlias = Callable[[str], Constant | None]

YUAN_FUNCTIONS: Final = {
    "元": 1, "yuan": 1, "万元": 10_000, "wan yuan": 10_000, "亿元": 100_000_000, "yi yuan": 100_000_000,
}  # fmt: skip
MIRRORED: Final[dict[str, ast.CompareOperator]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_LARGEST: Final = 10**60


def evaluate(tree: ast.Node, look_up: LookUp) -> Constant | None:
    """Return the constant that an expression is; None where a name is unknown or the expression is of another kind."""
    match tree:
        case ast.Number(value):
            return Fraction(value) if abs(value.adjusted()) < 60 else None
        case ast.String(text):
            return text
        case ast.Boolean(value):
            return value
        case ast.Temporal(text):
            return _day(text)
        case ast.Name(name):
            return look_up(name)
        case ast.Negate(operand):
            number = evaluate(operand, look_up)
            return -number if isinstance(number, Fraction) else None
        case ast.Arithmetic(operator, left, right):
            return _arithmetic(operator, evaluate(left, look_up), evaluate(right, look_up))
        case ast.Call(ast.Name(function), (argument,)):
            inner = evaluate(argument, look_up)
            if function in YUAN_FUNCTIONS and isinstance(inner, Fraction):
                return inner * YUAN_FUNCTIONS[function]
            return _day(inner) if function == "date" and isinstance(inner, str) else None
        case _:
            return None


def version_constants(rulebook: Rulebook, version: Version, names: dict[str, Meaning]) -> LookUp:
    """Return the look-up of parameters that have one value all through a version; everything else is no constant."""

    def look_up(name: str) -> Constant | None:
        meaning = names.get(name)
        if meaning is None or meaning.kind is not NameKind.PARAMETER:
            return None
        values = [value for value in rulebook.parameters[meaning.id].values if _meets(value, version)]
        return constant_of(values[0].value) if len(values) == 1 else None

    return look_up


def constant_of(value: object) -> Constant | None:
    """Return a value of the model as a constant."""
    match value:
        case bool() | str() | date():
            return value
        case None:
            return None
        case Quotient():
            return fraction(value)
        case _:
            return Fraction(str(value))


def _arithmetic(operator: str, left: Constant | None, right: Constant | None) -> Fraction | None:
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    match operator:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case "/" if right:
            result = left / right
        case _:
            return None
    return result if abs(result.numerator) < _LARGEST**2 and result.denominator < _LARGEST**2 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _meets(value: DatedValue, version: Version) -> bool:
    starts_in_time = version.end is None or value.start <= version.end
    return starts_in_time and (value.end is None or value.end >= version.start)
