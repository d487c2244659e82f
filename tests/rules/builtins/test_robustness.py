"""No argument makes a function raise, no pattern makes it hang."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import parse_literal
from huiqi_rules.core.values import ABSENT, Bounds
from huiqi_rules.scalar.functions import IMPLEMENTATIONS
from huiqi_rules.scalar.functions.pattern_simulation import spans
from huiqi_rules.scalar.functions.patterns import compile_pattern
from huiqi_rules.scalar.functions.strings import matches, replace
from huiqi_rules.scalar.limits import EvaluationLimit

TEMPORAL_TEXTS = (
    "2024-02-29", "9999-12-31", "10:30:00", "10:30:00@Europe/Paris", "2024-01-01T00:00:00Z", "0001-01-01T00:00:00",
    "9999-12-31T23:59:59@Asia/Tokyo", "P1M", "-P999999999M", "PT1S", "P999999999999D",
)  # fmt: skip
simple = st.one_of(
    st.none(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.sampled_from([Decimal("1e6144"), Decimal("-1e-6143"), Decimal(0), Decimal("-0"), Decimal("1e40")]),
    st.text(max_size=6),
    st.sampled_from(["[1..2]", "(a|b)*", "\\p{L}", "$1", "i", "2024-01-01", "PT1S", ",", "."]),
    st.sampled_from(TEMPORAL_TEXTS).map(parse_literal),
    st.sampled_from(
        [ABSENT, Bounds(Decimal(1), Decimal(2)), Range(Decimal(1), None), Range("a", "b"), frozenset("ab")]
    ),
    st.sampled_from([Range(date(2024, 1, 1), Decimal(1)), lambda *_: True, lambda *_: None]),
)
values = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["key", "value", "a"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("name", sorted(IMPLEMENTATIONS))
@settings(max_examples=30)
@given(st.lists(values, max_size=4))
def test_no_argument_makes_a_function_raise(name: str, arguments: list[object]) -> None:
    IMPLEMENTATIONS[name](*arguments)


@pytest.mark.parametrize("pattern", ("^(a+)+$", "(a|aa)+$", "(a*)*b", "a*a*a*a*a*b", "^(([a-z])+.)+[A-Z]([a-z])+$"))
def test_costly_patterns_end(pattern: str) -> None:
    start = time.perf_counter()
    assert matches("a" * 400 + "!", pattern) is False
    assert time.perf_counter() - start < 5


def test_a_back_reference_in_a_costly_pattern_takes_short_texts_only() -> None:
    assert matches("aab", r"^(a+)+\1b") is True
    assert matches("a" * 60 + "!", r"^(a+)+\1b") is None


def test_text_beyond_the_meter_is_refused() -> None:
    with pytest.raises(EvaluationLimit):
        matches("ab" * 2_000_000, "^(a|b|ab)*c$")


def test_a_replacement_cannot_fill_the_memory() -> None:
    assert replace("a" * 100_000, "a", "b" * 1_000) is None


atoms = st.sampled_from(["a", "b", "[ab]", ".", "[^a]"])
trees = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["+", "{1,2}", "+?", "{2}"])).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)


@given(trees, st.text("abc", max_size=8))
def test_the_simulation_finds_what_backtracking_finds(pattern: str, text: str) -> None:
    compiled = compile_pattern(pattern, "")
    assert compiled.program is not None
    backtracked = [(match.span(), match.groups("")) for match in compiled.quick.finditer(text)]
    simulated = [((start, end), groups[1:]) for groups, start, end in spans(compiled.program, text)]
    assert simulated == backtracked
