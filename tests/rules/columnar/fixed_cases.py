"""Rules on which the back ends once differed, each with the rows that showed it and the answer that is right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from huiqi_rules.core.values import ABSENT
from tests.rules.columnar.generated_rules import Rule

YES = {"c": "true"}
MET = {"k": (("c",), None)}


def value(formula: str) -> Rule:
    """Return a rule with one named value."""
    return Rule({"v": formula}, YES, MET)


def condition(formula: str) -> Rule:
    """Return a rule with one condition."""
    return Rule({"v": "1"}, {"c": formula}, MET)


def amount(formula: str) -> Rule:
    """Return a rule with one amount."""
    return Rule({"v": "1"}, YES, {"k": (("c",), formula)})


SCORE = "points(items, [[5, 8], [1, 2]])"
ONE, SEVEN = Decimal(1), Decimal(7)
ZERO, THREE, FIVE, NONE = Decimal(0), Decimal(3), Decimal(5), ABSENT
CASES = {
    "a fact by year that is absent for everybody": (
        condition("not(latest(yearly_rd, yearly_sales) != 元(5))"), [{"yearly_rd": NONE, "yearly_sales": {2023: THREE}}],
    ),
    "an absent companion adds no years": (value("latest(yearly_rd, yearly_sales)"), [{"yearly_rd": {2022: THREE}, "yearly_sales": NONE}]),
    "an unknown companion hides the latest year": (value("latest(yearly_rd, yearly_sales)"), [{"yearly_rd": {2022: THREE}}, {"yearly_sales": {2023: THREE}}]),
    "whether a fact by year without any figure is absent": (condition("absent(yearly_rd)"), [{"yearly_rd": NONE}, {}, {"yearly_rd": {2022: THREE}}]),
    "an amount that rests on what is absent": (amount("{of: 'loan * share', at_most: 万元(1)}"), [{"loan": NONE}, {"share": NONE, "loan": THREE}, {}]),
    "what an unknown claim would come to": (
        Rule({"v": "1"}, {"c": "listed"}, {"k": (("c",), "{of: cost, at_most: sales}")}), [{"cost": THREE, "sales": Decimal(2)}, {"cost": THREE}, {}],
    ),
    "a text that looks like the mark for unknown": (condition('code != ""'), [{"code": "\\N"}, {"code": ""}, {}, {"code": NONE}]),
    "a part of a text that is too short": (condition('substring(code, 1, 2) in ["05".."06"]'), [{"code": ""}, {"code": "0"}, {"code": "051"}]),
    "whether a short text starts with a longer one": (condition('starts with(code, "05")'), [{"code": ""}, {"code": "0"}, {"code": "05"}, {}]),
    "every text starts with nothing": (condition('starts with(code, "")'), [{"code": ""}, {"code": "x"}, {}, {"code": NONE}]),
    "the least of fractions of which one is absent": (
        value("min(cost / sales, share)"), [{"cost": NONE, "sales": THREE, "share": THREE}, {"cost": THREE, "sales": NONE}, {"share": NONE}],
    ),
    "a score and a count that is absent": (value("max(band(sales, [元(1)]), items) + items"), [{"items": NONE}, {"items": NONE, "sales": THREE}]),
    "a ceiling of 0 settles what is open": (
        amount("{of: 'sales * (if staff = 0 then 0 else share)', at_most: sales}"), [{"sales": Decimal(0), "share": THREE}, {"sales": THREE}],
    ),
    "a choice between an open figure and null": (condition("(if listed then open_cap else null) > sales"), [{"listed": True}, {"listed": False}]),
    "a choice between null and an absent fact": (value("if listed then latest(yearly_rd) else null"), [{"listed": True, "yearly_rd": NONE}, {}]),
    "null whatever is chosen": (value("if granted then (if listed then null else null) else 5"), [{"granted": True}, {"granted": False}, {}]),
    "the size of an open score": (value("abs(points(items, [[5, -3], [1, 2]]))"), [{}, {"items": Decimal(5)}, {"items": Decimal(1)}, {"items": NONE}]),
    "constants divided by 0": (value("round half up(元(5) / (1 - 1), 2)"), [{}]),
    "a figure divided by 0": (amount("'sales / (items - 1)'"), [{"sales": THREE, "items": Decimal(1)}, {"sales": THREE, "items": Decimal(2)}]),
    "an amount below 0": (
        amount("'sales - cost'"), [{"sales": THREE, "cost": FIVE}, {"sales": FIVE, "cost": THREE}, {"sales": THREE, "cost": THREE}, {"cost": FIVE}],
    ),
    "an amount below 0 under a ceiling": (
        amount("{of: 'sales - cost', at_most: 元(1)}"), [{"sales": THREE, "cost": FIVE}, {"sales": FIVE, "cost": THREE}, {"cost": FIVE}],
    ),
    "a ceiling below 0": (amount("{of: sales, at_most: 'cost - loan'}"), [{"sales": THREE, "cost": THREE, "loan": FIVE}, {"cost": THREE, "loan": FIVE}]),
    "a range that begins below 0": (
        amount("{from: 'sales - cost', to: loan}"), [{"sales": THREE, "cost": FIVE, "loan": THREE}, {"sales": THREE, "cost": FIVE, "loan": -THREE}],
    ),
    "a range whose ends contradict each other": (amount("{from: sales, to: cost}"), [{"sales": FIVE, "cost": THREE}, {"sales": THREE, "cost": FIVE}]),
    "up to less than nothing": (amount("{up_to: 'sales - cost'}"), [{"sales": THREE, "cost": FIVE}, {"sales": FIVE, "cost": THREE}, {}]),
    "up to a third": (amount("{up_to: 'sales / 3'}"), [{"sales": FIVE}, {"sales": NONE}, {}]),
    "a score that may fall below 0": (
        amount("'points(items, [[5, -3], [1, 2]]) * 元(100)'"), [{}, {"items": FIVE}, {"items": Decimal(1)}, {"items": NONE}],
    ),
    "what an unknown claim below 0 would come to": (
        Rule({"v": "1"}, {"c": "listed"}, {"k": (("c",), "'sales - cost'")}), [{"sales": THREE, "cost": FIVE}, {"cost": FIVE}],
    ),
    "a third three times": (condition("sales / 3 * 3 = 元(100)"), [{"sales": Decimal(100)}, {"sales": Decimal("100.01")}]),
    "a quotient of quotients": (value("(sales / cost) / (staff / sci)"), [{"sales": ONE, "cost": THREE, "staff": ONE, "sci": SEVEN}, {"sales": ONE, "cost": THREE, "staff": ONE, "sci": ZERO}]),
    "a score and a quotient": (
        value(f"{SCORE} + staff / sci"), [{"items": FIVE, "staff": ONE, "sci": THREE}, {"staff": ONE, "sci": THREE}, {"items": FIVE, "staff": ONE, "sci": ZERO}],
    ),
    "a score times a quotient below 0": (value(f"{SCORE} * (growth / share)"), [{"items": FIVE, "growth": -ONE, "share": THREE}, {"growth": -ONE, "share": THREE}]),
    "the better of a score and a quotient": (
        value(f"max({SCORE}, staff / sci)"), [{"items": ONE, "staff": SEVEN, "sci": THREE}, {"staff": SEVEN, "sci": THREE}, {"items": ONE, "sci": ZERO}],
    ),
    "a score or a quotient": (value(f"if listed then {SCORE} else staff / sci"), [{"listed": False, "staff": SEVEN, "sci": THREE}, {"listed": True}]),
    "points by an unpublished limit": (value("points(sales, [[open_cap, 5], [元(1), 2]])"), [{"sales": FIVE}, {}]),
    "points that are a quotient": (value("points(sales, [[元(3), staff / sci], [元(1), 2]])"), [{"sales": FIVE, "staff": ONE, "sci": THREE}, {"sales": ONE}, {"staff": ONE, "sci": THREE}]),
    "points by an open score": (value(f"points({SCORE} + items, [[12, 9], [5, 4], [3, 1]])"), [{}, {"items": FIVE}]),
    "points of an open score": (value(f"points({SCORE}, [[9, -1], [8, 10], [2, 5], [1, 7], [0, 3]])"), [{}, {"items": FIVE}, {"items": NONE}]),
    "points at most of an open score": (value(f"points at most({SCORE}, [[-1, 9], [2, 10], [7, 5]])"), [{}, {"items": FIVE}, {"items": NONE}]),
    "a long decimal that is given out": (value("share * growth"), [{"share": Decimal("0.3333333333"), "growth": Decimal("0.3333333333")}]),
    "a month later": (value('founded + @"P1M" <= @"2024-02-29"'), [{"founded": date(2024, 1, 31)}, {"founded": date(2024, 2, 1)}]),
    "a tie of a ratio with its limit": (condition("sales / cost >= 0.035"), [{"sales": Decimal("0.035") * 33333, "cost": Decimal(33333)}]),
    "a negative denominator": (condition("sales / cost < 0.5"), [{"sales": THREE, "cost": Decimal(-7)}, {"sales": -THREE, "cost": Decimal(-7)}]),
    "a loan of 12 billion": (amount("'loan * rate * share'"), [{"loan": Decimal("12000000000.01"), "share": Decimal("0.3333333333")}]),
    "a long sum of scores": (condition(" + ".join(["points(items, [[5, 3]])"] * 120) + " >= 360"), [{}, {"items": Decimal(5)}, {"items": NONE}]),
    "what an open score with a quotient in it waits for": (
        condition("points(items, [[5, 3], [1, 2]]) + staff / sci >= 3"),
        [{"staff": FIVE, "sci": THREE}, {"items": FIVE, "sci": THREE}, {"staff": FIVE, "sci": FIVE, "items": NONE}, {"staff": FIVE, "sci": Decimal(0)}],
    ),
    "a choice between a quotient, an open score and a figure": (
        value("if listed then staff / sci else if granted then points(items, [[5, 3], [1, 2]]) else share"),
        [{"listed": True, "staff": FIVE, "sci": THREE}, {"listed": False, "granted": True}, {"listed": False, "granted": False, "share": THREE}, {}],
    ),
    "a long choice": (
        value("".join(f"if items = {number} then sales else " for number in range(80)) + "cost"),
        [{"items": THREE, "sales": THREE}, {"items": THREE}, {"sales": THREE}, {"items": Decimal(99), "cost": THREE}, {"items": NONE}],
    ),
}  # fmt: skip
