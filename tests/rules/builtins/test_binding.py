"""Named arguments find their places; what fits no alternative is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.scalar.functions import IMPLEMENTATIONS, accepts_count, bind

ONE, TWO = Decimal(1), Decimal(2)


@pytest.mark.parametrize(
    ("name", "named", "expected"),
    (
        ("modulo", {"divisor": TWO, "dividend": ONE}, [ONE, TWO]),
        ("modulo", {"divisor": TWO, "foo": ONE}, None),
        ("modulo", {"divisor": TWO}, None),
        ("floor", {"n": ONE}, [ONE]),
        ("floor", {"n": ONE, "scale": None}, [ONE, None]),
        ("is", {"value2": ONE}, [None, ONE]),
        ("min", {"list": [ONE]}, [[ONE]]),
        ("min", {"c": ONE}, None),
        ("context put", {"context": {}, "keys": ["a"], "value": ONE}, [{}, ["a"], ONE]),
        ("context put", {"context": {}, "key": ["a"], "value": ONE}, None),
        ("date", {"year": ONE, "month": ONE, "day": ONE}, [ONE, ONE, ONE]),
        ("no such function", {"a": ONE}, None),
    ),
)
def test_named_arguments(name: str, named: dict[str, object], expected: list[object] | None) -> None:
    assert bind(name, (), named) == expected


@pytest.mark.parametrize(
    ("name", "count", "expected"),
    (
        ("number", 1, True),
        ("number", 2, False),
        ("number", 3, True),
        ("date", 2, False),
        ("min", 0, True),
        ("min", 99, True),
        ("now", 1, False),
        ("append", 0, False),
        ("date and time", 5, False),
        ("date and time", 7, True),
    ),
)
def test_counts(name: str, count: int, expected: bool) -> None:
    assert accepts_count(name, count) is expected
    assert (bind(name, [ONE] * count, {}) is not None) is expected


def test_a_call_is_by_position_or_by_name() -> None:
    assert bind("abs", [ONE], {"n": ONE}) is None


def test_a_wrong_number_of_arguments_is_null() -> None:
    assert IMPLEMENTATIONS["abs"](ONE, ONE) is None
    assert IMPLEMENTATIONS["number"]("1", None) is None
