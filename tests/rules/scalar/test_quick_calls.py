"""The quick ways through built-ins answer as the built-ins do, for every kind of value."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from huiqi_rules.core.values import ABSENT, Bounds, OpenNumber, Quotient
from huiqi_rules.scalar.closures import Constant
from huiqi_rules.scalar.division import Division
from huiqi_rules.scalar.functions import CHECKED_IMPLEMENTATIONS
from huiqi_rules.scalar.quick import quicken

VALUES = (
    None,
    ABSENT,
    Bounds(Decimal(1), Decimal(7)),
    Bounds(Decimal(5), Decimal(6)),
    Quotient(Decimal(16), Decimal(3)),
    OpenNumber(Decimal(1), Quotient(Decimal(31), Decimal(6))),
    *(Decimal(text) for text in ("-1", "0", "1", "4.99", "5", "5.00", "5.01", "10", "1e9")),
)
BANDS = (
    ((Decimal(10), Decimal(20)), (Decimal(5), Decimal(12)), (Decimal(0), Decimal(3))),
    ((Decimal(5), Decimal(12)), (Decimal(10), Decimal(20))),
    ((Decimal(5), Decimal(1)),),
    (),
)


def plain(value):
    return (value.low, value.high) if isinstance(value, OpenNumber) else value


@pytest.mark.parametrize("name", ("min", "max"))
def test_least_and_greatest_of_two(name):
    function = CHECKED_IMPLEMENTATIONS[name]
    for left, right in product(VALUES, VALUES):
        quick = quicken(name, function, (Constant(left), Constant(right)))
        assert plain(quick(None)) == plain(function(left, right)), (left, right)


@pytest.mark.parametrize("name", ("points", "points at most"))
@pytest.mark.parametrize("bands", BANDS, ids=str)
def test_points_by_constant_bands(name, bands):
    function = CHECKED_IMPLEMENTATIONS[name]
    for value in VALUES:
        quick = quicken(name, function, (Constant(value), Constant(bands)))
        assert plain(quick(None)) == plain(function(value, bands)), value


@pytest.mark.parametrize("name", ("points", "points at most"))
@pytest.mark.parametrize("bands", BANDS, ids=str)
def test_points_of_a_quotient_are_those_of_its_value(name, bands):
    function = CHECKED_IMPLEMENTATIONS[name]
    for top, bottom in product(VALUES, VALUES):
        quotient = Division(Constant(top), Constant(bottom))
        quick = quicken(name, function, (quotient, Constant(bands)))
        assert plain(quick(None)) == plain(function(quotient(None), bands)), (top, bottom)


@pytest.mark.parametrize("bands", (None, "text", ((Decimal(1),),), ((Decimal(1), None),), (Decimal(1),)))
def test_bands_that_are_not_plain_take_the_long_way(bands):
    assert quicken("points", CHECKED_IMPLEMENTATIONS["points"], (Constant(Decimal(1)), Constant(bands))) is None


def test_other_functions_and_counts_take_the_long_way():
    assert quicken("abs", CHECKED_IMPLEMENTATIONS["abs"], (Constant(Decimal(1)),)) is None
    assert quicken("min", CHECKED_IMPLEMENTATIONS["min"], (Constant(Decimal(1)),) * 3) is None
