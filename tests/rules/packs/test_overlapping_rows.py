"""The search for rows that overlap finds what comparing each row with each finds, and ends with thousands of rows."""

from __future__ import annotations

from itertools import combinations
from random import Random
from types import SimpleNamespace

import pytest

from huiqi_rules.model.decision_tables import DecisionTable, Row
from huiqi_rules.packs.validators.table_overlap import _meet, _overlaps, _ranges
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.parser import parse_unary_tests

CONTEXT = SimpleNamespace(finding=lambda _code, _place, problem, _remedy: problem)
CELLS = (
    "-",
    "1",
    "5",
    "1, 5",
    "< 3",
    ">= 3",
    "[2..4]",
    "(4..9]",
    '"a"',
    '"a", "b"',
    "not(1)",
    "? > x",
    "true",
    "[5..5]",
    "> 9",
)


def table(cells):
    rows = tuple(Row(tuple(parse_unary_tests(cell) for cell in row), (ast.Null(),)) for row in cells)
    inputs = tuple(ast.Name(f"in{number}") for number in range(len(cells[0])))
    return DecisionTable("t", "unique", inputs, ("out",), rows)


def told(cells):
    return [text.partition(" (")[0] for text in _overlaps(CONTEXT, table(cells))]


def expected(cells):
    ranges = [[_ranges(parse_unary_tests(cell)) for cell in row] for row in cells]
    found = {}
    for (early, one), (late, other) in combinations(enumerate(ranges), 2):
        if late not in found and all(_meet(left, right) for left, right in zip(one, other, strict=True)):
            found[late] = early
    return [f"row {late + 1} of table 't' matches values that row {early + 1}" for late, early in sorted(found.items())]


@pytest.mark.parametrize("seed", range(60))
def test_it_finds_what_each_with_each_finds(seed):
    draw = Random(seed)
    width = draw.randint(1, 3)
    cells = [[draw.choice(CELLS) for _ in range(width)] for _ in range(draw.randint(1, 14))]

    assert told(cells) == expected(cells)


def test_five_thousand_rows_apart_are_found_apart():
    cells = [[f"[{number}..{number + 1})", "-"] for number in range(5_000)]

    assert told(cells) == []


def test_one_row_among_five_thousand_is_found():
    cells = [[f'"C{number // 2}"', "< 10" if number % 2 else ">= 10"] for number in range(5_000)]
    cells[4_999] = ['"C7"', "10"]

    assert told(cells) == ["row 5000 of table 't' matches values that row 15"]
