"""Temporal values by tables: reading and printing, arithmetic, order, properties."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.core import temporal
from huiqi_rules.core.comparison import equal, order
from huiqi_rules.core.properties import property_of
from huiqi_rules.core.temporal import Temporal, parse_literal

OPERATIONS = {
    "+": temporal.add,
    "-": temporal.subtract,
    "*": temporal.multiply,
    "/": temporal.divide,
}
PLACES = {"before": -1, "equal": 0, "after": 1, "none": None}


def cases(name: str) -> list[tuple[str, str]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" => ") for line in lines if line and not line.startswith("#")]
    return [(left, right) for left, right in pairs]


def value(text: str) -> Temporal | Decimal:
    if re.fullmatch(r"[0-9.]+(e[0-9]+)?", text):
        return Decimal(text)
    parsed = parse_literal(text)
    assert parsed is not None, text
    return parsed


def printed(result: object) -> str:
    return "none" if result is None else str(result)


@pytest.mark.parametrize(("text", "expected"), cases("texts.txt"))
def test_text_is_read_and_printed(text: str, expected: str) -> None:
    assert printed(parse_literal(text)) == expected


@pytest.mark.parametrize(("text", "expected"), cases("arithmetic.txt"))
def test_arithmetic_gives_the_value(text: str, expected: str) -> None:
    left, operator, right = text.split(" ")
    assert printed(OPERATIONS[operator](value(left), value(right))) == expected


@pytest.mark.parametrize(("text", "expected"), cases("comparison.txt"))
def test_order_is_found_both_ways(text: str, expected: str) -> None:
    left, right = map(value, text.split(" "))
    place = PLACES[expected]
    assert order(left, right) == place
    assert order(right, left) == (None if place is None else -place)
    assert equal(left, right) is (None if place is None else place == 0)


@pytest.mark.parametrize(("text", "expected"), cases("properties.txt"))
def test_property_is_read(text: str, expected: str) -> None:
    subject, name = text.split(" ", 1)
    assert printed(property_of(value(subject), name)) == expected
