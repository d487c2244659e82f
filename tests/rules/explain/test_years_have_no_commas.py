"""A whole number without a unit is a year more often than not: four digits stand together; longer ones, counts and money in groups."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.core.types import YUAN, NumberType
from huiqi_rules.core.values import Bounds
from huiqi_rules.explain.display import show
from huiqi_rules.explain.wording import Wording
from huiqi_rules.explain.wording_en import EN
from huiqi_rules.explain.wording_zh import ZH

YEAR = NumberType(integer=True)


@pytest.mark.parametrize("wording", (ZH, EN))
def test_a_year_is_read_as_one_word(wording: Wording) -> None:
    assert show(Decimal(2023), YEAR, wording) == "2023"
    assert show(Decimal("2023.0"), YEAR, wording) == "2023"


def test_longer_numbers_and_money_keep_their_groups() -> None:
    assert show(Decimal(12_023), YEAR, ZH) == "12,023"
    assert show(Decimal(2_023), NumberType(unit=YUAN), EN) == "2,023 yuan"
    assert show(Bounds(Decimal(2023), Decimal(2025)), YEAR, EN).startswith("2023")
