"""Decision tables to closures: all hit policies, aggregation, several outputs, defaults, allowed values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.core.comparison import equal, order
from huiqi_rules.dmn.sight import Sight
from huiqi_rules.dmn.xml import text_of
from huiqi_rules.scalar import operations
from huiqi_rules.scalar.closures import Closure, Constant, Environment
from huiqi_rules.scalar.types import FeelType, coerce
from huiqi_rules.syntax import ast

_RANKED: Final = frozenset({"PRIORITY", "OUTPUT ORDER"})
_SEVERAL: Final = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


@dataclass(frozen=True, slots=True)
class _Output:
    """An output column: name, type, default, and its values from the most to the least wanted."""

    name: str
    type: FeelType | None
    default: Closure | None
    ranking: tuple[Closure, ...]


@dataclass(frozen=True, slots=True)
class _Input:
    """An input column: its expression and the test that its value must pass at all."""

    value: Closure
    permitted: Closure | None


@dataclass(frozen=True, slots=True)
class _Rule:
    tests: tuple[Closure, ...]
    results: tuple[Closure, ...]


def decision_table(element: Element, sight: Sight) -> Closure:
    """Return the closure of a decision table; null when no rule matches and there is no default."""
    inputs = tuple(_input(column, sight) for column in element.findall("input"))
    policy = element.get("hitPolicy", "UNIQUE")
    outputs = tuple(_output(column, policy, sight) for column in element.findall("output"))
    rules = tuple(_rule(rule, sight) for rule in element.findall("rule"))
    conclude = _conclusion(policy, element.get("aggregation"))

    def evaluate(environment: Environment) -> object:
        values = [column.value(environment) for column in inputs]
        for column, value in zip(inputs, values, strict=True):
            if column.permitted is not None and column.permitted([environment, value]) is not True:
                return None
        hits = [rule for rule in rules if _matches(rule, values, environment)]
        if not hits:
            return _default(outputs, environment)
        rows = [_row(rule, outputs, environment) for rule in hits]
        if policy in _RANKED:
            rows = _by_rank(rows, outputs, environment)
        return conclude([_shape(row, outputs) for row in rows])

    return evaluate


def _input(column: Element, sight: Sight) -> _Input:
    values = text_of(column.find("inputValues"))
    return _Input(
        value=sight.expression(text_of(column.find("inputExpression"))),
        permitted=sight.push("?").cell(values) if values else None,
    )


def _output(column: Element, policy: str, sight: Sight) -> _Output:
    default = text_of(column.find("defaultOutputEntry"))
    values = text_of(column.find("outputValues"))
    wanted = sight.type_named(column.get("typeRef"))
    if wanted is not None and wanted.kind == "list" and policy in _SEVERAL:
        # A table that gives a list may be declared by the type of the list or of its items.
        wanted = wanted.element
    return _Output(
        name=column.get("name", ""),
        type=wanted,
        default=sight.expression(default) if default else None,
        ranking=_ranking(values, sight) if values else (),
    )


def _ranking(values: str, sight: Sight) -> tuple[Closure, ...]:
    tests = sight.tests(values).tests
    return tuple(sight.compilation.build(test) for test in tests if not isinstance(test, ast.AnyValue))


def _rule(rule: Element, sight: Sight) -> _Rule:
    cells = sight.push("?")
    return _Rule(
        tests=tuple(cells.cell(text_of(entry)) for entry in rule.findall("inputEntry")),
        results=tuple(sight.expression(text_of(entry)) for entry in rule.findall("outputEntry")),
    )


def _matches(rule: _Rule, values: Sequence[object], environment: Environment) -> bool:
    tested = zip(rule.tests, values, strict=False)
    return all(isinstance(test, Constant) or test([environment, value]) is True for test, value in tested)


def _row(rule: _Rule, outputs: tuple[_Output, ...], environment: Environment) -> list[object]:
    values = [result(environment) for result in rule.results]
    return [
        value if output.type is None else coerce(value, output.type)
        for value, output in zip(values, outputs, strict=False)
    ]


def _shape(row: list[object], outputs: tuple[_Output, ...]) -> object:
    if len(outputs) == 1:
        return row[0]
    return {output.name: value for output, value in zip(outputs, row, strict=False)}


def _default(outputs: tuple[_Output, ...], environment: Environment) -> object:
    if all(output.default is None for output in outputs):
        return None
    row = [None if output.default is None else output.default(environment) for output in outputs]
    return _shape(row, outputs)


def _by_rank(rows: list[list[object]], outputs: tuple[_Output, ...], environment: Environment) -> list[list[object]]:
    rankings = [[value(environment) for value in output.ranking] for output in outputs]

    def places(row: list[object]) -> tuple[int, ...]:
        return tuple(_place(value, ranking) for value, ranking in zip(row, rankings, strict=False))

    return sorted(rows, key=places)


def _place(value: object, ranking: list[object]) -> int:
    found = (place for place, wanted in enumerate(ranking) if equal(value, wanted) is True)
    return next(found, len(ranking))


def _conclusion(policy: str, aggregation: str | None) -> Callable[[list[object]], object]:
    match policy:
        case "UNIQUE":
            return lambda results: results[0] if len(results) == 1 else None
        case "ANY":
            return lambda results: results[0] if all(equal(results[0], other) for other in results) else None
        case "FIRST" | "PRIORITY":
            return lambda results: results[0]
        case "COLLECT" if aggregation:
            return lambda results: _aggregate(aggregation, results)
        case _:
            return list


def _aggregate(aggregation: str, results: list[object]) -> object:
    if aggregation == "COUNT":
        return Decimal(len(results))
    answer = results[0]
    for result in results[1:]:
        if aggregation == "SUM":
            answer = operations.add(answer, result)
            continue
        place = order(result, answer)
        if place is None:
            return None
        if (place < 0) is (aggregation == "MIN") and place != 0:
            answer = result
    return answer
