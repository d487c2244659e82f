"""Formulas of a pack as FEEL of the standard: the same answer for known facts, and null wherever a pack might say unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Final

from huiqi_rules.check import tree
from huiqi_rules.check.tree import NameKind, Typed
from huiqi_rules.core.types import BoolType
from huiqi_rules.core.values import EXACT
from huiqi_rules.dmn.exchange.left import CannotHold
from huiqi_rules.syntax import ast

Key = tuple[NameKind, str]
_SAME: Final = frozenset(
    {
        "min", "max", "sum", "abs", "floor", "ceiling", "round half up", "round down", "round up", "substring",
        "string length", "starts with", "list contains",
    }
)  # fmt: skip
_TO_INPUT: Final = "it is an input of the model: give it as Huiqi works it out"
_YEARS: Final = "FEEL knows no figures by year with years that are missing"
_YEARS_ZH: Final = "标准语言没有可缺年份的分年数据，改为模型的输入"
_UNHELD: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("latest", "sum of years", "least of years", "count of years"), (_YEARS, _YEARS_ZH)),
    "absent": ("FEEL does not tell what is known not to be there from what is unknown", "标准语言分不清“确知没有”与“未知”，改为模型的输入"),
}  # fmt: skip
_UNITS: Final = {"yuan": 1, "wan yuan": 10_000, "yi yuan": 100_000_000}
# Guarded questions stand one in the other.
_GUARDED_MAX: Final = 60
NOTHING: Final = ast.Null()


@dataclass(slots=True)
class FeelWriter:
    """Writes formulas with the model's names; `open` holds what may be null although every fact is known."""

    names: Mapping[Key, str]
    open: set[Key] = field(default_factory=set)

    def formula(self, node: Typed) -> ast.Expression:
        """Return a formula of the standard; raise `CannotHold` for what FEEL cannot say."""
        match node:
            case tree.Literal(value=value):
                return literal(value)
            case tree.Months(months=months):
                return _duration(f"P{abs(months)}M", below=months < 0)
            case tree.Days(days=days):
                return _duration(f"P{abs(days)}D", below=days < 0)
            case tree.Reference(kind=kind, id=id):
                return ast.Name(self.names[kind, id])
            case tree.Arithmetic(operator=operator, left=left, right=right):
                return ast.Arithmetic(operator, self.formula(left), self.formula(right))
            case tree.Compare(operator=operator, left=left, right=right):
                return self._compare(operator, left, right)
            case tree.And(operands=operands):
                return ast.And(_flat(ast.And, [self.formula(part) for part in operands]))
            case tree.Or(operands=operands):
                return ast.Or(_flat(ast.Or, [self.formula(part) for part in operands]))
            case tree.Not(operand=operand):
                return _call("not", self.formula(operand))
            case tree.Choice(rows=rows, otherwise=otherwise):
                return self._choice(
                    [(question, self.formula(answer)) for question, answer in rows], self.formula(otherwise)
                )
            case tree.Items(items=items):
                return ast.ListLiteral(tuple(self.formula(item) for item in items))
            case tree.Call():
                return self._call(node)

    def may_be_null(self, node: Typed) -> bool:
        """Tell whether a formula may be null although every fact is known: a division by 0, a figure not published."""
        return any(self._opens(part) for part in tree.walk(node))

    def _opens(self, part: Typed) -> bool:
        match part:
            case tree.Literal(value=None):
                return True
            case tree.Arithmetic(operator="/", right=right):
                return not isinstance(right, tree.Literal)
            case tree.Reference(kind=kind, id=id):
                return (kind, id) in self.open
            case tree.Call(function="substring", arguments=arguments):
                return not (isinstance(arguments[1], tree.Literal) and arguments[1].value == 1)
            case _:
                return False

    def choose(
        self, question: ast.Expression, answer: ast.Expression, other: ast.Expression, *, guarded: bool
    ) -> ast.Expression:
        """Return `if question then answer else other`, null where the question is, if it may be."""
        if not guarded:
            return ast.If(question, answer, other)
        return ast.If(question, answer, ast.If(_call("not", question), other, NOTHING))

    def _compare(self, operator: ast.CompareOperator, left: Typed, right: Typed) -> ast.Expression:
        compared = ast.Compare(operator, self.formula(left), self.formula(right))
        # In FEEL null = x is false and null != x is true; only < and > give null.
        unknown = [part for part in (left, right) if operator in ("=", "!=") and self.may_be_null(part)]
        if not unknown:
            return compared
        asked = tuple(ast.Compare("=", self.formula(part), NOTHING) for part in unknown)
        return ast.If(asked[0] if len(asked) == 1 else ast.Or(asked), NOTHING, compared)

    def _choice(self, rows: Sequence[tuple[Typed, ast.Expression]], last: ast.Expression) -> ast.Expression:
        asked = [(self.formula(question), answer, self.may_be_null(question)) for question, answer in rows]
        if not any(guarded for _, _, guarded in asked):
            return ast.FirstMatch(tuple((question, answer) for question, answer, _ in asked), last)
        if len(asked) > _GUARDED_MAX:
            raise CannotHold(
                "its many questions may each be unknown, which FEEL takes for no",
                _TO_INPUT,
                "判断过多且可能未知，改为模型的输入",
            )
        return reduce(lambda rest, row: self.choose(row[0], row[1], rest, guarded=row[2]), reversed(asked), last)

    def _call(self, node: tree.Call) -> ast.Expression:
        name, arguments = node.function, node.arguments
        if name in _UNHELD:
            raise CannotHold(_UNHELD[name][0], _TO_INPUT, _UNHELD[name][1])
        if name in _UNITS:
            return _times(self.formula(arguments[0]), _UNITS[name])
        match name:
            case "points":
                return self._points(arguments, ">=")
            case "points at most":
                return self._points(arguments, "<=")
            case "band":
                return self._band(arguments)
            case "round fen":
                return _call("round half up", self.formula(arguments[0]), ast.Number(Decimal(2)))
            case "contains any":
                return self._contains_any(arguments)
            case "set size":
                return _call("count", self.formula(arguments[0]))
            case "year":
                return ast.Path(self.formula(arguments[0]), "year")
            case _:
                assert name in _SAME, name
                given = tuple(self.formula(argument) for argument in arguments)
                # In packs the number of decimals may be left out; in FEEL only for two of these.
                bare = name.startswith("round") and len(given) == 1
                return _call(name, *given, *((ast.Number(Decimal(0)),) if bare else ()))

    def _points(self, arguments: Sequence[Typed], operator: ast.CompareOperator) -> ast.Expression:
        rows: list[tuple[Typed, ast.Expression]] = []
        for pair in _items(arguments[1]):
            limit, earned = _items(pair)
            rows.append((tree.Compare(operator, arguments[0], limit, BoolType(), pair.source), self.formula(earned)))
        return self._choice(rows, ast.Number(Decimal(0)))

    def _band(self, arguments: Sequence[Typed]) -> ast.Expression:
        one, none = ast.Number(Decimal(1)), ast.Number(Decimal(0))
        parts: list[ast.Expression] = []
        for limit in _items(arguments[1]):
            question = tree.Compare(">=", arguments[0], limit, BoolType(), limit.source)
            parts.append(self.choose(self.formula(question), one, none, guarded=self.may_be_null(question)))
        return reduce(lambda left, right: ast.Arithmetic("+", left, right), parts)

    def _contains_any(self, arguments: Sequence[Typed]) -> ast.Expression:
        members = self.formula(arguments[0])
        asked = tuple(_call("list contains", members, self.formula(code)) for code in _items(arguments[1]))
        return asked[0] if len(asked) == 1 else ast.Or(asked) if asked else ast.Boolean(value=False)


def literal(value: object) -> ast.Expression:
    """Return a value as FEEL writes it."""
    match value:
        case bool():
            return ast.Boolean(value=value)
        case Decimal():
            return (
                ast.Negate(ast.Number(value.copy_abs())) if value.is_signed() and value else ast.Number(_plain(value))
            )
        case str():
            return ast.String(value)
        case date():
            return _call("date", ast.String(value.isoformat()))
        case _:
            assert value is None, value
            return NOTHING


def _plain(value: Decimal) -> Decimal:
    # 3E+5 is no FEEL that every engine reads.
    return Decimal(f"{value:f}")


def _times(figure: ast.Expression, factor: int) -> ast.Expression:
    if factor == 1:
        return figure
    match figure:
        case ast.Number(value):
            return ast.Number(_plain(EXACT.multiply(value, Decimal(factor)).normalize(EXACT)))
        case _:
            return ast.Arithmetic("*", figure, ast.Number(Decimal(factor)))


def _duration(text: str, *, below: bool) -> ast.Expression:
    return _call("duration", ast.String(f"-{text}" if below else text))


def _flat(kind: type[ast.And | ast.Or], parts: Sequence[ast.Expression]) -> tuple[ast.Expression, ...]:
    return tuple(inner for part in parts for inner in (part.operands if isinstance(part, kind) else (part,)))


def _items(node: Typed) -> tuple[Typed, ...]:
    assert isinstance(node, tree.Items), node
    return node.items


def _call(name: str, *arguments: ast.Expression) -> ast.Expression:
    return ast.Call(ast.Name(name), arguments)
