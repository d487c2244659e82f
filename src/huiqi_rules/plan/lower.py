"""Lowering: typed trees to terms over the columns of one register on one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce

from huiqi_rules.check import tree
from huiqi_rules.check.tree import NameKind, Typed
from huiqi_rules.core.types import AnnualType, BoolType, DateType, NumberType, Type
from huiqi_rules.plan import nodes, scores, terms
from huiqi_rules.plan.annual import annual_term
from huiqi_rules.plan.fractions import ZERO
from huiqi_rules.plan.layout import FactColumns, Layout, absent_node, fact_column, value_node
from huiqi_rules.plan.nodes import FALSE, Column, Constant, Kind, Node, Range, Rounding
from huiqi_rules.plan.terms import Term

Parameters = Mapping[str, "Decimal | str | None"]
_ROUNDINGS: Mapping[str, Rounding] = {
    "floor": "floor", "ceiling": "ceiling", "round half up": "half_up", "round down": "down", "round up": "up",
}  # fmt: skip
# From so many alternatives on, a choice is printed flat: a table of 2,000 rows must not nest 2,000 levels deep.
LONG_CHAIN = 12
_MONEY = {"yuan": 1, "wan yuan": 10_000, "yi yuan": 100_000_000}


@dataclass(frozen=True, slots=True)
class Lowering:
    """What lowering needs to know: the register's columns, the day, the figures of that day, and the steps done so far."""

    layout: Layout
    day: date
    parameters: Parameters
    steps: Mapping[tuple[NameKind, str], Term]

    def lower(self, node: Typed) -> Term:
        """Return the term of a typed tree."""
        match node:
            case tree.Literal(value=value, type=type_):
                return Term(_constant(value, type_))
            case tree.Reference():
                return self._reference(node)
            case tree.Arithmetic():
                return self._arithmetic(node)
            case tree.Compare(operator=operator, left=left, right=right):
                return Term(terms.compared(operator, self.lower(left), self.lower(right)))
            case tree.And(operands=operands):
                return Term(nodes.all_of(*(self.lower(part).node for part in operands)))
            case tree.Or(operands=operands):
                return Term(nodes.any_of(*(self.lower(part).node for part in operands)))
            case tree.Not(operand=operand):
                return Term(nodes.negate(self.lower(operand).node))
            case tree.Choice():
                return self._choice(node)
            case tree.Call():
                return self._call(node)
            case _:
                raise AssertionError(f"{type(node).__name__} stands only inside a call")

    def unpublished(self, type_: Type) -> Term:
        """Return the term of a figure that the source does not publish."""
        return Term(_constant(None, type_))

    def _choice(self, node: tree.Choice) -> Term:
        questions = tuple(self.lower(question).node for question, _ in node.rows)
        *answers, last = (self._of_type(self.lower(answer), node.type) for answer in node.answers)
        if len(questions) >= LONG_CHAIN:
            return terms.chosen_first(questions, tuple(answers), last)
        pairs = zip(reversed(questions), reversed(answers), strict=True)
        return reduce(lambda rest, row: terms.chosen(row[0], row[1], rest), pairs, last)

    def _of_type(self, term: Term, type_: Type) -> Term:
        """Return the term; the literal null is of the kind of the whole."""
        if isinstance(term.node, Constant) and term.node.value is None:
            return Term(_constant(None, type_), absent=term.absent)
        return term

    def _reference(self, node: tree.Reference) -> Term:
        match node.kind:
            case NameKind.DAY:
                return Term(Constant(self.day, Kind.DATE))
            case NameKind.YEAR:
                return Term(nodes.number(self.day.year))
            case NameKind.PARAMETER:
                return Term(_constant(self.parameters.get(node.id), node.type))
            case NameKind.FACT:
                columns = self.layout.facts.get(node.id)
                if columns is None:
                    return Term(_constant(None, node.type))
                return Term(value_node(node.id, columns), absent=absent_node(node.id, columns))
            case _:
                return self.steps[node.kind, node.id]

    def _arithmetic(self, node: tree.Arithmetic) -> Term:
        left = self.lower(node.left)
        if isinstance(node.right, tree.Months | tree.Days):
            amount = node.right.months if isinstance(node.right, tree.Months) else node.right.days
            unit = "months" if isinstance(node.right, tree.Months) else "days"
            sign = -1 if node.operator == "-" else 1
            return Term(nodes.Shift(left.node, sign * amount, unit), absent=left.absent)  # type: ignore[arg-type]  # one of two literals
        right = self.lower(node.right)
        match node.operator:
            case "+":
                return terms.plus(left, right)
            case "-":
                return terms.plus(left, right, minus=True)
            case "*":
                return terms.times(left, right)
            case _:
                return terms.divided(left, right)

    def _call(self, node: tree.Call) -> Term:
        name, arguments = node.function, node.arguments
        if name in _MONEY:
            return terms.times(self.lower(arguments[0]), Term(nodes.number(_MONEY[name])))
        if name in _ROUNDINGS:
            digits = (
                arguments[1].value if len(arguments) == 2 and isinstance(arguments[1], tree.Literal) else Decimal(0)
            )
            assert isinstance(digits, Decimal)
            return terms.rounded(self.lower(arguments[0]), int(digits), _ROUNDINGS[name])
        if name in ("latest", "sum of years", "least of years", "count of years"):
            return annual_term(name, arguments, self.layout)
        return _CALLS[name](self, arguments)

    def points(self, arguments: tuple[Typed, ...], *, at_most: bool) -> Term:
        """Return the points of the first band that the number reaches."""
        bands = arguments[1]
        assert isinstance(bands, tree.Items)
        rows = [row.items for row in bands.items if isinstance(row, tree.Items)]
        return scores.points(
            self.lower(arguments[0]), [(self.lower(row[0]), self.lower(row[1])) for row in rows], at_most=at_most
        )

    def band(self, arguments: tuple[Typed, ...]) -> Term:
        """Return how many of the rising limits the number reaches."""
        limits = arguments[1]
        assert isinstance(limits, tree.Items)
        return scores.band(self.lower(arguments[0]), [self.lower(limit) for limit in limits.items])

    def extreme(self, arguments: tuple[Typed, ...], *, greatest: bool) -> Term:
        """Return the least or greatest of the arguments."""
        return scores.extreme([self.lower(item) for item in _spread(arguments)], greatest=greatest)

    def total(self, arguments: tuple[Typed, ...]) -> Term:
        """Return the sum of the arguments."""
        return reduce(terms.plus, (self.lower(item) for item in _spread(arguments)))

    def set_columns(self, fact: Typed) -> FactColumns | None:
        """Return the columns of a set-valued fact, None where the register has none."""
        assert isinstance(fact, tree.Reference)
        return self.layout.facts.get(fact.id)

    def contains(self, fact: Typed, codes: tuple[Typed, ...]) -> Term:
        """Return whether a set holds any of the codes."""
        columns = self.set_columns(fact)
        if columns is None:
            return Term(nodes.UNKNOWN_BOOL)
        assert isinstance(fact, tree.Reference)
        wanted = [str(code.value) for code in codes if isinstance(code, tree.Literal)]
        return Term(nodes.any_of(*(Column(fact_column(fact.id, code=code), Kind.BOOL) for code in wanted)))

    def set_size(self, fact: Typed) -> Term:
        """Return how many codes a set holds."""
        columns = self.set_columns(fact)
        if columns is None:
            return Term(_constant(None, NumberType()))
        assert isinstance(fact, tree.Reference)
        one = nodes.number(1)
        held = [Column(fact_column(fact.id, code=code), Kind.BOOL) for code in columns.codes]
        counts: list[Node] = [
            nodes.case(((item, one), (nodes.negate(item), ZERO)), nodes.unknown_like(one)) for item in held
        ]
        return Term(reduce(nodes.add, counts))

    def absent(self, fact: Typed) -> Term:
        """Return whether a fact is known to be absent; unknown where the fact is."""
        assert isinstance(fact, tree.Reference)
        columns = self.layout.facts.get(fact.id)
        if columns is None:
            return Term(nodes.UNKNOWN_BOOL)
        gone = absent_node(fact.id, columns)
        if isinstance(fact.type, AnnualType):
            read = [value_node(fact.id, columns, year) for year in columns.years]
        elif columns.codes:
            read = [Column(fact_column(fact.id, code=columns.codes[0]), Kind.BOOL)]
        else:
            read = [value_node(fact.id, columns)]
        known = nodes.any_of(*(nodes.negate(nodes.is_unknown(one)) for one in read))
        return Term(nodes.case(((gone, nodes.TRUE), (known, FALSE)), nodes.UNKNOWN_BOOL))

    def text(self, node: Typed, make: Callable[[Node], Node]) -> Term:
        """Return a text function of a term that may be absent."""
        term = self.lower(node)
        return Term(make(term.node), absent=term.absent)


def _spread(arguments: tuple[Typed, ...]) -> tuple[Typed, ...]:
    return arguments[0].items if len(arguments) == 1 and isinstance(arguments[0], tree.Items) else arguments


def _constant(value: object, type_: Type) -> Constant:
    if isinstance(value, Decimal):
        return nodes.number(value)
    if isinstance(value, bool):
        return nodes.TRUE if value else FALSE
    if isinstance(value, date):
        return Constant(value, Kind.DATE)
    if isinstance(value, str):
        return Constant(value, Kind.TEXT)
    assert value is None, value
    match type_:
        case NumberType():
            return Constant(None, Kind.NUMBER, Range(0, Decimal(0), Decimal(0)))
        case BoolType():
            return nodes.UNKNOWN_BOOL
        case DateType():
            return Constant(None, Kind.DATE)
        case _:
            return Constant(None, Kind.TEXT)


def _integer(node: Typed) -> int:
    assert isinstance(node, tree.Literal) and isinstance(node.value, Decimal)
    return int(node.value)


def _substring(lowering: Lowering, arguments: tuple[Typed, ...]) -> Term:
    length = _integer(arguments[2]) if len(arguments) == 3 else None
    return lowering.text(arguments[0], lambda text: nodes.Substring(text, _integer(arguments[1]), length))


def _starts_with(lowering: Lowering, arguments: tuple[Typed, ...]) -> Term:
    assert isinstance(arguments[1], tree.Literal)
    prefix = str(arguments[1].value)
    term = lowering.lower(arguments[0])
    long_enough = nodes.compare(">=", nodes.Length(term.node, _LENGTH), nodes.number(len(prefix)))
    begins = nodes.compare("=", nodes.Substring(term.node, 1, len(prefix)), Constant(prefix, Kind.TEXT))
    answer = nodes.all_of(long_enough, begins) if prefix else long_enough
    return Term(nodes.case(((term.absent, FALSE),), answer))


def _items(node: Typed) -> tuple[Typed, ...]:
    assert isinstance(node, tree.Items)
    return node.items


_LENGTH = Range(0, Decimal(0), Decimal(100_000))
_YEARS = Range(0, Decimal(0), Decimal(9_999))
_CALLS: Mapping[str, Callable[[Lowering, tuple[Typed, ...]], Term]] = {
    "points": lambda lowering, given: lowering.points(given, at_most=False),
    "points at most": lambda lowering, given: lowering.points(given, at_most=True),
    "band": lambda lowering, given: lowering.band(given),
    "min": lambda lowering, given: lowering.extreme(given, greatest=False),
    "max": lambda lowering, given: lowering.extreme(given, greatest=True),
    "sum": lambda lowering, given: lowering.total(given),
    "abs": lambda lowering, given: scores.absolute(lowering.lower(given[0])),
    "round fen": lambda lowering, given: terms.rounded(lowering.lower(given[0]), 2, "half_up"),
    "list contains": lambda lowering, given: lowering.contains(given[0], given[1:]),
    "contains any": lambda lowering, given: lowering.contains(given[0], _items(given[1])),
    "set size": lambda lowering, given: lowering.set_size(given[0]),
    "absent": lambda lowering, given: lowering.absent(given[0]),
    "substring": _substring,
    "starts with": _starts_with,
    "string length": lambda lowering, given: lowering.text(given[0], lambda text: nodes.Length(text, _LENGTH)),
    "year": lambda lowering, given: lowering.text(given[0], lambda day: nodes.YearOf(day, _YEARS)),
}
