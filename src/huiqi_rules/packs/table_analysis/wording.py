"""Findings of a table in words: an input as `职工总数 = 100`, a value as a cell of the table would write it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from huiqi_rules.core.numbers import EXACT
from huiqi_rules.core.types import MONEY, Type
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.packs.constants import Constant
from huiqi_rules.packs.table_analysis.axes import Axis
from huiqi_rules.packs.table_analysis.examining import Examination, Witness
from huiqi_rules.syntax.printer import print_expression

_WAN: Final = 10_000


def input_texts(table: DecisionTable) -> tuple[str, ...]:
    """Return the inputs of a table as text."""
    return tuple(print_expression(tree) for tree in table.inputs)


def shown_input(table: DecisionTable, witness: Witness) -> str:
    """Return an input of a table in words: `职工总数 = 100, 行业 = "farm"`; a place that any value fits is left out."""
    pairs = zip(input_texts(table), witness, strict=True)
    return ", ".join(f"{text} = {shown_value(value)}" for text, value in pairs if value is not None)


def shown_value(value: Constant) -> str:
    """Return a value as FEEL."""
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return f"{decimal_of(value):f}" if is_decimal(value) else f"{value.numerator}/{value.denominator}"
        case date():
            return f'@"{value.isoformat()}"'
        case _:
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\x00", "\\u0000")
            return f'"{escaped}"'


def proviso(table: DecisionTable, found: Examination) -> str:
    """Return the words for a finding that holds only if facts can give such inputs; empty where the inputs are the facts."""
    texts = input_texts(table)
    if found.together:
        return f" (if that can be: {' and '.join(texts[column] for column in found.together)} hang on the same facts)"
    if found.derived:
        return f" (if {' and '.join(texts[column] for column in found.derived)} can come to that)"
    return ""


def is_decimal(value: Fraction) -> bool:
    """Return whether a number can be written with decimals."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal_of(value: Fraction) -> Decimal:
    """Return a number that can be written with decimals as such."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(EXACT)


def cell_of(axis: Axis | None, pieces: int, kind: Type | None = None) -> str:
    """Return the cell that a set of pieces would be written as: `-`, `[100..200)`, `"farm", "shop"`; amounts with their unit."""
    if axis is None or not axis.alive & ~pieces:
        return "-"
    if axis.is_finite:
        return ", ".join(shown_value(value) for value in _values(axis, pieces))
    alive = [piece for piece in range(len(axis.values)) if axis.alive >> piece & 1]
    runs: list[list[int]] = []
    for before, piece in zip([None, *alive], alive, strict=False):
        if pieces >> piece & 1:
            if before is not None and pieces >> before & 1:
                runs[-1].append(piece)
            else:
                runs.append([piece])
    return ", ".join(_run_text(axis, run[0], run[-1], alive, kind) for run in runs)


def _values(axis: Axis, pieces: int) -> Iterator[Constant]:
    return (value for piece, value in enumerate(axis.values) if pieces >> piece & 1 and value is not None)


def _run_text(axis: Axis, first: int, last: int, alive: list[int], kind: Type | None) -> str:
    # Even pieces are stretches between cuts; the lowest and the highest that hold a value have no end of their own.
    low = None if first == alive[0] else _literal(kind, axis.cuts[(first - 1) // 2])
    high = None if last == alive[-1] else _literal(kind, axis.cuts[last // 2])
    low_in, high_in = first % 2 == 1, last % 2 == 1
    if first == last and low_in:
        return _literal(kind, axis.cuts[first // 2])
    if low is None:
        return f"<{'=' if high_in else ''} {high}"
    if high is None:
        return f">{'=' if low_in else ''} {low}"
    return f"{'[' if low_in else '('}{low}..{high}{']' if high_in else ')'}"


def _literal(kind: Type | None, value: Constant) -> str:
    text = shown_value(value)
    if kind != MONEY or not isinstance(value, Fraction) or not is_decimal(value):
        return text
    return f"万元({value.numerator // _WAN})" if value and value % _WAN == 0 else f"元({text})"
