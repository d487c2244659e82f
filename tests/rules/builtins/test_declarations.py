"""Every declared function is implemented, documented in both languages, and its examples give what they say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from huiqi_rules.builtins import PACK_SPACED_NAMES, SIGNATURES, SPACED_NAMES, STANDARD_SPACED_NAMES, Signature
from huiqi_rules.core.comparison import equal
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.scalar.evaluate import evaluate
from huiqi_rules.scalar.functions import (
    CHECKED_IMPLEMENTATIONS,
    IMPLEMENTATIONS,
    PACK_IMPLEMENTATIONS,
    STANDARD_IMPLEMENTATIONS,
)
from huiqi_rules.syntax.parser import parse_expression

MOMENT = datetime(2024, 6, 1, 8, 30, tzinfo=UTC)
# The examples of facts by year speak of this one.
ANNUAL = {2021: Decimal(1), 2022: Decimal(2), 2023: Decimal(3)}
EXAMPLES = [
    pytest.param(signature, expression, expected, id=expression)
    for signature in {id(signature): signature for signature in SIGNATURES.values()}.values()
    for expression, expected in signature.examples
]


def test_declarations_and_implementations_match_one_to_one() -> None:
    assert SIGNATURES.keys() == IMPLEMENTATIONS.keys() == CHECKED_IMPLEMENTATIONS.keys()
    assert {name for name, signature in SIGNATURES.items() if signature.standard} == STANDARD_IMPLEMENTATIONS.keys()
    assert {name for name, signature in SIGNATURES.items() if not signature.standard} == PACK_IMPLEMENTATIONS.keys()


def test_spaced_names_are_those_with_a_space() -> None:
    assert {name for name in SIGNATURES if " " in name} == SPACED_NAMES
    assert "date and time" in STANDARD_SPACED_NAMES
    assert "yi yuan" in PACK_SPACED_NAMES
    assert not STANDARD_SPACED_NAMES & PACK_SPACED_NAMES


@pytest.mark.parametrize("name", SIGNATURES)
def test_texts_are_there_in_both_languages(name: str) -> None:
    signature = SIGNATURES[name]
    assert re.search(r"[\u4e00-\u9fff]", signature.zh)
    assert signature.en.endswith(".")
    assert signature.examples
    assert signature.alternatives


@pytest.mark.parametrize("name", SIGNATURES)
def test_only_the_last_parameters_may_be_left_out(name: str) -> None:
    for alternative in SIGNATURES[name].alternatives:
        open_ended = [parameter.optional or parameter.variadic for parameter in alternative.parameters]
        assert open_ended == sorted(open_ended)
        assert not any(parameter.variadic for parameter in alternative.parameters[:-1])


@pytest.mark.parametrize("name", SIGNATURES)
def test_any_number_of_nulls_is_answered(name: str) -> None:
    for count in range(9):
        IMPLEMENTATIONS[name](*[None] * count)


@pytest.mark.parametrize(("signature", "expression", "expected"), EXAMPLES)
def test_example_gives_its_value(signature: Signature, expression: str, expected: str) -> None:
    value = run(signature, expression)
    wanted = evaluate(expected)
    assert value == wanted if wanted is None else equal(value, wanted) is True, value


def run(signature: Signature, expression: str) -> Any:
    if signature.standard:
        return evaluate(expression, moment=MOMENT)
    tree = parse_expression(expression, names=("x",))
    closure = compile_expression(
        tree, resolve=lambda name: (lambda environment: environment[name]) if name == "x" else None, semantics=CHECKED
    )
    return closure({"x": ANNUAL})
