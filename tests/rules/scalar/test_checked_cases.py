"""The packs' strictness by a table of expressions and values, and Kleene's laws over every combination."""

from __future__ import annotations

import operator
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from huiqi_rules.core.temporal import parse_literal
from huiqi_rules.core.values import ABSENT, Bounds, OpenNumber, Quotient, between
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.closures import Constant
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.syntax.parser import parse_expression

CASES = Path(__file__).with_name("checked_cases.txt").read_text(encoding="utf-8")
FACTS = {
    "unknown": None,
    "absent": ABSENT,
    "zero": Decimal(0),
    "one": Decimal(1),
    "two": Decimal(2),
    "three": Decimal(3),
    "wide": Bounds(Decimal(1), Decimal(3)),
    "low": Bounds(Decimal(0), Decimal(1)),
    "yes": True,
    "no": False,
    "grade": "A",
    "day": parse_literal("2024-06-01"),
    "nobody": None,
    "tags": frozenset({"A", "C"}),
    "missing": ABSENT,
}
SLOTS = {name: slot for slot, name in enumerate(FACTS)}
WORDS = {"true": True, "false": False, "unknown": None, "absent": ABSENT}
TRUTHS = {"yes": True, "no": False, "unknown": None, "absent": ABSENT}


def by_slot(name):
    return operator.itemgetter(SLOTS[name]) if name in SLOTS else None


def by_constant(name):
    return Constant(FACTS[name]) if name in FACTS else None


def run(expression, resolve=by_slot):
    closure = compile_expression(parse_expression(expression), resolve=resolve, semantics=CHECKED)
    return closure(list(FACTS.values()))


def cases():
    for line in CASES.splitlines():
        if line and not line.startswith("#"):
            expression, _, value = line.partition(" => ")
            yield pytest.param(expression, value, id=expression)


def read(text):
    if text in WORDS:
        return WORDS[text]
    if text.startswith('"'):
        return text[1:-1]
    if ".." in text:
        return between(*(read(end) for end in text.split("..")))
    if "/" in text:
        top, bottom = text.split("/")
        return Quotient(Decimal(top), Decimal(bottom))
    return Decimal(text)


def same(actual, expected):
    if isinstance(expected, OpenNumber):
        return isinstance(actual, OpenNumber) and (actual.low, actual.high) == (expected.low, expected.high)
    if expected is None or isinstance(expected, bool) or expected is ABSENT:
        return actual is expected
    return type(actual) is type(expected) and actual == expected


@pytest.mark.parametrize("resolve", (by_slot, by_constant))
@pytest.mark.parametrize(("expression", "value"), list(cases()))
def test_expression_has_the_value_of_the_table(expression, value, resolve):
    actual = run(expression, resolve)
    assert same(actual, read(value)), f"{expression} gave {actual!r}, not {value}"


@pytest.mark.parametrize(("left", "right"), list(product(TRUTHS, TRUTHS)))
def test_connectives_follow_kleene_with_absent_as_false(left, right):
    a, b = (False if TRUTHS[name] is ABSENT else TRUTHS[name] for name in (left, right))
    conjunction = False if a is False or b is False else None if a is None or b is None else True
    disjunction = True if a is True or b is True else None if a is None or b is None else False
    assert run(f"{left} and {right}") is conjunction
    assert run(f"{left} or {right}") is disjunction
    assert run(f"{left} and {right} and yes") is conjunction
    assert run(f"{left} or {right} or no") is disjunction
    assert run(f"not({left} and {right})") is run(f"not({left}) or not({right})")


def test_an_unknown_name_is_refused_when_compiled():
    with pytest.raises(LookupError, match="nothing like it"):
        compile_expression(
            parse_expression("nothing like it + 1", names=["nothing like it"]), resolve=by_slot, semantics=CHECKED
        )


def test_an_unknown_function_is_refused_when_compiled():
    with pytest.raises(LookupError, match="conjure"):
        run("conjure(1)")
