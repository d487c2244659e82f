"""The packs' own functions: unknown, absent and bounded numbers go through them as the values they are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi_rules.core.values import ABSENT, Bounds, bounds_of
from huiqi_rules.scalar.functions import CHECKED_IMPLEMENTATIONS as FUNCTIONS

UNKNOWN = None


def number(text: str) -> Decimal:
    return Decimal(text)


def between(low: str, high: str) -> Bounds:
    return Bounds(Decimal(low), Decimal(high))


BANDS = [[number("0.30"), number("20")], [number("0.25"), number("16")], [number("0.1"), number("5")]]
CEILINGS = [[number("0.55"), number("10")], [number("0.75"), number("5")]]
LIMITS = [number("10"), number("50"), number("100")]
SALES = {2021: number("1"), 2022: number("2"), 2023: number("3")}
GAP = {2021: number("1"), 2022: None, 2023: number("3")}
EARLY = {2020: number("7"), 2021: number("8")}


def show(value: object) -> str:
    match value:
        case Bounds():
            return f"{value.low:f}..{value.high:f}"
        case Decimal():
            return f"{value.normalize():f}"
        case None:
            return "unknown"
        case _:
            return "absent" if value is ABSENT else str(value)


CASES = [
    ("元", (number("0.5"),), "0.5"),
    ("wan yuan", (number("30"),), "300000"),
    ("亿元", (between("1", "2"),), "100000000..200000000"),
    ("万元", (UNKNOWN,), "unknown"),
    ("万元", (ABSENT,), "absent"),
    ("points", (number("0.30"), BANDS), "20"),
    ("points", (number("0.2999"), BANDS), "16"),
    ("points", (number("0.05"), BANDS), "0"),
    ("points", (UNKNOWN, BANDS), "0..20"),
    ("points", (ABSENT, BANDS), "0"),
    ("points", (between("0.2", "0.27"), BANDS), "5..16"),
    ("points", (between("0.26", "0.27"), BANDS), "16"),
    ("points", (number("1"), UNKNOWN), "unknown"),
    ("points at most", (number("0.55"), CEILINGS), "10"),
    ("points at most", (number("0.5501"), CEILINGS), "5"),
    ("points at most", (number("0.76"), CEILINGS), "0"),
    ("points at most", (UNKNOWN, CEILINGS), "0..10"),
    ("points at most", (between("0.5", "0.6"), CEILINGS), "5..10"),
    ("points at most", (ABSENT, CEILINGS), "0"),
    ("band", (number("9.99"), LIMITS), "0"),
    ("band", (number("10"), LIMITS), "1"),
    ("band", (number("1000"), LIMITS), "3"),
    ("band", (UNKNOWN, LIMITS), "0..3"),
    ("band", (ABSENT, LIMITS), "0"),
    ("band", (between("20", "60"), LIMITS), "1..2"),
    ("band", (number("60"), [number("10"), UNKNOWN]), "unknown"),
    ("absent", (ABSENT,), "True"),
    ("absent", (UNKNOWN,), "unknown"),
    ("absent", (number("0"),), "False"),
    ("latest", (SALES,), "3"),
    ("latest", (EARLY, SALES), "unknown"),
    ("latest", (EARLY,), "8"),
    ("latest", (SALES, ABSENT), "3"),
    ("latest", (SALES, UNKNOWN), "unknown"),
    ("latest", (ABSENT,), "absent"),
    ("latest", ({2023: None},), "unknown"),
    ("sum of years", (SALES, number("2")), "5"),
    ("sum of years", (SALES, number("5")), "6"),
    ("sum of years", (SALES, number("2"), EARLY), "5"),
    ("sum of years", (SALES, number("4"), EARLY), "unknown"),
    ("sum of years", (GAP, number("2")), "unknown"),
    ("sum of years", (GAP, number("1")), "3"),
    ("sum of years", (SALES, number("0")), "unknown"),
    ("sum of years", (UNKNOWN, number("2")), "unknown"),
    ("sum of years", (ABSENT, number("2")), "absent"),
    ("least of years", (SALES, number("2")), "2"),
    ("least of years", (SALES, number("4")), "unknown"),
    ("least of years", (GAP, number("3")), "unknown"),
    ("count of years", (GAP,), "2"),
    ("count of years", (ABSENT,), "absent"),
    ("min", (number("1"), between("0", "3")), "0..1"),
    ("min", (number("1"), between("2", "3")), "1"),
    ("max", ([number("1"), between("0", "3")],), "1..3"),
    ("max", (number("1"), UNKNOWN), "unknown"),
    ("max", (ABSENT, UNKNOWN), "absent"),
    ("sum", (number("0.1"), between("1", "2")), "1.1..2.1"),
    ("sum", ([between("1", "1"), number("2")],), "3"),
    ("sum", ([],), "unknown"),
    ("min", ("b", "a"), "a"),
    ("abs", (between("-3", "1"),), "0..3"),
    ("abs", (ABSENT,), "absent"),
    ("round half up", (between("1.4", "1.5"), number("0")), "1..2"),
    ("floor", (between("1.4", "1.5"),), "1"),
    ("floor", (ABSENT,), "absent"),
    ("round fen", (number("1.005"),), "1.01"),
    ("round fen", (number("-1.005"),), "-1.01"),
    ("round fen", (between("1.001", "1.004"),), "1"),
    ("contains any", (frozenset({"a", "b"}), ["b", "c"]), "True"),
    ("contains any", (frozenset({"a"}), ["c"]), "False"),
    ("contains any", (frozenset({"a"}), ["c", UNKNOWN]), "unknown"),
    ("contains any", (ABSENT, ["c"]), "False"),
    ("contains any", (UNKNOWN, ["c"]), "unknown"),
    ("list contains", (frozenset({"a"}), "a"), "True"),
    ("list contains", (ABSENT, "a"), "False"),
    ("list contains", (UNKNOWN, "a"), "unknown"),
    ("list contains", ([number("1"), UNKNOWN], number("2")), "unknown"),
    ("list contains", ([number("1"), UNKNOWN], number("1")), "True"),
    ("set size", (frozenset({"a", "b"}),), "2"),
    ("set size", (ABSENT,), "0"),
    ("set size", (UNKNOWN,), "unknown"),
    ("starts with", (ABSENT, "a"), "False"),
    ("string length", (ABSENT,), "absent"),
    ("year", (ABSENT,), "absent"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES)
def test_function_gives_its_value(name: str, arguments: tuple[object, ...], expected: str) -> None:
    assert show(FUNCTIONS[name](*arguments)) == expected


decimals = st.decimals(-1_000, 1_000, places=2)
rising = st.lists(decimals, min_size=1, max_size=5, unique=True).map(sorted)


@given(decimals, decimals, st.decimals(0, 1, places=3), rising)
def test_bounds_hold_what_each_number_within_them_would_give(
    one: Decimal, other: Decimal, share: Decimal, limits: list[Decimal]
) -> None:
    low, high = sorted((one, other))
    inside = low + (high - low) * share
    bands = [[limit, Decimal(index * 7 % 5)] for index, limit in enumerate(limits)]
    calls: list[tuple[Any, ...]] = [
        ("points", bands[::-1]),
        ("points at most", bands),
        ("band", limits),
        ("round fen",),
        ("abs",),
    ]
    for name, *rest in calls:
        function: Callable[..., Any] = FUNCTIONS[name]
        least, most = bounds_of(function(Bounds(low, high), *rest))
        assert least <= function(inside, *rest) <= most
