"""The standard's strictness: operands of any kind, null where they do not fit, three-valued logic over true and false."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi_rules.core.comparison import equal, order
from huiqi_rules.scalar import operations
from huiqi_rules.scalar.closures import Closure, Environment
from huiqi_rules.scalar.functions import STANDARD_IMPLEMENTATIONS
from huiqi_rules.scalar.semantics import Semantics

_ARITHMETIC: Final[dict[str, Callable[[object, object], object]]] = {
    "+": operations.add,
    "-": operations.subtract,
    "*": operations.multiply,
    "/": operations.divide,
    "**": operations.power,
}
_ORDER: Final[dict[str, Callable[[int], bool]]] = {
    "<": lambda place: place < 0,
    "<=": lambda place: place <= 0,
    ">": lambda place: place > 0,
    ">=": lambda place: place >= 0,
}


def compare(symbol: str, left: Closure, right: Closure) -> Closure:
    """Return the closure of a comparison; null for values of different kinds, which are neither equal nor unequal."""
    if symbol == "=":
        return lambda environment: equal(left(environment), right(environment))
    if symbol == "!=":
        return lambda environment: _not(equal(left(environment), right(environment)))
    holds = _ORDER[symbol]

    def ordered(environment: Environment) -> object:
        place = order(left(environment), right(environment))
        return None if place is None else holds(place)

    return ordered


def arithmetic(symbol: str, left: Closure, right: Closure) -> Closure:
    """Return the closure of an arithmetic operator."""
    operation = _ARITHMETIC[symbol]
    return lambda environment: operation(left(environment), right(environment))


def negate(operand: Closure) -> Closure:
    """Return the closure of arithmetic minus."""
    return lambda environment: operations.negate(operand(environment))


def both(operands: tuple[Closure, ...]) -> Closure:
    """Return the conjunction: false if any is false, true if all are true, else null."""
    return _connect(operands, deciding=False)


def either(operands: tuple[Closure, ...]) -> Closure:
    """Return the disjunction: true if any is true, false if all are false, else null."""
    return _connect(operands, deciding=True)


def invert(operand: Closure) -> Closure:
    """Return the negation; null for anything but true and false."""
    return lambda environment: _not(operand(environment))


def choose(condition: Closure, consequence: Closure, alternative: Closure) -> Closure:
    """Return the closure of a conditional; anything but true takes the alternative."""
    return lambda environment: consequence(environment) if condition(environment) is True else alternative(environment)


def first_match(rows: tuple[tuple[Closure, Closure], ...], otherwise: Closure) -> Closure:
    """Return the closure of a table: `choose` row after row, without a level for each."""

    def matched(environment: Environment) -> object:
        found = next((answer for question, answer in rows if question(environment) is True), otherwise)
        return found(environment)

    return matched


def _connect(operands: tuple[Closure, ...], *, deciding: bool) -> Closure:
    def connective(environment: Environment) -> object:
        answer: object = not deciding
        for operand in operands:
            value = operand(environment)
            if value is deciding:
                return deciding
            if value is not (not deciding):
                answer = None
        return answer

    return connective


def _not(value: object) -> object:
    return (not value) if isinstance(value, bool) else None


DYNAMIC: Final = Semantics(
    name="dynamic",
    compare=compare,
    arithmetic=arithmetic,
    negate=negate,
    both=both,
    either=either,
    invert=invert,
    choose=choose,
    first_match=first_match,
    functions=STANDARD_IMPLEMENTATIONS,
    lenient=True,
)
