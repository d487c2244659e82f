"""Rows of a decision table that match at the same time although only one may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.model.decision_tables import DecisionTable, Row
from huiqi_rules.packs.validators.constants import evaluate
from huiqi_rules.packs.validators.context import Context
from huiqi_rules.packs.validators.trees import names_read
from huiqi_rules.syntax import ast

# Low end, included, high end, included; None is no end. A single value is both ends.
Range = tuple[Any, bool, Any, bool]
_ALL: Range = (None, False, None, False)


def table_overlap(context: Context) -> Iterable[Diagnostic]:
    """Two rows of a table with `hit: unique` that some values match both, shown where all cells are constants.

    Bad:
        rows: [[['[0..100]'], [小]], [['[100..500]'], [中]]]
    Good:
        rows: [[['[0..100)'], [小]], [['[100..500]'], [中]]]
    """
    for policy_id in context.loaded.own_policies:
        for _, table in context.loaded.tables.get(policy_id, ()):
            if table.hit == "unique" and _inputs_differ(table):
                yield from _overlaps(context, table)


def _overlaps(context: Context, table: DecisionTable) -> Iterable[Diagnostic]:
    cells = [[_ranges(tests) for tests in row.tests] for row in table.rows]
    first: dict[int, int] = {}
    for pair in _beside_each_other(cells):
        early, late = min(pair), max(pair)
        sides = zip(cells[early], cells[late], strict=True)
        if early < first.get(late, late) and all(_meet(left, right) for left, right in sides):
            first[late] = early
    for late, early in sorted(first.items()):
        yield context.finding(
            "table-overlap", table.rows[late].place, f"row {late + 1} of table {table.id!r} matches values that row {early + 1} "
            f"({_shown(table.rows[early])}) matches too", "Change the ends of the ranges, or write `hit: first`.")  # fmt: skip


def _beside_each_other(cells: list[list[list[Range] | None]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rows whose ranges touch in the input that tells rows apart best; each with each would take long."""
    width = len(cells[0]) if cells else 0
    columns = [[row[column] for row in cells] for column in range(width)]
    chosen = max(columns, key=lambda column: len({one[0] for ranges in column for one in ranges or ()}), default=[])
    ends = [(one, row) for row, ranges in enumerate(chosen) for one in ranges or ()]
    anywhere = [(one, row) for one, row in ends if one[0] is None and one[2] is None]
    for kind in dict.fromkeys(type(end) for one, _ in ends for end in (one[0], one[2]) if end is not None):
        of_kind = [(one, row) for one, row in ends if kind in {type(one[0]), type(one[2])}]
        yield from _touching(of_kind)
        yield from ((row, other) for _, row in anywhere for _, other in of_kind)
    yield from combinations((row for _, row in anywhere), 2)


def _touching(ends: list[tuple[Range, int]]) -> Iterator[tuple[int, int]]:
    open_: list[tuple[Range, int]] = []
    # What is open below comes before every low end.
    for one, row in sorted(ends, key=lambda end: (end[0][0] is not None, end[0][0])):
        open_ = [(other, number) for other, number in open_ if other[2] is None or one[0] is None or other[2] >= one[0]]
        yield from ((number, row) for _, number in open_ if number != row)
        open_.append((one, row))


def _shown(row: Row) -> str:
    return row.place.cell or f"line {row.place.line}"


def _inputs_differ(table: DecisionTable) -> bool:
    # Two inputs that read one fact are not free of each other: ranges alone then show nothing.
    seen: set[str] = set()
    for tree in table.inputs:
        read = names_read(tree)
        if read & seen:
            return False
        seen |= read
    return True


def _ranges(tests: ast.UnaryTests) -> list[Range] | None:
    # None: the cell says something else than values and ranges.
    if tests.negated:
        return None
    found = [_range(test) for test in tests.tests]
    return [one for one in found if one is not None] if None not in found else None


def _range(test: ast.Test) -> Range | None:
    def constant(tree: ast.Expression | None) -> Any:
        return None if tree is None else evaluate(tree, lambda _: None)

    match test:
        case ast.AnyValue():
            return _ALL
        case ast.UnaryCompare(operator, operand):
            value = constant(operand)
            if value is None or operator == "!=":
                return None
            match operator:
                case "<" | "<=":
                    return None, False, value, operator == "<="
                case ">" | ">=":
                    return value, operator == ">=", None, False
                case _:
                    return value, True, value, True
        case ast.RangeLiteral(low, high, low_included, high_included):
            ends = constant(low), constant(high)
            if (low is not None and ends[0] is None) or (high is not None and ends[1] is None):
                return None
            return ends[0], low_included, ends[1], high_included
        case _:
            value = constant(test)
            return None if value is None else (value, True, value, True)


def _meet(left: list[Range] | None, right: list[Range] | None) -> bool:
    if left is None or right is None:
        return False
    return any(_common(one, two) for one in left for two in right)


def _common(one: Range, two: Range) -> bool:
    ends = [end for end in (one[0], one[2], two[0], two[2]) if end is not None]
    if any(type(end) is not type(ends[0]) for end in ends):
        return False
    low = max(
        (side[:2] for side in (one, two) if side[0] is not None), key=lambda end: (end[0], not end[1]), default=None
    )
    high = min((side[2:] for side in (one, two) if side[2] is not None), key=lambda end: (end[0], end[1]), default=None)
    if low is None or high is None:
        return True
    if low[0] == high[0]:
        return low[1] and high[1]
    # Between two open ends there may be no whole number: only what an end itself shows is reported.
    return bool(low[0] < high[0] and (low[1] or high[1]))
