"""The packs' strictness: names, types and units are known to fit, so nothing is tested in the hot path.

Unknown (`None`) stays unknown through every operator; absent counts as false in conditions and comparisons. Operators look
inside their operands to specialise on constants and slots.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from huiqi_rules.core.numbers import EXACT, Quotient
from huiqi_rules.core.values import ABSENT, OpenNumber
from huiqi_rules.scalar import checked_numbers
from huiqi_rules.scalar.closures import Closure, Constant, Environment, slot_of
from huiqi_rules.scalar.division import Division, ordering_of_quotient
from huiqi_rules.scalar.functions import CHECKED_IMPLEMENTATIONS
from huiqi_rules.scalar.semantics import Semantics

_ORDER: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def equal(left: object, right: object) -> bool | None:
    """Return whether two values are equal: unknown if one is, false if only one is absent."""
    if left is None or right is None:
        return False if left is ABSENT or right is ABSENT else None
    if isinstance(left, OpenNumber):
        return left.equal_to(right) if isinstance(right, (Decimal, Quotient, OpenNumber)) else False
    if isinstance(right, OpenNumber):
        return right.equal_to(left) if isinstance(left, (Decimal, Quotient)) else False
    return left == right


def unequal(left: object, right: object) -> bool | None:
    """Return the negation of `equal`."""
    answer = equal(left, right)
    return None if answer is None else not answer


def compare(symbol: str, left: Closure, right: Closure) -> Closure:
    """Return the closure of a comparison."""
    if symbol == "=":
        return _equality(left, right)
    if symbol == "!=":
        return lambda environment: unequal(left(environment), right(environment))
    return _ordering(symbol, left, right)


def _equality(left: Closure, right: Closure) -> Closure:
    if isinstance(right, Constant) and isinstance(right.value, (str, bool)):
        value = right.value

        def equals_constant(environment: Environment) -> object:
            known = left(environment)
            return known == value if known is not None else None

        return equals_constant
    if isinstance(right, Constant) and isinstance(right.value, Decimal):
        return _equality_number(left, right.value)
    return lambda environment: equal(left(environment), right(environment))


def _equality_number(left: Closure, number: Decimal) -> Closure:
    def equals_number(environment: Environment) -> object:
        known = left(environment)
        if isinstance(known, OpenNumber):
            return known.equal_to(number)
        return known == number if known is not None else None

    return equals_number


def _ordering(symbol: str, left: Closure, right: Closure) -> Closure:
    holds = _ORDER[symbol]
    if isinstance(left, Division):
        return ordering_of_quotient(holds, left, right)
    if isinstance(right, Constant) and right.value is not None and right.value is not ABSENT:
        return _ordering_constant(holds, left, right.value)

    def order(environment: Environment) -> object:
        a, b = left(environment), right(environment)
        if a is None or b is None:
            return False if a is ABSENT or b is ABSENT else None
        return holds(a, b)

    return order


def _ordering_constant(holds: Callable[[Any, Any], Any], left: Closure, value: object) -> Closure:
    slot = slot_of(left)
    if slot is None:

        def order(environment: Environment) -> object:
            known = left(environment)
            return holds(known, value) if known is not None else None

        return order

    def order_slot(environment: Environment) -> object:
        known = environment[slot]
        return holds(known, value) if known is not None else None

    return order_slot


def arithmetic(symbol: str, left: Closure, right: Closure) -> Closure:
    """Return the closure of a sum, difference, product, quotient or power."""
    match symbol:
        case "+":
            return _exact(EXACT.add, checked_numbers.add, left, right)
        case "-":
            return _exact(EXACT.subtract, checked_numbers.subtract, left, right)
        case "*":
            return _exact(EXACT.multiply, checked_numbers.multiply, left, right)
        case "/":
            return Division(left, right)
        case _:
            return lambda environment: checked_numbers.power(left(environment), right(environment))


def _exact(
    quick: Callable[[Any, Any], object], slow: Callable[[object, object], object], left: Closure, right: Closure
) -> Closure:
    if isinstance(right, Constant) and isinstance(right.value, Decimal):
        return _exact_with(quick, slow, left, right.value)

    def calculate(environment: Environment) -> object:
        a, b = left(environment), right(environment)
        if a is None or b is None:
            return ABSENT if a is ABSENT or b is ABSENT else None
        try:
            return quick(a, b)
        except TypeError:
            return slow(a, b)

    return calculate


def _exact_with(
    quick: Callable[[Any, Any], object], slow: Callable[[object, object], object], left: Closure, number: Decimal
) -> Closure:
    def calculate(environment: Environment) -> object:
        known = left(environment)
        if known is None:
            return None
        try:
            return quick(known, number)
        except TypeError:
            return slow(known, number)

    return calculate


def negate(operand: Closure) -> Closure:
    """Return the closure of arithmetic minus."""

    def calculate(environment: Environment) -> object:
        value = operand(environment)
        return EXACT.minus(value) if isinstance(value, Decimal) else checked_numbers.negate(value)

    return calculate


def both(operands: tuple[Closure, ...]) -> Closure:
    """Return Kleene's conjunction: false if any is false or absent, else unknown if any is unknown."""
    if len(operands) == 2:
        return _both_of_two(*operands)

    def conjunction(environment: Environment) -> object:
        answer: object = True
        for operand in operands:
            value = operand(environment)
            if value is None:
                answer = None
            elif not value:
                return False
        return answer

    return conjunction


def _both_of_two(left: Closure, right: Closure) -> Closure:
    def conjunction(environment: Environment) -> object:
        a = left(environment)
        if a is False or a is ABSENT:
            return False
        b = right(environment)
        if b is False or b is ABSENT:
            return False
        return None if a is None or b is None else True

    return conjunction


def either(operands: tuple[Closure, ...]) -> Closure:
    """Return Kleene's disjunction: true if any is true, else unknown if any is unknown."""

    def disjunction(environment: Environment) -> object:
        answer: object = False
        for operand in operands:
            value = operand(environment)
            if value is None:
                answer = None
            elif value:
                return True
        return answer

    return disjunction


def invert(operand: Closure) -> Closure:
    """Return Kleene's negation; absent counts as false."""

    def negation(environment: Environment) -> object:
        value = operand(environment)
        return None if value is None else not value

    return negation


def choose(condition: Closure, consequence: Closure, alternative: Closure) -> Closure:
    """Return the closure of a conditional; an unknown condition gives unknown, never the alternative."""

    def conditional(environment: Environment) -> object:
        answer = condition(environment)
        if answer is None:
            return None
        return consequence(environment) if answer else alternative(environment)

    return conditional


def first_match(rows: tuple[tuple[Closure, Closure], ...], otherwise: Closure) -> Closure:
    """Return the closure of a table: `choose` row after row, without a level for each."""

    def matched(environment: Environment) -> object:
        for question, answer in rows:
            held = question(environment)
            if held is None:
                return None
            if held:
                return answer(environment)
        return otherwise(environment)

    return matched


CHECKED: Final = Semantics(
    name="checked",
    compare=compare,
    arithmetic=arithmetic,
    negate=negate,
    both=both,
    either=either,
    invert=invert,
    choose=choose,
    first_match=first_match,
    functions=CHECKED_IMPLEMENTATIONS,
    lenient=False,
)
