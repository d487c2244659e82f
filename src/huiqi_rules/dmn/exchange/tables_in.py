"""Decision tables of a model as tables of a pack, or as formulas where they add up; hit policies by what packs have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.dmn.exchange.disjoint import constant, meeting
from huiqi_rules.dmn.exchange.formulas_in import Scope
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.dmn.xml import text_of
from huiqi_rules.model.decision_tables import DecisionTable, HitPolicy, Row
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import same, walk

ROWS_MAX: Final = 5_000
# A formula that adds up rules names each of them.
ADDED_MAX: Final = 500
_ANY: Final = ast.UnaryTests((ast.AnyValue(),))
_RESTRICTED: Final = "bring the table without it, or write the rule by hand"


@dataclass(frozen=True, slots=True)
class Column:
    """An output column: its name, the type that it declares, and its values from the most to the least wanted."""

    name: str
    type_reference: str | None
    ranking: tuple[ast.Expression, ...]
    default: ast.Expression | None


@dataclass(frozen=True, slots=True)
class TableIn:
    """A table as read, over the pack's ids; `hit` and `aggregation` as the model writes them."""

    hit: str
    aggregation: str
    inputs: tuple[ast.Expression, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    guards: tuple[ast.UnaryTests | None, ...]


def read_table(element: Element, scope: Scope, unguarded: frozenset[tuple[str, str]]) -> TableIn:
    """Return a decision table; raise `CannotHold` for the first part that packs have no place for.

    `unguarded` holds the pairs of input expression and allowed values that the type of the fact says already.
    """
    inputs = element.findall("input")
    columns = tuple(_column(column, scope) for column in element.findall("output"))
    rules = element.findall("rule")
    if not inputs or not columns or not rules:
        raise CannotHold("the table has no inputs, no outputs or no rules", "complete it in the model")
    if len(rules) > ROWS_MAX:
        raise CannotHold(f"it has {len(rules):,} rules, more than {ROWS_MAX:,}", "split it by its first input")
    texts = [text_of(column.find("inputExpression")) for column in inputs]
    if not all(texts):
        raise CannotHold("an input of the table has no expression", "write it in the model")
    expressions = tuple(scope.typed(scope.formula(text))[0] for text in texts)
    guards = tuple(
        scope.tests(allowed) if allowed and (text, allowed) not in unguarded else None
        for text, allowed in (
            (text, text_of(column.find("inputValues"))) for text, column in zip(texts, inputs, strict=True)
        )
    )
    rows = tuple(_row(number, rule, scope, len(inputs), len(columns)) for number, rule in enumerate(rules, 1))
    for number, row in enumerate(rows, 1):
        _refuse_others(number, row, columns)
    hit = element.get("hitPolicy", "UNIQUE")
    return TableIn(hit, element.get("aggregation", ""), expressions, columns, rows, guards)


def settled(table: TableIn) -> DecisionTable | ast.Expression:
    """Return the table of a pack that decides as the model's table does, or the formula where the rules are added up.

    Raises `CannotHold` for hit policies whose answer is a list, and where a pack would answer for an input for which the
    standard does not.
    """
    match table.hit, table.aggregation:
        case "UNIQUE", _:
            _apart(table)
            return _guarded("unique", table, table.rows)
        case "ANY", _:
            _agreeing(table)
            return _guarded("any", table, table.rows)
        case "FIRST", _:
            return _guarded("first", table, table.rows)
        case "PRIORITY", _:
            return _guarded("first", table, _by_priority(table))
        case "COLLECT", "MIN" | "MAX":
            return _guarded("first", table, _by_size(table))
        case "COLLECT", "SUM" | "COUNT":
            return _added(table)
        case _:
            why = f"the answer of hit policy {table.hit or 'nothing'} is a list, and a value of a pack is one figure"
            raise CannotHold(why, "choose FIRST, or COLLECT with an aggregation, in the model")


def _column(column: Element, scope: Scope) -> Column:
    default = text_of(column.find("defaultOutputEntry"))
    values = text_of(column.find("outputValues"))
    tests = scope.tests(values).tests if values else ()
    return Column(
        column.get("name", ""),
        column.get("typeRef"),
        tuple(test for test in tests if not isinstance(test, ast.AnyValue | ast.UnaryCompare)),
        scope.formula(default) if default else None,
    )


def _row(number: int, rule: Element, scope: Scope, inputs: int, outputs: int) -> Row:
    tests = [text_of(entry) for entry in rule.findall("inputEntry")]
    answers = [text_of(entry) for entry in rule.findall("outputEntry")]
    if len(tests) != inputs or len(answers) != outputs:
        why = (
            f"rule {number} has {len(tests)} tests and {len(answers)} answers for {inputs} inputs and {outputs} outputs"
        )
        raise CannotHold(why, "complete the rule in the model")
    try:
        read = tuple(_asked(scope.tests(text)) for text in tests)
        return Row(read, tuple(scope.formula(text) if text and text != "-" else ast.Null() for text in answers))
    except CannotHold as problem:
        raise CannotHold(f"rule {number}: {problem.why}", problem.remedy) from None


def _refuse_others(number: int, row: Row, columns: Iterable[Column]) -> None:
    """Raise `CannotHold` for an answer that is none of the values its column lists: the model's answer is null there."""
    for answer, column in zip(row.answers, columns, strict=True):
        listed = [constant(value) for value in column.ranking]
        plain = None not in listed and constant(answer) is not None
        if listed and plain and constant(answer) not in listed:
            why = f"rule {number} answers with what the values of its column do not list, so the model's answer is null"
            raise CannotHold(why, "add the answer to the column's values in the model")


def _asked(tests: ast.UnaryTests) -> ast.UnaryTests:
    for test in tests.tests:
        if isinstance(test, ast.ListLiteral | ast.Call) and constant(test) is None and not _asks_input(test):
            raise CannotHold("a test is neither a value nor a range", "write what the input is compared with")
        if isinstance(test, ast.Compare | ast.And | ast.Or | ast.In | ast.Between) and not _asks_input(test):
            raise CannotHold("a test does not look at its input", "ask it in a column of its own, as true or false")
        if isinstance(test, ast.Null):
            raise CannotHold("a test asks for null, which packs take as unknown", "ask for what is known")
    return tests


def _asks_input(test: ast.Node) -> bool:
    return any(isinstance(node, ast.QuestionMark) for node in walk(test))


def _guarded(hit: HitPolicy, table: TableIn, rows: Sequence[Row]) -> DecisionTable:
    # What is not among the allowed values of an input has no answer, whatever the rules say.
    refusals = [
        Row(
            tuple(_contrary(guard) if place == guarded else _ANY for place in range(len(table.inputs))),
            tuple(ast.Null() for _ in table.columns),
        )
        for guarded, guard in enumerate(table.guards)
        if guard is not None
    ]
    otherwise = tuple(ast.Null() if column.default is None else column.default for column in table.columns)
    return DecisionTable(
        "",
        "first" if refusals else hit,
        table.inputs,
        tuple(column.name for column in table.columns),
        (*refusals, *rows),
        None if all(column.default is None for column in table.columns) else otherwise,
    )


def _contrary(tests: ast.UnaryTests) -> ast.UnaryTests:
    if tests.negated:
        return replace(tests, negated=False)
    return replace(tests, negated=True)


def _apart(table: TableIn) -> None:
    pair = next(meeting(table.rows), None)
    if pair is not None:
        why = f"rules {pair[0] + 1} and {pair[1] + 1} may match together, for which UNIQUE has no answer"
        raise CannotHold(why, "set their tests apart by constants, or choose FIRST in the model")


def _agreeing(table: TableIn) -> None:
    for one, other in meeting(table.rows):
        pairs = zip(table.rows[one].answers, table.rows[other].answers, strict=True)
        if not all(same(left, right) for left, right in pairs):
            why = f"rules {one + 1} and {other + 1} may match together and answer differently, for which ANY has no answer"
            raise CannotHold(why, "set their tests apart by constants, or choose FIRST in the model")


def _by_priority(table: TableIn) -> Sequence[Row]:
    def place(row: Row) -> tuple[int, ...]:
        return tuple(_rank(answer, column) for answer, column in zip(row.answers, table.columns, strict=True))

    return sorted(table.rows, key=place)


def _rank(answer: ast.Expression, column: Column) -> int:
    if not column.ranking:
        return 0
    values = [constant(value) for value in column.ranking]
    if constant(answer) is None or None in values:
        raise CannotHold("a priority is decided between answers that are no constants", "choose FIRST in the model")
    return values.index(constant(answer)) if constant(answer) in values else len(values)


def _by_size(table: TableIn) -> Sequence[Row]:
    if len(table.columns) > 1:
        raise CannotHold("an aggregation over several outputs has no answer", "keep one output")
    sizes = [constant(row.answers[0]) for row in table.rows]
    if not all(isinstance(size, Decimal) for size in sizes):
        raise CannotHold(
            "the least or greatest is chosen among answers that are no constants", "choose FIRST in the model"
        )
    order = sorted(range(len(sizes)), key=lambda row: sizes[row], reverse=table.aggregation == "MAX")  # type: ignore[arg-type, return-value]  # all are decimals
    return [table.rows[row] for row in order]


def _added(table: TableIn) -> ast.Expression:
    if len(table.columns) > 1 or len(table.rows) > ADDED_MAX:
        why = f"rules are added up over {len(table.columns)} outputs and {len(table.rows)} rules"
        raise CannotHold(why, f"keep one output and at most {ADDED_MAX} rules")
    plain = DecisionTable("", "first", table.inputs, ("",), table.rows)
    asked = [plain.condition(row) for row in table.rows]
    one, none = ast.Number(Decimal(1)), ast.Number(Decimal(0))
    answers = [one if table.aggregation == "COUNT" else row.answers[0] for row in table.rows]
    parts = tuple(
        answer if question is None else ast.If(question, answer, none)
        for question, answer in zip(asked, answers, strict=True)
    )
    total: ast.Expression = ast.Call(ast.Name("sum"), parts)
    last = table.columns[0].default or ast.Null()
    if None not in asked:
        total = ast.If(_any_of(question for question in asked if question is not None), total, last)
    for value, guard in zip(table.inputs, table.guards, strict=True):
        if guard is not None:
            if guard.negated:
                raise CannotHold("allowed values of an input are told by what they are not", _RESTRICTED)
            total = ast.If(ast.In(value, guard.tests), total, ast.Null())
    return total


def _any_of(questions: Iterable[ast.Expression]) -> ast.Expression:
    found = tuple(questions)
    flat = tuple(part for one in found for part in (one.operands if isinstance(one, ast.Or) else (one,)))
    return flat[0] if len(flat) == 1 else ast.Or(flat)
