"""What only a whole version shows: circles, order of use, what a clause's formulas must be."""

from __future__ import annotations

import pytest

from huiqi_rules.check.tree import NameKind
from tests.rules.columnar.agreement import engine_of
from tests.rules.columnar.generated_rules import Rule


def checked(values=None, conditions=None, clauses=None):
    rule = Rule(values or {"v": "1"}, conditions or {"c": "true"}, clauses or {"k": (("c",), None)})
    return engine_of(rule.yaml()).checked.version("award", "1")


def problem(values=None, conditions=None, clauses=None):
    with pytest.raises(AssertionError) as caught:
        checked(values, conditions, clauses)
    return str(caught.value)


def test_steps_follow_what_they_use_whatever_the_order_in_the_file():
    steps = checked({"a": "b + 1", "b": "if c then 1 else 2"}, {"d": "a > 1", "c": "listed"}).steps
    assert [(step.kind, step.id) for step in steps] == [
        (NameKind.CONDITION, "c"), (NameKind.VALUE, "b"), (NameKind.VALUE, "a"), (NameKind.CONDITION, "d"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "conditions", "circle"),
    (
        ({"a": "a + 1"}, {}, "a -> a"),
        ({"a": "b", "b": "a"}, {}, "a -> b -> a"),
        ({"a": "if c then 1 else 2"}, {"c": "a > 1"}, "a -> c -> a"),
        ({"v": "1"}, {"c": "d", "d": "e", "e": "c"}, "c -> d -> e -> c"),
    ),
)
def test_a_circle_is_shown_whole(values, conditions, circle):
    answer = problem(values, conditions or {"c": "true"})
    assert "error[cycle]" in answer
    assert circle in answer


@pytest.mark.parametrize(
    ("amount", "message"),
    (
        ("'staff'", "money in yuan is needed here, this is whole number in person"),
        ("'listed'", "money in yuan is needed here, this is yes/no"),
        ("'5 * 3'", "money in yuan is needed here, this is whole number"),
        ("'sales / staff'", "money in yuan is needed here, this is number in yuan/person"),
        ("{of: sales, at_most: share}", "money in yuan is needed here, this is number"),
        ("{up_to: items}", "money in yuan is needed here, this is whole number"),
    ),
)
def test_an_amount_must_be_money(amount, message):
    assert message in problem(clauses={"k": (("c",), amount)})


@pytest.mark.parametrize("formula", ("yearly_sales", "titles", '@"P1Y"', "[1, 2]"))
def test_a_value_is_one_figure(formula):
    assert "a value must be one figure, yes/no, text or date" in problem({"v": formula})


def test_a_condition_is_yes_or_no():
    assert "a condition must be yes/no, this is number in yuan" in problem(conditions={"c": "sales"})


def test_all_mistakes_of_a_version_are_told_at_once():
    answer = problem({"a": "salse", "b": "sales + 1"}, {"c": "null = 1", "d": "staff"}, {"k": (("c",), "'staff'")})
    assert answer.count(": error[") == 5


def test_a_mistake_in_a_value_is_told_once_though_others_use_it():
    answer = problem({"a": "salse", "b": "a", "d": "b"})
    assert answer.count(": error[") == 1


def chain(length):
    return {"v0": "items"} | {f"v{number}": f"v{number - 1} + 1" for number in range(1, length)}


def test_a_chain_of_values_is_no_long_formula():
    assert len(checked(chain(40)).steps) == 41


@pytest.mark.parametrize("turned", (False, True), ids=("upwards", "downwards"))
def test_a_chain_that_no_rule_needs_is_refused_at_its_place(turned):
    values = chain(300)
    answer = problem(dict(reversed(values.items())) if turned else values)
    assert "error[too-long]" in answer
    assert "more than 40 values stand one on the other here" in answer


def test_a_long_choice_is_allowed():
    alternatives = "".join(f"if items = {number} then {number} else " for number in range(90))
    assert checked({"v": alternatives + "0"}).steps
