"""Whether two rules of a decision table can match the same input, as far as constants tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any, Final, TypeAlias

from huiqi_rules.model.decision_tables import Row
from huiqi_rules.syntax import ast

# Low end, included, high end, included; None is no end. A single value is both ends.
Stretch: TypeAlias = tuple[Any, bool, Any, bool]
Cell: TypeAlias = tuple[Stretch, ...]
_ALL: Final[Stretch] = (None, False, None, False)
PAIRS_MAX: Final = 100_000


def meeting(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rows (counted from 0) that are not known to be apart.

    Where more than PAIRS_MAX pairs would have to be looked at, the first and the last row stand for all.
    """
    cells = [tuple(_cell(tests) for tests in row.tests) for row in rows]
    for looked_at, (one, other) in enumerate(_beside_each_other(cells)):
        if looked_at >= PAIRS_MAX:
            yield 0, len(rows) - 1
            return
        if not any(_apart(left, right) for left, right in zip(cells[one], cells[other], strict=True)):
            yield min(one, other), max(one, other)


def _beside_each_other(cells: Sequence[tuple[Cell | None, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rows that touch in the input that tells rows apart best; each with each would take long."""
    width = len(cells[0]) if cells else 0
    column = max(range(width), key=lambda place: len({row[place] for row in cells}), default=0)
    ends = [(stretch, row) for row, cell in enumerate(cells) for stretch in (cell[column] or (_ALL,))]
    anywhere = list(dict.fromkeys(row for stretch, row in ends if stretch[0] is None and stretch[2] is None))
    yield from combinations(anywhere, 2)
    for kind in dict.fromkeys(type(end) for stretch, _ in ends for end in (stretch[0], stretch[2]) if end is not None):
        of_kind = [one for one in ends if kind in {type(one[0][0]), type(one[0][2])}]
        yield from ((row, other) for row in anywhere for _, other in of_kind if row != other)
        yield from _touching(of_kind)


def _touching(ends: Sequence[tuple[Stretch, int]]) -> Iterator[tuple[int, int]]:
    open_: list[tuple[Stretch, int]] = []
    # What is open below comes before every low end.
    for stretch, row in sorted(ends, key=lambda end: (end[0][0] is not None, end[0][0])):
        open_ = [one for one in open_ if one[0][2] is None or stretch[0] is None or one[0][2] >= stretch[0]]
        yield from ((other, row) for _, other in open_ if other != row)
        open_.append((stretch, row))


def _cell(tests: ast.UnaryTests) -> Cell | None:
    # None: the cell says something else than values and stretches.
    found: list[Stretch] = []
    for test in tests.tests:
        some = _stretches(test)
        if some is None:
            return None
        found.extend(some)
    return _others(found) if tests.negated else tuple(found)


def _stretches(test: ast.Test) -> Cell | None:
    match test:
        case ast.AnyValue():
            return (_ALL,)
        case ast.UnaryCompare(operator, operand):
            value = constant(operand)
            return None if value is None else _compared(operator, value)
        case ast.RangeLiteral(low, high, low_included, high_included):
            ends = tuple(None if end is None else constant(end) for end in (low, high))
            if (low is not None and ends[0] is None) or (high is not None and ends[1] is None):
                return None
            return ((ends[0], low_included, ends[1], high_included),)
        case _:
            value = constant(test)
            return None if value is None else ((value, True, value, True),)


def _compared(operator: ast.CompareOperator, value: object) -> Cell:
    match operator:
        case "<" | "<=":
            return ((None, False, value, operator == "<="),)
        case ">" | ">=":
            return ((value, operator == ">=", None, False),)
        case "!=":
            return (None, False, value, False), (value, False, None, False)
        case _:
            return ((value, True, value, True),)


def constant(node: ast.Expression) -> object:
    """Return the value of a literal, None for anything else; days as texts, which keep their order."""
    match node:
        case ast.Number(value):
            return value
        case ast.Negate(ast.Number(value)):
            return value.copy_negate()
        case ast.String(text) | ast.Temporal(text) | ast.Call(ast.Name("date"), (ast.String(text),)):
            return text
        case ast.Boolean(truth):
            return truth
        case _:
            return None


def _others(cell: Sequence[Stretch]) -> Cell | None:
    # What lies outside of all stretches; None where they are of kinds that have no common order.
    left: list[Stretch] = [_ALL]
    for stretch in cell:
        cuts: list[Stretch] = []
        if stretch[0] is not None:
            cuts.append((None, False, stretch[0], not stretch[1]))
        if stretch[2] is not None:
            cuts.append((stretch[2], not stretch[3], None, False))
        both = [_common(one, cut) for one in left for cut in cuts]
        left = [one for one in both if one is not None]
    return tuple(left)


def _apart(left: Cell | None, right: Cell | None) -> bool:
    if left is None or right is None:
        return False
    return all(_common(one, other) is None for one in left for other in right)


def _common(one: Stretch, other: Stretch) -> Stretch | None:
    ends = [end for end in (one[0], one[2], other[0], other[2]) if end is not None]
    if any(_kind(end) is not _kind(ends[0]) for end in ends):
        # A figure is never a text: stretches of different kinds have nothing in common.
        return None
    low = max(
        (side[:2] for side in (one, other) if side[0] is not None),
        key=lambda end: (end[0], not end[1]),
        default=(None, False),
    )
    high = min(
        (side[2:] for side in (one, other) if side[2] is not None),
        key=lambda end: (end[0], end[1]),
        default=(None, False),
    )
    if (
        low[0] is not None
        and high[0] is not None
        and (low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1])))
    ):
        return None
    return (*low, *high)


def _kind(value: object) -> type:
    return Decimal if isinstance(value, Decimal) else type(value)
