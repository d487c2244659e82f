"""FEEL text to tree: a Pratt parser for the expression language and the unary tests of DMN 1.5.

Operators bind as the standard's grammar ranks them, all to the left: `or`, `and`, comparison (never chained), sums,
products, `**`, unary minus, `instance of`, then calls, filters and paths. So `2 ** 3 ** 2` is 64 and `-2 ** 2` is 4.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, TypeAlias, cast

from huiqi_rules.core.spans import Span
from huiqi_rules.syntax.ast import (
    And,
    AnyValue,
    Arithmetic,
    ArithmeticOperator,
    Between,
    Boolean,
    Call,
    Compare,
    CompareOperator,
    Expression,
    Filter,
    In,
    InstanceOf,
    Name,
    Negate,
    Null,
    Number,
    Or,
    Path,
    QuestionMark,
    String,
    Temporal,
    Test,
    TypeName,
    UnaryCompare,
    UnaryTests,
)
from huiqi_rules.syntax.cursor import Cursor
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.forms import FORMS, bracketed_tests
from huiqi_rules.syntax.known_names import known_names, known_properties, known_types
from huiqi_rules.syntax.literals import read_number, read_string
from huiqi_rules.syntax.slips import fail_after_expression, fail_at_prefix
from huiqi_rules.syntax.type_parser import read_type


def parse_expression(text: str, *, names: Collection[str] = ()) -> Expression:
    """Parse one FEEL expression; `names` are the names of several words that the scope knows.

    Raises FeelSyntaxError with the span of the first mistake, also for texts that are too long or nested too deep.
    """
    parser = Parser(text, names)
    node = parser.expression()
    if parser.kinds[parser.position] != "end":
        fail_after_expression(parser)
    return node


def parse_unary_tests(text: str, *, names: Collection[str] = ()) -> UnaryTests:
    """Parse the unary tests of a decision table cell: `-`, `< 5, [7..9)`, `not("A", "B")`, or expressions with `?`.

    Raises FeelSyntaxError as `parse_expression` does.
    """
    parser = Parser(text, names)
    match parser.kinds[:3]:
        case ["end"]:
            parser.fail("the text holds no test", "write a test, or `-` for any value")
        case ["-", "end"]:
            return UnaryTests((AnyValue(span=Span(parser.starts[0], parser.ends[0])),), span=Span(0, len(text)))
        case ["name", "(", _] if parser.texts[0] == "not":
            return _negated_tests(parser) or _plain_tests(Parser(text, names))
    return _plain_tests(parser)


def parse_type(text: str, *, names: Collection[str] = ()) -> TypeName:
    """Parse a type such as `number`, `list<string>` or `context<a: number>`; raises FeelSyntaxError."""
    cursor = Cursor(text)
    node = read_type(cursor, known_types(names))
    cursor.expect("end", "the end of the type")
    return node


def _negated_tests(parser: Parser) -> UnaryTests | None:
    # `not(` may also begin an ordinary expression (`not(a) and b`), which shows only at its end.
    parser.position = 2
    try:
        tests = parser.tests()
    except FeelSyntaxError:
        return None
    if parser.kinds[parser.position] != ")" or parser.kinds[parser.position + 1] != "end":
        return None
    return UnaryTests(tests, negated=True, span=Span(0, len(parser.text)))


def _plain_tests(parser: Parser) -> UnaryTests:
    tests = parser.tests()
    if parser.kinds[parser.position] != "end":
        fail_after_expression(parser)
    return UnaryTests(tests, span=Span(0, len(parser.text)))


class Parser(Cursor):
    """The Pratt loop; the forms that begin with a bracket or a keyword live in `forms`."""

    __slots__ = ("high_endpoint", "names", "properties", "types")

    def __init__(self, text: str, names: Collection[str]) -> None:
        super().__init__(text)
        self.names = known_names(names)
        self.properties = known_properties(names)
        self.types = known_types(names)
        # True while the end of a range is read, where `[` may close it: `[1..10[`.
        self.high_endpoint = False

    def expression(self, minimum: int = 0) -> Expression:
        """Take the longest expression whose operators all bind tighter than `minimum`."""
        self.descend()
        start = self.starts[self.position]
        prefix = PREFIX.get(self.kinds[self.position])
        if prefix is None:
            fail_at_prefix(self)
        node = self.extend(prefix(self), start, minimum)
        self.depth -= 1
        return node

    def extend(self, left: Expression, start: int, minimum: int) -> Expression:
        """Take the operators that follow `left`, which began at the offset `start`."""
        while True:
            kind = self.kinds[self.position]
            power = POWER.get(kind, 0)
            if power <= minimum or (kind == "[" and self.high_endpoint and not self.opens_filter()):
                return left
            left = INFIX[kind](self, left, start)

    def opens_filter(self) -> bool:
        """Return whether the `[` at the cursor opens a filter, where it could also close a range."""
        # What follows a range and also begins an expression (`-`, `[`, `(`) makes no sense behind `[1..10[`; so
        # whatever begins an expression makes it a filter.
        return self.begins_value(self.position + 1)

    def begins_value(self, position: int) -> bool:
        """Return whether the token at `position` can begin an expression (`]`, which may open a range, left out)."""
        return self.kinds[position] in PREFIX and self.kinds[position] != "]"

    def tests(self) -> tuple[Test, ...]:
        """Take positive unary tests, separated by commas."""
        tests = [self.test()]
        while self.kinds[self.position] == ",":
            self.position += 1
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Test:
        """Take one positive unary test."""
        if self.kinds[self.position] in COMPARISONS:
            return self.unary_comparison()
        return self.expression()

    def unary_comparison(self) -> UnaryCompare:
        """Take a comparison operator and its right side."""
        start = self.starts[self.position]
        operator = cast(CompareOperator, self.kinds[self.position])
        self.position += 1
        operand = self.expression(_COMPARISON)
        return UnaryCompare(operator, operand, span=self.span_from(start))


def _number(parser: Parser) -> Expression:
    position = parser.position
    parser.position = position + 1
    text, start = parser.texts[position], parser.starts[position]
    return Number(read_number(text, start), span=Span(start, parser.ends[position]))


def _string(parser: Parser) -> Expression:
    position = parser.position
    parser.position = position + 1
    start = parser.starts[position]
    return String(read_string(parser.texts[position], start), span=Span(start, parser.ends[position]))


def _temporal(parser: Parser) -> Expression:
    span = parser.here()
    token = parser.texts[parser.position]
    quoted = token[1:].lstrip()
    parser.position += 1
    return Temporal(read_string(quoted, span.end - len(quoted)), span=span)


def _name(parser: Parser) -> Expression:
    position = parser.position
    word = parser.texts[position]
    if word in parser.names or word in parser.bound:
        start = parser.starts[position]
        return Name(parser.take(parser.tail_length(parser.names)), span=parser.span_from(start))
    parser.position = position + 1
    return Name(word, span=Span(parser.starts[position], parser.ends[position]))


def _constant(parser: Parser) -> Expression:
    span = parser.here()
    word = parser.texts[parser.position]
    parser.position += 1
    return Null(span=span) if word == "null" else Boolean(word == "true", span=span)


def _question_mark(parser: Parser) -> Expression:
    span = parser.here()
    parser.position += 1
    return QuestionMark(span=span)


def _negate(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    parser.position += 1
    operand = parser.expression(_NEGATION)
    return Negate(operand, span=parser.span_from(start))


def _logical(parser: Parser, left: Expression, start: int) -> Expression:
    kind = parser.kinds[parser.position]
    operands = [left]
    while parser.kinds[parser.position] == kind:
        parser.position += 1
        operands.append(parser.expression(POWER[kind]))
    node = And if kind == "and" else Or
    return node(tuple(operands), span=parser.span_from(start))


def _arithmetic(parser: Parser, left: Expression, start: int) -> Expression:
    operator = parser.kinds[parser.position]
    parser.position += 1
    right = parser.expression(POWER[operator])
    return Arithmetic(cast(ArithmeticOperator, operator), left, right, span=parser.span_from(start))


def _compare(parser: Parser, left: Expression, start: int) -> Expression:
    operator = parser.kinds[parser.position]
    parser.position += 1
    right = parser.expression(_COMPARISON)
    _forbid_chain(parser)
    return Compare(cast(CompareOperator, operator), left, right, span=parser.span_from(start))


def _between(parser: Parser, left: Expression, start: int) -> Expression:
    parser.position += 1
    low = parser.expression(_COMPARISON)
    parser.expect("and", "`and` after the lower bound of `between`", "write `x between 1 and 5`")
    high = parser.expression(_COMPARISON)
    _forbid_chain(parser)
    return Between(left, low, high, span=parser.span_from(start))


def _in(parser: Parser, left: Expression, start: int) -> Expression:
    parser.position += 1
    kind = parser.kinds[parser.position]
    tests: tuple[Test, ...]
    if kind in COMPARISONS:
        tests = (parser.unary_comparison(),)
    elif kind == "(":
        tests = bracketed_tests(parser)
    else:
        tests = (parser.expression(_COMPARISON),)
    _forbid_tighter(parser, _COMPARISON, "the tests of `in`")
    _forbid_chain(parser)
    return In(left, tests, span=parser.span_from(start))


def _forbid_chain(parser: Parser) -> None:
    if POWER.get(parser.kinds[parser.position]) == _COMPARISON:
        remedy = "join two comparisons with `and`, or put one into brackets"
        parser.fail(f"comparisons cannot be chained, found a second one: {parser.found()}", remedy)


def _forbid_tighter(parser: Parser, power: int, what: str) -> None:
    kind = parser.kinds[parser.position]
    closes_range = kind == "[" and parser.high_endpoint and not parser.opens_filter()
    if POWER.get(kind, 0) > power and not closes_range:
        parser.fail(f"`{kind}` cannot follow {what}", "put what stands before it into brackets")


def _instance_of(parser: Parser, left: Expression, start: int) -> Expression:
    parser.position += 1
    if parser.texts[parser.position] != "of":
        parser.fail(f"expected `of` after `instance`, found {parser.found()}", "write `x instance of number`")
    parser.position += 1
    kind = read_type(parser, parser.types)
    _forbid_tighter(parser, POWER["instance"], "a type")
    return InstanceOf(left, kind, span=parser.span_from(start))


def _path(parser: Parser, left: Expression, start: int) -> Expression:
    parser.position += 1
    if parser.kinds[parser.position] != "name":
        parser.fail(f"expected a name after `.`, found {parser.found()}", "write `source.name`")
    name = parser.take(parser.tail_length(parser.properties, keys_too=True))
    return Path(left, name, span=parser.span_from(start))


def _filter(parser: Parser, left: Expression, start: int) -> Expression:
    parser.position += 1
    outer, parser.high_endpoint = parser.high_endpoint, False
    condition = parser.expression()
    parser.high_endpoint = outer
    parser.expect("]", "`]` that closes the filter", "close the filter with `]`")
    return Filter(left, condition, span=parser.span_from(start))


def _call(parser: Parser, left: Expression, start: int) -> Expression:
    parser.position += 1
    outer, parser.high_endpoint = parser.high_endpoint, False
    arguments: list[Expression] = []
    names: dict[str, None] = {}
    while parser.kinds[parser.position] != ")" or arguments:
        length = parser.new_name_length(":") if parser.kinds[parser.position] == "name" else 0
        named = parser.kinds[parser.position + length + 1 : parser.position + length + 2] == [":"]
        if arguments and named is not bool(names):
            parser.fail("named and positional arguments are mixed in one call", "name all arguments, or none")
        if named and parser.kinds[parser.position] == "name":
            _take_parameter(parser, length, names)
        arguments.append(parser.expression())
        if parser.kinds[parser.position] != ",":
            break
        parser.position += 1
    parser.high_endpoint = outer
    parser.expect(")", "`,` or `)` in the call", "close the call with `)`")
    return Call(left, tuple(arguments), tuple(names), span=parser.span_from(start))


def _take_parameter(parser: Parser, length: int, names: dict[str, None]) -> None:
    span_start = parser.starts[parser.position]
    name = parser.take(length)
    if name in names:
        raise FeelSyntaxError(f"the argument `{name}` is given twice", parser.span_from(span_start), "remove one")
    names[name] = None
    parser.position += 1


_COMPARISON: Final = 30
_NEGATION: Final = 70
COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})

POWER: Final[dict[str, int]] = {
    "or": 10,
    "and": 20,
    **dict.fromkeys([*COMPARISONS, "between", "in"], _COMPARISON),
    "+": 40,
    "-": 40,
    "*": 50,
    "/": 50,
    "**": 60,
    "instance": 80,
    "(": 90,
    "[": 90,
    ".": 90,
}

_Prefix: TypeAlias = Callable[[Parser], Expression]
_Infix: TypeAlias = Callable[[Parser, Expression, int], Expression]

INFIX: Final[dict[str, _Infix]] = {
    "or": _logical,
    "and": _logical,
    **dict.fromkeys(COMPARISONS, _compare),
    "between": _between,
    "in": _in,
    **dict.fromkeys(["+", "-", "*", "/", "**"], _arithmetic),
    "instance": _instance_of,
    "(": _call,
    "[": _filter,
    ".": _path,
}

PREFIX: Final[dict[str, _Prefix]] = {
    "number": _number,
    "string": _string,
    "temporal": _temporal,
    "name": _name,
    "true": _constant,
    "false": _constant,
    "null": _constant,
    "?": _question_mark,
    "-": _negate,
    **FORMS,
}
