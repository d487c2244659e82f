"""Tree to FEEL text with as few brackets as the grammar needs: parsing the text gives the same tree.

The chain of left operands is walked, not recursed into, so flat sums of thousands of terms print; every other nesting
costs two Python frames a level, far below the interpreter's limit for all trees that the parser can make.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from huiqi_rules.syntax.ast import (
    And,
    AnyValue,
    Arithmetic,
    Between,
    Boolean,
    Call,
    Compare,
    ContextLiteral,
    Expression,
    Filter,
    FirstMatch,
    For,
    FunctionLiteral,
    If,
    In,
    InstanceOf,
    Iterator,
    ListLiteral,
    Name,
    Negate,
    Node,
    Null,
    Number,
    Or,
    Path,
    Quantified,
    QuestionMark,
    RangeLiteral,
    String,
    Temporal,
    Test,
    TypeName,
    UnaryCompare,
    UnaryTests,
)
from huiqi_rules.syntax.known_names import split_name
from huiqi_rules.syntax.literals import quote


def print_expression(node: Expression) -> str:
    """Return the FEEL text of `node`; names of several words must be known to whoever parses it again."""
    return _operand(node, 0)


def print_unary_tests(node: UnaryTests) -> str:
    """Return the FEEL text of a decision table cell."""
    text = ", ".join(_test(test) for test in node.tests)
    if node.negated:
        return f"not({text})"
    match node.tests:
        # A cell that is one call of `not` would read as the negation of the cell.
        case (Call(Name("not")),):
            return f"({text})"
    return text


def print_type(node: TypeName) -> str:
    """Return the FEEL text of a type."""
    arguments = ", ".join(print_type(argument) for argument in node.arguments)
    if node.result is not None:
        return f"function<{arguments}> -> {print_type(node.result)}"
    if node.fields:
        entries = ", ".join(f"{key}: {print_type(kind)}" for key, kind in node.fields)
        return f"{node.name}<{entries}>"
    return f"{node.name}<{arguments}>" if arguments else node.name


def _operand(node: Node, minimum: int) -> str:
    """Print `node` where operators below the binding power `minimum` need brackets."""
    brackets = 0
    suffixes: list[str] = []
    while True:
        if _power(node) < minimum:
            brackets += 1
            suffixes.append(")")
        left = _left_of(node)
        if left is None:
            return "(" * brackets + _PRINT[type(node)](node) + "".join(reversed(suffixes))
        node, suffix, minimum = left
        suffixes.append(suffix)


def _left_of(node: Node) -> tuple[Node, str, int] | None:
    """Return the leftmost operand of `node`, the text behind it, and the power that it needs; None for other nodes."""
    match node:
        case Arithmetic(operator, left, right):
            power = _ARITHMETIC[operator]
            return left, f" {operator} {_operand(right, power + 1)}", power
        case Compare(operator, left, right):
            return left, f" {operator} {_operand(right, _COMPARISON + 1)}", _COMPARISON + 1
        case And(operands):
            return operands[0], "".join(_after_and(operand, _AND + 1) for operand in operands[1:]), _AND + 1
        case Or(operands):
            return operands[0], "".join(f" or {_operand(operand, _OR + 1)}" for operand in operands[1:]), _OR + 1
        case Between(value, low, high):
            bounds = _operand(low, _COMPARISON + 1) + _after_and(high, _COMPARISON + 1)
            return value, f" between {bounds}", _COMPARISON + 1
        case In(value, tests):
            return value, f" in {_tests_of_in(tests)}", _COMPARISON + 1
        case InstanceOf(value, kind):
            return value, f" instance of {print_type(kind)}", _INSTANCE
        case Call(function, arguments, names):
            return function, f"({_arguments(arguments, names)})", _POSTFIX
        case Path(source, name):
            return source, f".{name}", _POSTFIX
        case Filter(source, condition):
            return source, f"[{_operand(condition, 0)}]", _POSTFIX
    return None


def _power(node: Node) -> int:
    match node:
        case Or():
            return _OR
        case And():
            return _AND
        case Compare() | Between() | In():
            return _COMPARISON
        case Arithmetic(operator):
            return _ARITHMETIC[operator]
        case Negate():
            return _NEGATION
        case InstanceOf(_, kind):
            # A `<` behind a bare `list` would open its element type.
            return _FORM if _ends_bare(kind) else _INSTANCE
        case Call() | Path() | Filter():
            return _POSTFIX
        case If() | FirstMatch() | For() | Quantified() | FunctionLiteral():
            return _FORM
    return _PRIMARY


def _ends_bare(kind: TypeName) -> bool:
    while kind.result is not None:
        kind = kind.result
    return kind.name in {"list", "range", "context", "function"} and not kind.arguments and not kind.fields


def _after_and(node: Expression, minimum: int) -> str:
    text = _operand(node, minimum)
    # `date and time` and `years and months duration` are names; brackets keep the conjunction.
    return f" and ({text})" if text.startswith(("time", "months duration")) else f" and {text}"


def _arguments(arguments: tuple[Expression, ...], names: tuple[str, ...]) -> str:
    texts = [_operand(argument, 0) for argument in arguments]
    if names:
        texts = [f"{name}: {text}" for name, text in zip(names, texts, strict=True)]
    return ", ".join(texts)


def _tests_of_in(tests: tuple[Test, ...]) -> str:
    if len(tests) > 1:
        return f"({', '.join(_test(test) for test in tests)})"
    match tests[0]:
        case UnaryCompare() as test:
            return _test(test)
        case RangeLiteral(low, high) if low is None or high is None:
            # `in (< 5)` is the test `< 5`; a second bracket keeps the range.
            return f"({_operand(tests[0], 0)})"
    return _operand(tests[0], _COMPARISON + 1)


def _test(test: Test) -> str:
    match test:
        case AnyValue():
            return "-"
        case UnaryCompare(operator, operand):
            return f"{operator} {_operand(operand, _COMPARISON + 1)}"
    return _operand(test, 0)


def _number(node: Number) -> str:
    return str(node.value)


def _negate(node: Negate) -> str:
    return f"-{_operand(node.operand, _NEGATION)}"


def _if(node: If) -> str:
    parts = (_operand(part, 0) for part in (node.condition, node.consequence, node.alternative))
    return "if {} then {} else {}".format(*parts)


def _first_match(node: FirstMatch) -> str:
    rows = (f"if {_operand(question, 0)} then {_operand(answer, 0)} else " for question, answer in node.rows)
    return f"{''.join(rows)}{_operand(node.otherwise, 0)}"


def _for(node: For) -> str:
    return f"for {_iterators(node.iterators)} return {_operand(node.body, 0)}"


def _quantified(node: Quantified) -> str:
    return f"{node.kind} {_iterators(node.iterators)} satisfies {_operand(node.condition, 0)}"


def _iterators(iterators: tuple[Iterator, ...]) -> str:
    texts = []
    for iterator in iterators:
        end = "" if iterator.end is None else f"..{_operand(iterator.end, 0)}"
        texts.append(f"{iterator.name} in {_operand(iterator.source, 0)}{end}")
    return ", ".join(texts)


def _list(node: ListLiteral) -> str:
    return f"[{', '.join(_operand(item, 0) for item in node.items)}]"


def _context(node: ContextLiteral) -> str:
    return "{" + ", ".join(f"{_key(entry.key)}: {_operand(entry.value, 0)}" for entry in node.entries) + "}"


def _key(key: str) -> str:
    bare = split_name(key)
    if bare is None or "".join(f" {text}" if gap else text for text, gap in ((bare[0], False), *bare[1])) != key:
        return quote(key)
    return key


def _range(node: RangeLiteral) -> str:
    if node.low is None:
        assert node.high is not None, "a range without ends"
        return f"(<{'=' if node.high_included else ''} {_operand(node.high, _COMPARISON + 1)})"
    if node.high is None:
        return f"(>{'=' if node.low_included else ''} {_operand(node.low, _COMPARISON + 1)})"
    opening = "[" if node.low_included else "("
    closing = "]" if node.high_included else ")"
    return f"{opening}{_operand(node.low, 0)}..{_operand(node.high, 0)}{closing}"


def _function(node: FunctionLiteral) -> str:
    parameters = ", ".join(name if kind is None else f"{name}: {print_type(kind)}" for name, kind in node.parameters)
    return f"function({parameters}) {'external ' if node.external else ''}{_operand(node.body, 0)}"


_FORM: Final = 5
_OR: Final = 10
_AND: Final = 20
_COMPARISON: Final = 30
_ARITHMETIC: Final = {"+": 40, "-": 40, "*": 50, "/": 50, "**": 60}
_NEGATION: Final = 70
_INSTANCE: Final = 80
_POSTFIX: Final = 90
_PRIMARY: Final = 100

# Values are typed by their key, which a dict type cannot say.
_PRINT: Final[dict[type[Node], Callable[[Any], str]]] = {
    Number: _number,
    String: lambda node: quote(node.value),
    Boolean: lambda node: "true" if node.value else "false",
    Null: lambda _: "null",
    Temporal: lambda node: f"@{quote(node.text)}",
    Name: lambda node: node.name,
    QuestionMark: lambda _: "?",
    Negate: _negate,
    If: _if,
    FirstMatch: _first_match,
    For: _for,
    Quantified: _quantified,
    ListLiteral: _list,
    ContextLiteral: _context,
    RangeLiteral: _range,
    FunctionLiteral: _function,
    UnaryCompare: lambda node: f"({node.operator} {_operand(node.operand, _COMPARISON + 1)})",
}
