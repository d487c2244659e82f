"""Amounts in Chinese capital numerals, as the rules for filling in vouchers have them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel.capitals import DIGITS, capital


@pytest.mark.parametrize(
    ("amount", "said"),
    (
        # The examples of the rules (银发〔1997〕393号 附一).
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("300000", "人民币叁拾万元整"),
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("10", "人民币壹拾元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("100100000", "人民币壹亿零壹拾万元整"),
        ("110000000", "人民币壹亿壹仟万元整"),
        ("10000001000", "人民币壹佰亿零壹仟元整"),
        ("1000000000000.00", "人民币壹万亿元整"),
        ("850000000", "人民币捌亿伍仟万元整"),
    ),
)
def test_examples(amount: str, said: str) -> None:
    assert capital(Decimal(amount)) == said


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_amount_reads_back(fen: int) -> None:
    said = capital(Decimal(fen).scaleb(-2)).removeprefix("人民币")
    assert "零零" not in said
    assert read(said) == fen


def read(said: str) -> int:
    """The fen of an amount in capitals."""
    whole, _, rest = said.rpartition("元")
    total = section = digit = 0
    for sign in whole:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
    fen = (total + section + digit) * 100
    for at, sign in enumerate(rest):
        if sign == "角":
            fen += DIGITS.index(rest[at - 1]) * 10
        elif sign == "分":
            fen += DIGITS.index(rest[at - 1])
    return fen


@pytest.mark.parametrize("amount", ("-1", "0.001", "1E+16"))
def test_what_cannot_be_written_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="capitals"):
        capital(Decimal(amount))
