"""What to say when a token cannot stand where it stands: the usual slips, each with what to write instead."""

from __future__ import annotations

from typing import NoReturn

from huiqi_rules.core.spans import Span
from huiqi_rules.syntax.cursor import Cursor
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.lexer import KEYWORDS


def fail_at_prefix(cursor: Cursor) -> NoReturn:
    """Raise FeelSyntaxError for a token that cannot begin an expression."""
    position = cursor.position
    kind = cursor.kinds[position]
    before = cursor.kinds[position - 1] if position else ""
    touching = bool(position) and cursor.ends[position - 1] == cursor.starts[position]
    pair = before + kind if touching else ""
    if pair in _PAIRS:
        span = Span(cursor.starts[position - 1], cursor.ends[position])
        raise FeelSyntaxError(f"`{pair}` is not FEEL", span, _PAIRS[pair])
    if kind == "'":
        cursor.fail("`'` does not open a string", 'strings take double quotes: `"text"`')
    if kind == "end" and position == 0:
        cursor.fail("the text holds no expression", "write an expression, or `null`")
    if kind in KEYWORDS:
        cursor.fail(f"expected an expression, found the keyword `{kind}`", "keywords cannot be names")
    if kind in {"*", "/", "+", "**", "=", "!=", "<", "<=", ">", ">=", ".", ".."}:
        cursor.fail(f"expected an expression, found the operator `{kind}`", "write a value before the operator")
    if kind in {")", "}", ","}:
        cursor.fail(f"expected an expression, found `{kind}`", f"write a value before `{kind}`, or remove it")
    cursor.fail(f"expected an expression, found {cursor.found()}", "write a value here")


def fail_after_expression(cursor: Cursor) -> NoReturn:
    """Raise FeelSyntaxError for a token that follows a whole expression."""
    position = cursor.position
    kind = cursor.kinds[position]
    if kind == "name" and cursor.kinds[position - 1] == "number" and cursor.texts[position][0] in "千万亿元":
        cursor.fail(f"a number takes no unit, found {cursor.found()}", "write it out, such as `50000` for 5万")
    cursor.fail_at_unknown_name()
    if kind in {")", "]", "}"}:
        cursor.fail(f"`{kind}` closes a bracket that was never opened", f"remove `{kind}`, or open the bracket")
    if kind == "'":
        cursor.fail("`'` does not open a string", 'strings take double quotes: `"text"`')
    if kind == ",":
        cursor.fail("expected the end of the expression, found `,`", "put several values into a list: `[a, b]`")
    if kind == "..":
        cursor.fail("expected the end of the expression, found `..`", "a range takes brackets: `[1..5]`")
    if kind in {"then", "else"}:
        cursor.fail(f"`{kind}` without `if` before it", "write `if condition then value else other value`")
    if kind == ":":
        cursor.fail("expected the end of the expression, found `:`", "a context takes braces: `{key: value}`")
    cursor.fail(f"expected an operator or the end, found {cursor.found()}", "write an operator between the values")


_PAIRS = {
    "==": "write `=`",
    "!==": "write `!=`",
    "!=!=": "write `!=`",
    "<>": "write `!=`",
    "=>": "write `>=`",
    "=<": "write `<=`",
    "<<": "write `<`",
    ">>": "write `>`",
    "++": "write `+ 1`",
    "***": "write `**`",
    ">==": "write `>=`",
    "<==": "write `<=`",
}
