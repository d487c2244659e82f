"""An input tried on a decision table: which rows match it, said by the engine itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi.kernel.words import Pair
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.values import EXACT
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.policy import Rulebook
from huiqi_rules.packs.table_analysis import Input
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.closures import Closure, Constant
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.syntax import ast

_NUMBER: Final = re.compile(r"(-?[0-9]{1,24}(?:\.[0-9]{1,20})?)(%|万元?|亿元?|元)?")
_SCALES: Final = {"%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Tried:
    """The rows (from 0) that match an input, those of which that is unknown, and per input why it cannot be read."""

    rows: tuple[int, ...]
    unknown: tuple[int, ...]
    problems: tuple[Pair | None, ...]

    @property
    def answering(self) -> int | None:
        """Return the row that answers: the first that matches, where none above it is unknown."""
        first = self.rows[0] if self.rows else None
        return None if first is None or any(row < first for row in self.unknown) else first


def tried(
    rulebook: Rulebook,
    checked: CheckedVersion,
    table: DecisionTable,
    inputs: Sequence[Input],
    values: Sequence[str],
    day: date,
) -> Tried:
    """Return which rows match some values; an empty one is unknown. Parameters are those of the day."""
    read = [literal(one, value) for one, value in zip(inputs, values, strict=True)]
    problems = tuple(None if isinstance(one, ast.Node) else one for one in read)
    if any(problems):
        return Tried((), (), problems)
    asked = replace(table, inputs=tuple(one for one in read if isinstance(one, ast.Node)))

    def resolve(name: str) -> Closure | None:
        meaning = checked.names.get(name)
        match None if meaning is None else meaning.kind:
            case None:
                return None
            case NameKind.PARAMETER:
                assert meaning is not None
                dated = rulebook.parameters[meaning.id].on(day)
                return Constant(None if dated is None else dated.value)
            case NameKind.DAY:
                return Constant(day)
            case NameKind.YEAR:
                return Constant(Decimal(day.year))
            case _:
                # What another fact would say is not asked here.
                return Constant(None)

    found: dict[object, list[int]] = {True: [], None: []}
    for number, row in enumerate(asked.rows):
        question = asked.condition(row)
        holds = True if question is None else compile_expression(question, resolve=resolve, semantics=CHECKED)([])
        found.setdefault(holds, []).append(number)
    return Tried(tuple(found[True]), tuple(found[None]), problems)


def literal(one: Input, text: str) -> ast.Expression | Pair:
    """Return a value as typed as an expression; a pair of words where it cannot be one of the input's."""
    said = text.strip()
    if not said:
        return ast.Null()
    match one.domain.family if one.domain is not None else "":
        case "whole" | "number":
            found = _NUMBER.fullmatch(said.replace(",", "").replace(" ", ""))
            if found is None:
                return "请填数，如 300 或 30万", "a number such as 300 or 30万"
            scale = _SCALES.get((found[2] or "")[:1], Decimal(1))
            return ast.Number(EXACT.multiply(Decimal(found[1]), scale))
        case "day":
            try:
                if _DAY.fullmatch(said):
                    return ast.Temporal(date.fromisoformat(said).isoformat())
            except ValueError:
                pass
            return "请填日期，如 2024-01-31", "a day such as 2024-01-31"
        case "truth":
            truths = {"true": True, "是": True, "yes": True, "false": False, "否": False, "no": False}
            if said.lower() in truths:
                return ast.Boolean(truths[said.lower()])
            return "请填 是 或 否", "yes or no"
        case "text" | "options":
            return ast.String(said[1:-1] if len(said) > 1 and said[0] == said[-1] == '"' else said)
        case _:
            return "这个输入不能试", "this input cannot be tried"
