"""The FEEL syntax tree: frozen nodes with the span of text that each came from.

Spans do not take part in equality, so a tree that was printed and parsed again equals the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from huiqi_rules.core.spans import NOWHERE, Span

ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/", "**"]
CompareOperator: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The base of all nodes."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A numeric literal, exact."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class String(Node):
    """A string literal, escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Null(Node):
    """`null`."""


@dataclass(frozen=True, slots=True)
class Temporal(Node):
    """An at-literal, `@"2024-06-01"`: date, time, date and time or duration by its text."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name as known to the scope, its parts joined by one space ("loan amount")."""

    name: str


@dataclass(frozen=True, slots=True)
class QuestionMark(Node):
    """`?`, the value under test inside a unary test."""


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """Arithmetic minus."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left operator right`."""

    operator: ArithmeticOperator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left operator right`."""

    operator: CompareOperator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class And(Node):
    """Conjunction of two or more operands, flattened to the left."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Disjunction of two or more operands, flattened to the left."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in test` or `value in (test, test)`: true when any positive unary test holds."""

    value: Expression
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Expression
    type: TypeName


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type: a (qualified) name, with element types for `list<T>`, `range<T>`, `context<a: T>`, `function<T> -> R`."""

    name: str
    arguments: tuple[TypeName, ...] = ()
    fields: tuple[tuple[str, TypeName], ...] = ()
    result: TypeName | None = None


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then consequence else alternative`."""

    condition: Expression
    consequence: Expression
    alternative: Expression


@dataclass(frozen=True, slots=True)
class FirstMatch(Node):
    """The answer of the first question that is true, else `otherwise`: what a decision table of any length is.

    It means `if q then a else if …` and prints so, but nests no deeper than one row. No FEEL text parses to it.
    """

    rows: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """`name in source` or `name in source .. end` of a for expression or a quantifier."""

    name: str
    source: Expression
    end: Expression | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterators return body`."""

    iterators: tuple[Iterator, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some|every iterators satisfies condition`."""

    kind: Literal["some", "every"]
    iterators: tuple[Iterator, ...]
    condition: Expression


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b, c]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ContextEntry(Node):
    """`key: value` of a context."""

    key: str
    value: Expression


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{a: 1, b: a + 1}`; later entries see earlier ones."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[low..high]`, `(low..high)`, `]low..high[`, or `(>= low)`: a missing end is None and open."""

    low: Expression | None
    high: Expression | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """`function(a, b: number) body`; `external` keeps its context as the body."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Expression
    external: bool = False


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`; `names` holds the parameter names of a named call, else is empty."""

    function: Expression
    arguments: tuple[Expression, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.name`."""

    source: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`: an index where the condition is a number, else a filter."""

    source: Expression
    condition: Expression


@dataclass(frozen=True, slots=True)
class UnaryCompare(Node):
    """A unary test by operator: `< 5`, `>= x`, `= y`, `!= y`.

    As an expression it stands for `(!= y)` alone: all values but one, which no RangeLiteral can say.
    """

    operator: CompareOperator
    operand: Expression


@dataclass(frozen=True, slots=True)
class AnyValue(Node):
    """The unary test `-`: always true."""


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The entry of a decision table cell: any of the tests holds, or none of them where `negated` (`not(...)`)."""

    tests: tuple[Test, ...]
    negated: bool = False


Expression: TypeAlias = (
    Number | String | Boolean | Null | Temporal | Name | QuestionMark | Negate | Arithmetic | Compare | And | Or
    | Between | In | InstanceOf | If | FirstMatch | For | Quantified | ListLiteral | ContextLiteral | RangeLiteral
    | FunctionLiteral | Call | Path | Filter | UnaryCompare
)  # fmt: skip
Test: TypeAlias = UnaryCompare | AnyValue | Expression
