"""What goes into a table comes out of it: nasty texts, unknown, absent, every type of fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi_rules.columnar.store import connect, store_subjects
from huiqi_rules.core.values import ABSENT
from tests.rules.columnar.agreement import engine_of
from tests.rules.columnar.generated_rules import Rule

FACTS = engine_of(Rule({"v": "1"}, {"c": "true"}, {"k": ((), None)}).yaml()).checked.rulebook.facts
NASTY = (
    "\\N", '"\\N"', "", " ", "a,b", 'a"b', '"', '""', "a\nb", "a\r\nb", "\r", "\t", "NULL", "null", "None", "it's", "行业", "🎉",
    "\ufeffx", "\\", "\\n", "#", "a;b", "\x00"[:0], "0511", "1e5", "true", "-", "' OR 1=1 --",
)  # fmt: skip


def column(rows, fact_id, name=None):
    connection = connect()
    try:
        stored = store_subjects(connection, rows, FACTS)
        query = f'SELECT "{name or fact_id}" FROM {stored.relation} ORDER BY "row#"'
        return [row[0] for row in connection.execute(query).fetchall()], stored
    finally:
        connection.close()


def test_nasty_texts_come_back_as_they_were():
    assert column([{"code": text} for text in NASTY], "code")[0] == list(NASTY)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00")), min_size=1, max_size=8))
def test_any_text_comes_back_as_it_was(texts):
    assert column([{"code": text} for text in texts], "code")[0] == texts


def test_an_empty_text_is_known_and_an_unknown_one_is_not():
    cells, _ = column([{"code": ""}, {}, {"code": ABSENT}, {"code": "\\N"}], "code")
    assert cells == ["", None, None, "\\N"]


def test_who_is_known_to_have_none_stands_in_a_column_of_its_own():
    cells, stored = column([{"sales": ABSENT}, {}, {"sales": Decimal("1.50")}], "sales", "sales?absent")
    assert cells == [True, False, False]
    assert stored.layout.facts["sales"].may_be_absent


@given(
    st.lists(st.one_of(st.none(), st.decimals(-(10**15), 10**15, places=6, allow_nan=False)), min_size=1, max_size=6)
)
def test_numbers_are_stored_exactly_and_as_narrow_as_they_allow(values):
    rows = [{} if value is None else {"share": value} for value in values]
    if not any(rows):
        return
    cells, stored = column(rows, "share")
    assert cells == values
    reach = stored.layout.facts["share"].range
    assert all(reach.low <= value <= reach.high for value in values if value is not None)


def test_numbers_with_exponents_are_stored():
    assert column([{"sales": Decimal("1E+3")}, {"sales": Decimal("1E-3")}], "sales")[0] == [
        Decimal(1000),
        Decimal("0.001"),
    ]


def test_years_and_codes_have_columns_of_their_own():
    rows = [
        {"yearly_sales": {2023: Decimal(5), 2022: None}, "titles": frozenset("xz")},
        {"titles": ABSENT},
        {"yearly_sales": ABSENT},
    ]
    assert column(rows, "yearly_sales@2023")[0] == [5, None, None]
    assert column(rows, "titles#x")[0] == [True, False, None]
    assert column(rows, "yearly_sales?absent")[0] == [False, False, True]
    assert "yearly_sales@2022" not in column(rows, "titles#x")[1].layout.facts


def test_dates_bools_and_options_come_back():
    row = {"founded": date(2024, 2, 29), "listed": True, "grade": "B"}
    assert [column([row], name)[0][0] for name in row] == [date(2024, 2, 29), True, "B"]


def test_nobody_and_nothing_can_be_stored():
    assert column([], "row#")[0] == []
    assert column([{}, {}], "row#")[0] == [0, 1]


@pytest.mark.parametrize("rows", (1, 5_000))
def test_the_order_of_rows_is_kept(rows):
    assert column([{"items": Decimal(number)} for number in range(rows)], "items")[0] == list(range(rows))
