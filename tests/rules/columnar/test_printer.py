"""Nodes printed for DuckDB have the value that exact decimals give: widths, roundings, unknowns, dates, texts."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi_rules.columnar.dialects import DUCKDB, SPARK
from huiqi_rules.columnar.printer import PlanOverflow, print_node
from huiqi_rules.plan import nodes, terms
from huiqi_rules.plan.nodes import Column, Constant, Kind, Range, Shift, Substring
from huiqi_rules.plan.terms import Term

WIDE = Context(prec=200)
MODES = {
    "half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP, "floor": ROUND_FLOOR, "ceiling": ROUND_CEILING,
}  # fmt: skip
CONNECTION = duckdb.connect()
UNKNOWN_NUMBER = Constant(None, Kind.NUMBER, Range(0, Decimal(0), Decimal(0)))


def value_of(node):
    """Return the value of a node without columns, as DuckDB answers it."""
    row = CONNECTION.execute(f"SELECT {print_node(node, DUCKDB)}").fetchone()
    assert row is not None
    return row[0]


def reach_of(value: Decimal, width: int) -> Range:
    """Return the range of a column of so many digits with the decimals of a value."""
    scale = max(-value.as_tuple().exponent, 0)
    most = Decimal("9" * width).scaleb(-scale, WIDE)
    return Range(scale, most.copy_negate(), most)


def stored(values: dict[str, Decimal], node):
    """Return the value of a node over one row of numbers."""
    columns = ", ".join(
        f"CAST('{value:f}' AS DECIMAL(38,{max(-value.as_tuple().exponent, 0)})) AS {name}"
        for name, value in values.items()
    )
    row = CONNECTION.execute(f"SELECT {print_node(node, DUCKDB)} FROM (SELECT {columns})").fetchone()
    assert row is not None
    return row[0]


numbers = st.decimals(-(10**12), 10**12, places=4, allow_nan=False)


@given(top=numbers, bottom=numbers, digits=st.integers(0, 4), mode=st.sampled_from(sorted(MODES)))
def test_a_quotient_is_rounded_as_exact_decimals_are(top, bottom, digits, mode):
    fraction = Term(nodes.number(top), nodes.number(bottom))

    got = value_of(terms.rounded(fraction, digits, mode).node)

    if bottom == 0:
        assert got is None
        return
    # Exact: the quotient of whole numbers decides about ties, not a quotient cut to some digits.
    sign = -1 if (top < 0) != (bottom < 0) else 1
    whole, rest = divmod(abs(int(top.scaleb(4 + digits, WIDE))), abs(int(bottom.scaleb(4, WIDE))))
    away = {
        "down": False, "up": rest > 0, "half_up": 2 * rest >= abs(int(bottom.scaleb(4, WIDE))),
        "floor": sign < 0 and rest > 0, "ceiling": sign > 0 and rest > 0,
    }[mode]  # fmt: skip
    assert got == Decimal(sign * (whole + away)).scaleb(-digits)


@given(value=numbers, digits=st.integers(0, 3), mode=st.sampled_from(sorted(MODES)))
def test_a_number_is_rounded_as_decimals_are(value, digits, mode):
    got = value_of(terms.rounded(Term(nodes.number(value)), digits, mode).node)
    assert got == value.quantize(Decimal(1).scaleb(-digits), MODES[mode])


@given(
    left=st.decimals(-12 * 10**9, 12 * 10**9, places=2, allow_nan=False),
    rate=st.decimals(0, 1, places=4, allow_nan=False),
    share=st.decimals(0, 1, places=10, allow_nan=False),
)
def test_large_loans_times_rates_times_rates_are_exact(left, rate, share):
    loan = Column("loan", Kind.NUMBER, Range(2, Decimal(-12) * 10**9, Decimal(12) * 10**9))
    first = Column("rate", Kind.NUMBER, Range(4, Decimal(0), Decimal(1)))
    second = Column("share", Kind.NUMBER, Range(10, Decimal(0), Decimal(1)))
    product = nodes.multiply(nodes.multiply(loan, first), second)

    got = stored({"loan": left, "rate": rate, "share": share}, product)

    assert got == WIDE.multiply(WIDE.multiply(left, rate), share)


@given(left=numbers, right=numbers, width=st.sampled_from((17, 18, 19, 33)))
def test_sums_and_products_at_the_edges_of_the_widths_are_exact(left, right, width):
    one, other = Column("one", Kind.NUMBER, reach_of(left, width)), Column("other", Kind.NUMBER, reach_of(right, 17))
    values = {"one": left, "other": right}

    assert stored(values, nodes.add(one, other)) == left + right
    assert stored(values, nodes.add(one, other, minus=True)) == left - right
    if width <= 19:
        assert stored(values, nodes.multiply(one, other)) == WIDE.multiply(left, right)


def test_a_product_that_can_pass_38_digits_is_refused_and_says_what_to_do():
    money = Column("loan", Kind.NUMBER, Range(2, Decimal(0), Decimal(12) * 10**9))
    product = nodes.multiply(nodes.multiply(money, money), nodes.multiply(money, money))
    with pytest.raises(PlanOverflow, match=r"can take \d+ digits, 38 at most .* impossible values .* missing limit"):
        print_node(product, DUCKDB)


@pytest.mark.parametrize("width", (18, 19, 38))
def test_the_largest_numbers_of_a_width_can_be_compared(width):
    most, least = nodes.number(Decimal("9" * width)), nodes.number(Decimal("-" + "9" * width))
    assert value_of(nodes.compare(">", most, least)) is True


def test_a_ratio_over_zero_is_unknown_in_every_comparison():
    ratio = terms.divided(Term(nodes.number(5)), Term(nodes.number(0)))
    for operator in ("<", "<=", ">", ">=", "=", "!="):
        assert value_of(terms.compared(operator, ratio, Term(nodes.number(1)))) is None


@pytest.mark.parametrize("greatest", (True, False))
@pytest.mark.parametrize("place", (0, 1, 2))
def test_an_extreme_with_an_unknown_item_is_unknown(greatest, place):
    items = [nodes.number(1), nodes.number(2), nodes.number(3)]
    items[place] = UNKNOWN_NUMBER
    assert value_of(nodes.extreme(tuple(items), greatest=greatest)) is None


def test_an_extreme_of_numbers_with_different_decimals_is_exact():
    items = tuple(nodes.number(Decimal(text)) for text in ("1.05", "1.0499999999", "12000000000"))
    assert value_of(nodes.extreme(items, greatest=False)) == Decimal("1.0499999999")
    assert value_of(nodes.extreme(items, greatest=True)) == 12_000_000_000


@pytest.mark.parametrize(
    ("day", "amount", "unit", "moved"),
    (
        ("2024-01-31", 1, "months", "2024-02-29"),
        ("2023-01-31", 1, "months", "2023-02-28"),
        ("2024-03-31", -1, "months", "2024-02-29"),
        ("2024-02-29", 12, "months", "2025-02-28"),
        ("2024-02-29", -12, "months", "2023-02-28"),
        ("2024-02-28", 2, "days", "2024-03-01"),
        ("2024-01-01", -1, "days", "2023-12-31"),
    ),
)
def test_dates_move_by_months_and_days_as_the_calendar_does(day, amount, unit, moved):
    node = Shift(Constant(date.fromisoformat(day), Kind.DATE), amount, unit)
    assert value_of(node) == date.fromisoformat(moved)


@pytest.mark.parametrize(
    ("text", "start", "length", "part"),
    (
        ("0511", 1, 2, "05"), ("0511", 3, None, "11"), ("0511", -2, None, "11"), ("0511", -2, 1, "1"), ("0511", 4, 9, "1"),
        ("0511", 5, None, None), ("0511", -5, None, None), ("", 1, 2, None), ("", -1, None, None), ("行业代码", 3, 1, "代"), ("🎉a", 2, None, "a"),
    ),
)  # fmt: skip
def test_a_part_of_a_text_is_unknown_where_the_text_does_not_reach(text, start, length, part):
    assert value_of(Substring(Constant(text, Kind.TEXT), start, length)) == part


@pytest.mark.parametrize("text", ("it's", '"', "a\nb", "\\N", "', '", "行业", "", "🎉", "\\", "$1", "{x}", "--", ";"))
def test_a_text_is_printed_as_it_is(text):
    assert value_of(Constant(text, Kind.TEXT)) == text


@pytest.mark.parametrize("name", ('a"b', "p0.value.x", "row#", "年销售收入@2023", "x?absent", "a b", "select", "`"))
def test_a_column_may_have_any_name(name):
    quoted = DUCKDB.quote(name)
    row = CONNECTION.execute(
        f"SELECT {print_node(Column(name, Kind.BOOL), DUCKDB)} FROM (SELECT TRUE AS {quoted})"
    ).fetchone()
    assert row == (True,)
    assert SPARK.quote(name).strip("`").replace("``", "`") == name.strip("`")


def test_an_enum_can_be_compared_with_a_text_that_is_not_among_its_options():
    CONNECTION.execute(
        "CREATE OR REPLACE TABLE coded AS SELECT CAST(g AS ENUM('A', 'B')) AS grade FROM (VALUES ('A'), (NULL)) AS t(g)"
    )
    grade, other = Column("grade", Kind.TEXT), Constant("Z", Kind.TEXT)
    query = f"SELECT {print_node(nodes.compare('=', grade, other), DUCKDB)}, {print_node(nodes.compare('!=', grade, other), DUCKDB)} FROM coded"
    assert CONNECTION.execute(query).fetchall() == [(False, True), (None, None)]


def test_numbers_beside_the_64_bit_edge_do_not_overflow():
    edge = Decimal(2) ** 63
    for value in (edge - 1, edge, edge + 1, -edge, -edge - 1):
        assert value_of(nodes.add(nodes.number(value), nodes.number(1))) == value + 1
        assert value_of(nodes.multiply(nodes.number(value), nodes.number(3))) == value * 3
