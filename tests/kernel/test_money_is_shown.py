"""Money for the eye: the units people say, and no rounding that is not owned up to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel.money import full, short


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    (
        ("0", "0元", "CNY 0"),
        ("0.05", "0.05元", "CNY 0.05"),
        ("9999.99", "9,999.99元", "CNY 9,999.99"),
        ("10000", "1万元", "CNY 10,000"),
        ("500000", "50万元", "CNY 500,000"),
        ("1234567.80", "约123.46万元", "approx. CNY 1.23 million"),
        ("99999999", "约10,000万元", "approx. CNY 100 million"),
        ("100000000", "1亿元", "CNY 100 million"),
        ("250000000", "2.5亿元", "CNY 250 million"),
        ("1234500000000", "12,345亿元", "CNY 1,234,500 million"),
        ("-30000", "-3万元", "CNY -30,000"),
        ("-0.001", "约0元", "approx. CNY 0"),
    ),
)
def test_short(amount: str, chinese: str, english: str) -> None:
    assert short(Decimal(amount)) == chinese
    assert short(Decimal(amount), language="en") == english


def test_full_shows_every_fen() -> None:
    assert full(Decimal("1234567.8")) == "1,234,567.80"
    assert full(Decimal(0)) == "0.00"
    with pytest.raises(AssertionError, match="finer than a fen"):
        full(Decimal("0.005"))


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_full_loses_nothing(amount: Decimal) -> None:
    assert Decimal(full(amount).replace(",", "")) == amount


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_short_without_about_is_exact(amount: Decimal) -> None:
    shown = short(amount)
    unit = 10**8 if shown.endswith("亿元") else 10**4 if shown.endswith("万元") else 1
    value = Decimal(shown.strip("约万亿元").replace(",", "")) * unit
    assert (value == amount) is not shown.startswith("约")
