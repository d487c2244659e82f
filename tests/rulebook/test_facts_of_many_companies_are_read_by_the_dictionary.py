"""Columns of a register become facts of the dictionary: figures a year, the latest period that has begun, three kinds of nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from huiqi.rulebook.domain.populations import read_values
from huiqi_rules.core.types import MONEY, AnnualType, BoolType, DateType, EnumType, NumberType, SetType, TextType
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.facts import Fact, Text

DAY = date(2026, 3, 2)
LABELS = (("large", Text("大型", "Large")), ("small", Text("小型", "Small")))
TYPES = {
    "sales": AnnualType(MONEY),
    "staff": NumberType(),
    "hnte": BoolType(),
    "founded": DateType(),
    "size": EnumType(("large", "small")),
    "ways": SetType(("large", "small")),
    "note": TextType(),
}
DICTIONARY = {name: Fact(name, Text(name, name), type_, labels=LABELS) for name, type_ in TYPES.items()}


@dataclass
class Column:
    cells: list
    absent: list[int] = field(default_factory=list)


def read(day: date = DAY, **columns: Column):
    named = {key.replace("__", "|").replace("_", "-"): column for key, column in columns.items()}
    return read_values(named, DICTIONARY, size=2, day=day, wanted=set(TYPES))


def test_an_annual_fact_has_a_figure_for_each_year_of_which_one_was_said() -> None:
    found = read(sales__2023=Column(["1.5", None]), sales__2024=Column(["2", "0"]), sales__2024_Q1=Column(["9", "9"]))
    assert found.facts["sales"] == [{2023: Decimal("1.5"), 2024: Decimal(2)}, {2024: Decimal(0)}]


def test_a_year_that_does_not_apply_stays_open_beside_one_that_is_known() -> None:
    found = read(sales__2023=Column(["1", None], [1]), sales__2024=Column([None, None], [0, 1]))
    assert found.facts["sales"] == [{2023: Decimal(1)}, ABSENT]


def test_the_latest_period_that_has_begun_counts() -> None:
    columns = {"staff": Column(["1", "2"]), "staff__2024": Column(["3", None]), "staff__2025_H1": Column([None, "4"])}
    assert read(**columns, staff__2027=Column(["9", "9"])).facts["staff"] == [Decimal(3), Decimal(4)]
    assert read(date(2024, 5, 1), **columns).facts["staff"] == [Decimal(3), Decimal(2)]
    assert read(date(2020, 1, 1), **columns).facts["staff"] == [Decimal(1), Decimal(2)]


def test_quarters_months_and_halves_are_put_in_order_of_time() -> None:
    order = ("2025_03", "2025_Q2", "2025_H1", "2025_Q3", "2025_12", "2025")
    for last in range(1, len(order) + 1):
        columns = {f"staff__{period}": Column([str(place), None]) for place, period in enumerate(order[:last])}
        assert read(**columns).facts["staff"][0] == last - 1


def test_each_type_is_read_and_absent_is_not_unknown() -> None:
    found = read(
        hnte=Column([True, None], [1]), founded=Column(["2015-01-02", None]), size=Column(["小型", "large"]),
        ways=Column(["large、小型", "无"]), note=Column(["3911", None]), staff=Column([None, None], [0]),
    )  # fmt: skip
    assert found.facts == {
        "hnte": [True, ABSENT],
        "founded": [date(2015, 1, 2), None],
        "size": ["small", "large"],
        "ways": [frozenset({"large", "small"}), frozenset()],
        "note": ["3911", None],
        "staff": [ABSENT, None],
    }
    assert found.unreadable == {}


def test_what_is_not_as_the_dictionary_has_it_is_unknown_and_counted() -> None:
    found = read(
        staff=Column(["many", "NaN"]), hnte=Column(["yes", True]), size=Column(["huge", None]), founded=Column(["2015", "x"]),
        ways=Column(["large、huge", True]), note=Column([False, "x"]),
    )  # fmt: skip
    assert found.unreadable == {"staff": 2, "hnte": 1, "size": 1, "founded": 2, "ways": 2, "note": 1}
    assert found.facts["staff"] == [None, None]
    assert found.facts["note"] == [None, "x"]
