"""Random arithmetic of the packs' formulas against whole-number fractions: no digit is ever lost before a rounding."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from huiqi_rules.core.numbers import Quotient, fraction, rounded
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.closures import Constant
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.syntax.parser import parse_expression

FACTS = {"a": Decimal(7), "b": Decimal(-3), "c": Decimal("0.03"), "d": Decimal(12000000000), "e": Decimal(0)}
FIGURES = ("1", "3", "0.07", "700000001")
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
LEAVES = st.sampled_from(
    [(name, Fraction(value)) for name, value in FACTS.items()] + [(text, Fraction(text)) for text in FIGURES]
)


def combined(left, sign, right):
    """Return a formula of two, and its fraction: None where something in it is divided by 0."""
    (one, first), (other, second) = left, right
    undefined = first is None or second is None or (sign == "/" and second == 0)
    return f"({one} {sign} {other})", None if undefined else OPERATORS[sign](first, second)


FORMULAS = st.recursive(LEAVES, lambda part: st.builds(combined, part, st.sampled_from("+-*/"), part), max_leaves=8)


def slot_of(name):
    return operator.itemgetter(list(FACTS).index(name)) if name in FACTS else None


def constant_of(name):
    return Constant(FACTS[name]) if name in FACTS else None


def answer(formula, resolve=slot_of):
    return compile_expression(parse_expression(formula), resolve=resolve, semantics=CHECKED)(list(FACTS.values()))


@given(FORMULAS, st.sampled_from((slot_of, constant_of)))
def test_arithmetic_is_that_of_fractions(formula, resolve):
    text, exact = formula
    actual = answer(text, resolve)
    if exact is None:
        assert actual is None
    else:
        assert isinstance(actual, Decimal | Quotient)
        assert fraction(actual) == exact


@given(FORMULAS, FORMULAS)
def test_comparisons_are_those_of_fractions(left, right):
    (one, first), (other, second) = left, right
    known = first is not None and second is not None
    assert answer(f"{one} >= {other}") is (first >= second if known else None)
    assert answer(f"{one} = {other}") is (first == second if known else None)


@given(FORMULAS)
def test_the_fen_is_the_nearest_and_a_tie_goes_away_from_zero(formula):
    text, exact = formula
    if exact is not None:
        fen = Fraction(rounded(answer(text), 2))
        off = abs(fen - exact)
        assert off < Fraction(1, 200) or (off == Fraction(1, 200) and abs(fen) > abs(exact))
