"""Decision tables in words: columns by their names and units, cells as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.formula_words import Speaker
from huiqi.rulebook.domain.policy_words import Sayer, pair
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.types import BASE_UNITS, NumberType, Type
from huiqi_rules.explain.display import number
from huiqi_rules.model.decision_tables import DecisionTable, Row
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.loading import Loaded
from huiqi_rules.packs.table_analysis import inputs_of
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.printer import print_expression

HITS: Final[dict[str, tuple[Pair, Pair]]] = {
    "unique": (
        ("唯一（U）", "Unique (U)"),
        ("每种情况最多一行符合；两行都符合是错误。", "One rule at most matches; two that match are an error."),
    ),
    "any": (
        ("任一（A）", "Any (A)"),
        ("可以几行都符合，但答案必须相同。", "Several rules may match where they give the same answers."),
    ),
    "first": (
        ("首行（F）", "First (F)"),
        ("从上往下，第一个符合的行算数；顺序要紧。", "From the top: the first rule that matches answers. The order counts."),
    ),
}  # fmt: skip
ROWS_ON_POLICY_PAGE: Final = 20
_ANY: Final = ("不限", "any")
_SIGNS: Final = {"<=": "≤", ">=": "≥", "!=": "≠", "=": "=", "<": "<", ">": ">"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its formula or id, its name, its unit in words, and the codes that it can be, with their names."""

    text: str
    name: Pair
    unit: Pair
    options: tuple[tuple[str, Pair], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row in words."""

    number: int
    tests: tuple[Pair, ...]
    answers: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table in words; `otherwise` holds where no row matches, None where nothing is said."""

    id: str
    name: Pair
    hit: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[ShownRow, ...]
    otherwise: tuple[Pair, ...] | None

    @property
    def is_short(self) -> bool:
        """Return whether all its rows fit on the page of the policy."""
        return len(self.rows) <= ROWS_ON_POLICY_PAGE

    @property
    def hit_words(self) -> tuple[Pair, Pair]:
        """Return the name of the hit policy and what it means."""
        return HITS[self.hit]


def tables_of(loaded: Loaded, policy: str, version: str) -> tuple[DecisionTable, ...]:
    """Return the decision tables of a version."""
    return tuple(table for owner, table in loaded.tables.get(policy, ()) if owner == version)


def shown_tables(
    loaded: Loaded, checked: CheckedRulebook, policy: Policy, version: Version, day: date
) -> tuple[ShownTable, ...]:
    """Return the tables of a version in words, with the figures of a day."""
    typed = checked.version(policy.id, version.id)
    sayer = Sayer.of(checked.rulebook, policy, version, day)
    return tuple(shown_table(table, typed, sayer) for table in tables_of(loaded, policy.id, version.id))


def shown_table(table: DecisionTable, typed: CheckedVersion, sayer: Sayer) -> ShownTable:
    """Return a table in words."""
    inputs, outputs = columns_of(table, typed, sayer)
    types = [typed.step(NameKind.VALUE, one).type for one in table.outputs]
    asked = [sayer.beside(tree) for tree in table.inputs]
    given = [sayer.beside(ast.Name(one)) for one in table.outputs]

    def answers(trees: tuple[ast.Expression, ...]) -> tuple[Pair, ...]:
        columns = zip(given, trees, types, strict=True)
        return tuple(both(by, partial(answer, tree=tree, kind=kind)) for by, tree, kind in columns)

    def shown(number: int, row: Row) -> ShownRow:
        tests = tuple(both(by, partial(cell_words, tests=cell)) for by, cell in zip(asked, row.tests, strict=True))
        return ShownRow(number, tests, answers(row.answers))

    return ShownTable(
        id=table.id,
        name=pair(table.name) if table.name.zh or table.name.en else (table.id, table.id),
        hit=table.hit,
        inputs=inputs,
        outputs=outputs,
        rows=tuple(shown(number, row) for number, row in enumerate(table.rows, 1)),
        otherwise=None if table.otherwise is None else answers(table.otherwise),
    )


def columns_of(
    table: DecisionTable, typed: CheckedVersion, sayer: Sayer
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns of a table: inputs and outputs."""
    known = inputs_of(sayer.rulebook, typed, table)
    inputs = []
    for tree, one in zip(table.inputs, known, strict=True):
        options = one.domain.options if one.domain is not None else ()
        named = sayer.beside(tree)
        names = tuple(
            (str(code), (plain(named.zh, ast.String(str(code))), plain(named.en, ast.String(str(code)))))
            for code in options
        )
        inputs.append(Column(print_expression(tree), (sayer.zh.say(tree), sayer.en.say(tree)), unit(one.type), names))
    values = {value.id: value for value in typed.version.values}
    outputs = []
    for output in table.outputs:
        value = values[output]
        labels = tuple((code, pair(text)) for code, text in value.labels)
        outputs.append(Column(output, pair(value.name), unit(typed.step(NameKind.VALUE, output).type), labels))
    return tuple(inputs), tuple(outputs)


def both(sayer: Sayer, say: Callable[[Speaker], str]) -> Pair:
    """Return what is said in Chinese and in English."""
    return say(sayer.zh), say(sayer.en)


def unit(kind: Type | None) -> Pair:
    """Return a unit in both languages; empty where there is none."""
    powers = kind.unit.powers if isinstance(kind, NumberType) and kind.unit is not None else ()
    above = [BASE_UNITS[name] for name, power in powers if power > 0]
    below = [BASE_UNITS[name] for name, power in powers if power < 0]
    return "/".join(["·".join(above), *below]), str(kind.unit) if powers and isinstance(kind, NumberType) else ""


def cell_words(speaker: Speaker, tests: ast.UnaryTests) -> str:
    """Return a test in words: `[100..500)` is 100 ≤ … < 500, `-` is 不限."""
    joined = ("、", ", ")[speaker.english].join(test_words(speaker, test) for test in tests.tests)
    if not tests.negated:
        return joined
    return f"not: {joined}" if speaker.english else f"除外：{joined}"


def test_words(speaker: Speaker, test: ast.Test) -> str:
    """Return one of the tests of a cell in words."""
    match test:
        case ast.AnyValue():
            return _ANY[speaker.english]
        case ast.RangeLiteral(low, high, low_in, high_in):
            if low is not None and high is not None and low_in and high_in:
                return f"{plain(speaker, low)}{('至', ' to ')[speaker.english]}{plain(speaker, high)}"
            left = "" if low is None else f"{plain(speaker, low)} {'≤' if low_in else '<'} "
            right = "" if high is None else f" {'≤' if high_in else '<'} {plain(speaker, high)}"
            return f"{left}…{right}"
        case ast.UnaryCompare(operator, operand):
            return f"{_SIGNS[operator]} {plain(speaker, operand)}"
        case ast.ListLiteral(items):
            return ("、", ", ")[speaker.english].join(test_words(speaker, item) for item in items)
        case ast.QuestionMark():
            return "…"
        case _:
            return plain(speaker, test)


def plain(speaker: Speaker, tree: ast.Node) -> str:
    """Return a part of a cell in words; in a table a code needs no quotation marks."""
    return speaker.label(tree.value).strip("“”") if isinstance(tree, ast.String) else speaker.say(tree)


def answer(speaker: Speaker, tree: ast.Expression, kind: Type) -> str:
    """Return an answer in words, a number by the type of its column."""
    match tree:
        case ast.Null():
            return "not published" if speaker.english else "未公布"
        case ast.Number(value):
            return number(Decimal(value), kind, speaker.wording)
        case _:
            return plain(speaker, tree)
