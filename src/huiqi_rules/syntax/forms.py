"""The expressions that begin with a bracket or a keyword: groups, ranges, lists, contexts, `if`, `for`, functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, cast

from huiqi_rules.core.spans import Span
from huiqi_rules.syntax.ast import (
    CompareOperator,
    ContextEntry,
    ContextLiteral,
    Expression,
    For,
    FunctionLiteral,
    If,
    Iterator,
    ListLiteral,
    Quantified,
    RangeLiteral,
    Test,
    TypeName,
    UnaryCompare,
)
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.literals import read_string
from huiqi_rules.syntax.type_parser import read_type

if TYPE_CHECKING:
    from huiqi_rules.syntax.parser import Parser

_COMPARISON: Final = 30
_COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})


def bracketed_tests(parser: Parser) -> tuple[Test, ...]:
    """Take what follows `in` from `(` on: several tests, or one expression that only begins with a bracket."""
    start = parser.starts[parser.position]
    parser.position += 1
    outer, parser.high_endpoint = parser.high_endpoint, False
    first = parser.test()
    if parser.kinds[parser.position] == ".." and not isinstance(first, UnaryCompare):
        parser.high_endpoint = outer
        grouped = _finish_range(parser, cast(Expression, first), start, low_included=False)
        return (parser.extend(grouped, start, _COMPARISON),)
    tests = [first]
    while parser.kinds[parser.position] == ",":
        parser.position += 1
        tests.append(parser.test())
    parser.high_endpoint = outer
    parser.expect(")", "`,` or `)` after a test of `in`", "close the bracket with `)`")
    if len(tests) > 1:
        return tuple(tests)
    if not isinstance(first, UnaryCompare):
        return (parser.extend(cast(Expression, first), start, _COMPARISON),)
    # `(< 5)` alone is the test `< 5`; only what goes on, like `(< 5).end`, makes it a range.
    ranged = _unary_range(first, parser.span_from(start))
    extended = parser.extend(ranged, start, _COMPARISON)
    return (first,) if extended is ranged else (extended,)


def _group(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    parser.position += 1
    outer, parser.high_endpoint = parser.high_endpoint, False
    if parser.kinds[parser.position] in _COMPARISONS:
        comparison = parser.unary_comparison()
        parser.expect(")", "`)` that closes the range", "write `(>= 5)`")
        parser.high_endpoint = outer
        return _unary_range(comparison, parser.span_from(start))
    node = parser.expression()
    parser.high_endpoint = outer
    if parser.kinds[parser.position] == "..":
        return _finish_range(parser, node, start, low_included=False)
    if parser.kinds[parser.position] == ",":
        parser.fail("expected `)` that closes the bracket, found `,`", "put several values into a list: `[a, b]`")
    parser.expect(")", "`)` that closes the bracket", "close every `(` with `)`")
    return node


def _unary_range(comparison: UnaryCompare, span: Span) -> Expression:
    operand = comparison.operand
    match comparison.operator:
        case "<" | "<=" as operator:
            return RangeLiteral(None, operand, False, operator == "<=", span=span)
        case ">" | ">=" as operator:
            return RangeLiteral(operand, None, operator == ">=", False, span=span)
        case "=":
            return RangeLiteral(operand, operand, True, True, span=span)
    # Everything but one value is no interval; the comparison itself stands for it.
    return UnaryCompare(cast(CompareOperator, comparison.operator), operand, span=span)


def _finish_range(parser: Parser, low: Expression, start: int, *, low_included: bool) -> Expression:
    parser.position += 1
    outer, parser.high_endpoint = parser.high_endpoint, True
    high = parser.expression()
    parser.high_endpoint = outer
    closing = parser.kinds[parser.position]
    if closing not in {")", "]", "["}:
        parser.fail(f"expected `]` or `)` that closes the range, found {parser.found()}", "write `[low..high]`")
    parser.position += 1
    return RangeLiteral(low, high, low_included, closing == "]", span=parser.span_from(start))


def _open_range(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    if not parser.begins_value(parser.position + 1):
        parser.fail("expected an expression, found `]`", "write a value before `]`")
    parser.position += 1
    low = parser.expression()
    if parser.kinds[parser.position] != "..":
        parser.fail(f"expected `..` in the range that `]` opens, found {parser.found()}", "write `]low..high]`")
    return _finish_range(parser, low, start, low_included=False)


def _square(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    parser.position += 1
    outer, parser.high_endpoint = parser.high_endpoint, False
    items: list[Expression] = []
    if parser.kinds[parser.position] != "]":
        items.append(parser.expression())
        if parser.kinds[parser.position] == "..":
            parser.high_endpoint = outer
            return _finish_range(parser, items[0], start, low_included=True)
        while parser.kinds[parser.position] == ",":
            parser.position += 1
            items.append(parser.expression())
    parser.high_endpoint = outer
    parser.expect("]", "`,` or `]` in the list", "close the list with `]`")
    return ListLiteral(tuple(items), span=parser.span_from(start))


def _context(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    parser.position += 1
    outer, parser.high_endpoint = parser.high_endpoint, False
    entries: list[ContextEntry] = []
    keys: set[str] = set()
    while parser.kinds[parser.position] != "}" or entries:
        entries.append(_entry(parser, keys))
        if parser.kinds[parser.position] != ",":
            break
        parser.position += 1
    for key in keys:
        parser.unbind(key)
    parser.high_endpoint = outer
    parser.expect("}", "`,` or `}` in the context", "close the context with `}`")
    return ContextLiteral(tuple(entries), span=parser.span_from(start))


def _entry(parser: Parser, keys: set[str]) -> ContextEntry:
    start = parser.starts[parser.position]
    if parser.kinds[parser.position] == "string":
        key = read_string(parser.texts[parser.position], start)
        parser.position += 1
    else:
        key = parser.take_new_name("the key of a context entry", ":")
    if key in keys:
        raise FeelSyntaxError(f"the key `{key}` stands twice in this context", parser.span_from(start), "remove one")
    parser.expect(":", f"`:` after the key `{key}`", "write `{key: value}`")
    keys.add(key)
    parser.bind(key)
    parser.remember_key(key)
    value = parser.expression()
    return ContextEntry(key, value, span=parser.span_from(start))


def _if(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    remedy = "write `if condition then value else other value`"
    parser.position += 1
    condition = parser.expression()
    parser.expect("then", "`then` after the condition of `if`", remedy)
    consequence = parser.expression()
    parser.expect("else", "`else` after the first value of `if`", remedy)
    alternative = parser.expression()
    return If(condition, consequence, alternative, span=parser.span_from(start))


def _iterators(parser: Parser, *, word: str) -> tuple[Iterator, ...]:
    iterators: list[Iterator] = []
    while not iterators or parser.kinds[parser.position] == ",":
        parser.position += 1
        start = parser.starts[parser.position]
        name = _variable(parser, word)
        source = parser.expression()
        end = None
        if parser.kinds[parser.position] == "..":
            parser.position += 1
            end = parser.expression()
        iterators.append(Iterator(name, source, end, span=parser.span_from(start)))
        parser.bind(name)
    return tuple(iterators)


def _variable(parser: Parser, word: str) -> str:
    first = parser.position
    name = parser.take_new_name(f"the name of a variable after `{word}`", "in")
    if parser.kinds[parser.position] != "in":
        # The name has swallowed whatever stands in place of `in`.
        parser.position = first + 1
        problem = f"expected `in` after the variable `{parser.texts[first]}`, found {parser.found()}"
        parser.fail(problem, f"write `{word} x in list`")
    parser.position += 1
    return name


def _for(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    iterators = _iterators(parser, word="for")
    parser.expect("return", "`return` after the list of `for`", "write `for x in list return value`")
    body = parser.expression()
    for iterator in iterators:
        parser.unbind(iterator.name)
    return For(iterators, body, span=parser.span_from(start))


def _quantified(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    kind = cast(Literal["some", "every"], parser.kinds[parser.position])
    iterators = _iterators(parser, word=kind)
    remedy = f"write `{kind} x in list satisfies condition`"
    parser.expect("satisfies", f"`satisfies` after the list of `{kind}`", remedy)
    condition = parser.expression()
    for iterator in iterators:
        parser.unbind(iterator.name)
    return Quantified(kind, iterators, condition, span=parser.span_from(start))


def _function(parser: Parser) -> Expression:
    start = parser.starts[parser.position]
    parser.position += 1
    parser.expect("(", "`(` and the parameters of the function", "write `function(x) x + 1`")
    parameters: dict[str, TypeName | None] = {}
    while parser.kinds[parser.position] != ")" or parameters:
        _parameter(parser, parameters)
        if parser.kinds[parser.position] != ",":
            break
        parser.position += 1
    parser.expect(")", "`,` or `)` after a parameter", "close the parameters with `)`")
    # `external` is no keyword elsewhere; here only a context may follow it.
    external = parser.texts[parser.position : parser.position + 2] == ["external", "{"]
    parser.position += external
    for name in parameters:
        parser.bind(name)
    body = parser.expression()
    for name in parameters:
        parser.unbind(name)
    return FunctionLiteral(tuple(parameters.items()), body, external, span=parser.span_from(start))


def _parameter(parser: Parser, parameters: dict[str, TypeName | None]) -> None:
    start = parser.starts[parser.position]
    name = parser.take_new_name("the name of a parameter", ":")
    if name in parameters:
        raise FeelSyntaxError(f"the parameter `{name}` stands twice", parser.span_from(start), "rename one")
    kind = None
    if parser.kinds[parser.position] == ":":
        parser.position += 1
        kind = read_type(parser, parser.types)
    parameters[name] = kind


FORMS: Final[dict[str, Callable[[Parser], Expression]]] = {
    "(": _group,
    "[": _square,
    "]": _open_range,
    "{": _context,
    "if": _if,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
    "function": _function,
}
