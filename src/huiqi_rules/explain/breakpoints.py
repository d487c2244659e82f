"""Where a formula can turn as one figure changes: the roots of its comparisons and the limits of its bands.

Each side of a comparison is a quotient of two polynomials in the figure, all else as it is; choices and the arguments of
`min` and `max` give several. A condition of such parts changes its answer only at a breakpoint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Final, TypeAlias

from huiqi_rules.check import tree
from huiqi_rules.check.tree import NameKind, Typed, children
from huiqi_rules.core.types import NumberType
from huiqi_rules.explain.case import Case, facts_in
from huiqi_rules.explain.changes import Variable, current
from huiqi_rules.explain.years import ANNUAL_FUNCTIONS, window

Polynomial: TypeAlias = tuple[Fraction, ...]
Quotient: TypeAlias = tuple[Polynomial, Polynomial]

FORMS_MOST: Final = 24
_ONE: Final[Polynomial] = (Fraction(1),)
_UNITS: Final = {"yuan": 1, "wan yuan": 10_000, "yi yuan": 100_000_000}
_ROUNDED: Final = ("round fen", "round half up", "round down", "round up", "floor", "ceiling")


def breakpoints(case: Case, node: Typed, variable: Variable) -> tuple[Fraction, ...]:
    """Return where a formula may turn as a figure changes, each once."""
    return tuple(dict.fromkeys(_roots(case, node, variable, set())))


def _roots(case: Case, node: Typed, variable: Variable, seen: set[str]) -> Iterator[Fraction]:
    if isinstance(node, tree.Reference):
        key = f"{node.kind}/{node.id}"
        if node.kind in (NameKind.VALUE, NameKind.CONDITION) and key not in seen:
            seen.add(key)
            definition = case.definition(node.kind, node.id)
            if definition is not None:
                yield from _roots(case, definition, variable, seen)
        return
    if variable[0] not in facts_in(case, node):
        return
    match node:
        case tree.Compare(left=left, right=right) if isinstance(left.type, NumberType):
            yield from _meetings(case, left, right, variable)
        case tree.Call(function="points" | "points at most", arguments=(figure, tree.Items(items=rows))):
            for row in rows:
                if isinstance(row, tree.Items):
                    yield from _meetings(case, figure, row.items[0], variable)
        case tree.Call(function="band", arguments=(figure, tree.Items(items=limits))):
            for limit in limits:
                yield from _meetings(case, figure, limit, variable)
    for child in children(node):
        yield from _roots(case, child, variable, seen)


def _meetings(case: Case, left: Typed, right: Typed, variable: Variable) -> Iterator[Fraction]:
    """Yield where two sides are equal, as far as that is a linear question."""
    for (above, below), (other_above, other_below) in product(
        forms(case, left, variable), forms(case, right, variable)
    ):
        difference = _plus(_times(above, other_below), _times(other_above, below), sign=-1)
        if len(difference) == 2:
            yield -difference[0] / difference[1]


def forms(case: Case, node: Typed, variable: Variable) -> tuple[Quotient, ...]:
    """Return what a figure is as a function of a variable, one form for each branch; none where it is unknown."""
    return tuple(dict.fromkeys(_forms(case, node, variable)))[:FORMS_MOST]


def _forms(case: Case, node: Typed, variable: Variable) -> Iterable[Quotient]:
    if variable[0] not in facts_in(case, node):
        value = case.value(node)
        return (((Fraction(value),), _ONE),) if isinstance(value, Decimal) else ()
    match node:
        case tree.Reference(kind=NameKind.FACT):
            return (((Fraction(0), Fraction(1)), _ONE),)
        case tree.Reference():
            definition = case.definition(node.kind, node.id)
            return () if definition is None else forms(case, definition, variable)
        case tree.Arithmetic():
            pairs = product(forms(case, node.left, variable), forms(case, node.right, variable))
            return [_combined(node.operator, first, second) for first, second in pairs]
        case tree.Choice():
            return [form for answer in node.answers for form in forms(case, answer, variable)]
        case tree.Call():
            return _call_forms(case, node, variable)
        case _:
            return ()


def _call_forms(case: Case, node: tree.Call, variable: Variable) -> Iterable[Quotient]:
    if node.function in ANNUAL_FUNCTIONS:
        return _annual_forms(case, node, variable)
    if node.function in ("min", "max"):
        return [form for part in _spread(node.arguments) for form in forms(case, part, variable)]
    if node.function in _UNITS:
        factor = (Fraction(_UNITS[node.function]),)
        return [(_times(above, factor), below) for above, below in forms(case, node.arguments[0], variable)]
    if node.function in _ROUNDED:
        # Near enough to look at the values beside: every candidate is tried before it is named.
        return forms(case, node.arguments[0], variable)
    value = case.value(node)
    return (((Fraction(value),), _ONE),) if isinstance(value, Decimal) else ()


def _annual_forms(case: Case, node: tree.Call, variable: Variable) -> Iterable[Quotient]:
    fact = node.arguments[0]
    assert isinstance(fact, tree.Reference)
    value, now = case.value(node), current(case, variable)
    if not isinstance(value, Decimal) or now is None:
        return ()
    constant = ((Fraction(value),), _ONE)
    if fact.id != variable[0] or variable[1] not in window(node, case.facts):
        return (constant,)
    itself: Quotient = ((Fraction(0), Fraction(1)), _ONE)
    match node.function:
        case "sum of years":
            return (((Fraction(value) - Fraction(now), Fraction(1)), _ONE),)
        case "latest":
            return (itself,)
        case "least of years":
            annual = case.facts[fact.id]
            assert isinstance(annual, Mapping), "an annual fact has a number for each year"
            others = [figure for year, figure in annual.items() if figure is not None and year != variable[1]]
            return (itself, *(((Fraction(other),), _ONE) for other in others))
        case _:
            return (constant,)


def _spread(arguments: tuple[Typed, ...]) -> tuple[Typed, ...]:
    first = arguments[0]
    return first.items if len(arguments) == 1 and isinstance(first, tree.Items) else arguments


def _combined(operator: str, first: Quotient, second: Quotient) -> Quotient:
    (above, below), (other_above, other_below) = first, second
    match operator:
        case "*":
            return _times(above, other_above), _times(below, other_below)
        case "/":
            return _times(above, other_below), _times(below, other_above)
        case _:
            sign = 1 if operator == "+" else -1
            return _plus(_times(above, other_below), _times(other_above, below), sign=sign), _times(below, other_below)


def _plus(first: Polynomial, second: Polynomial, *, sign: int) -> Polynomial:
    length = max(len(first), len(second))
    padded = [
        (first[place] if place < len(first) else Fraction(0)) + sign * (second[place] if place < len(second) else 0)
        for place in range(length)
    ]
    return _trimmed(padded)


def _times(first: Polynomial, second: Polynomial) -> Polynomial:
    terms = [Fraction(0)] * (len(first) + len(second) - 1)
    for place, one in enumerate(first):
        for other_place, other in enumerate(second):
            terms[place + other_place] += one * other
    return _trimmed(terms)


def _trimmed(terms: list[Fraction]) -> Polynomial:
    while len(terms) > 1 and terms[-1] == 0:
        terms.pop()
    return tuple(terms)
