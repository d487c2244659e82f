"""What number, string and at-literals mean: exact decimals, and texts with their escapes resolved (and put back)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from huiqi_rules.core.spans import Span
from huiqi_rules.syntax.errors import FeelSyntaxError

# The exponent range of decimal128, the standard's number type.
EXPONENT_LIMIT_DIGITS: Final = 6144


def read_number(text: str, start: int) -> Decimal:
    """Return the exact value of a numeric literal; raises FeelSyntaxError when its exponent is beyond decimal128."""
    _, marker, exponent = text.lower().partition("e")
    if marker:
        digits = exponent.lstrip("+-").lstrip("0")
        if len(digits) > 4 or int(digits or "0") > EXPONENT_LIMIT_DIGITS:
            problem = f"the exponent of this number is beyond {EXPONENT_LIMIT_DIGITS:,}"
            raise FeelSyntaxError(problem, Span(start, start + len(text)), "write a smaller number")
    return Decimal(text)


def read_string(quoted: str, start: int) -> str:
    """Return the text of a string literal (with its quotes); raises FeelSyntaxError at a broken escape."""
    body = quoted[1:-1]
    if "\\" not in body:
        return body
    parts: list[str] = []
    position = 0
    for match in _ESCAPE.finditer(body):
        parts.append(body[position : match.start()])
        position = match.end()
        parts.append(_escaped(match, start + 1 + match.start()))
    parts.append(body[position:])
    return _join_surrogates("".join(parts), Span(start, start + len(quoted)))


def quote(value: str) -> str:
    """Return `value` as a string literal that reads back as the same text."""
    return '"' + _SPECIAL.sub(lambda match: _BY_CHARACTER[match[0]], value) + '"'


def _escaped(match: re.Match[str], start: int) -> str:
    code = match["short"] or match["long"]
    if code is not None:
        if int(code, 16) > 0x10FFFF:
            span = Span(start, start + len(match[0]))
            raise FeelSyntaxError(f"`{match[0]}` is no character", span, "the highest is `\\U10FFFF`")
        return chr(int(code, 16))
    letter = match["letter"]
    if letter in "uU":
        problem = f"`\\{letter}` must be followed by {4 if letter == 'u' else 6} hexadecimal digits"
        raise FeelSyntaxError(problem, Span(start, start + 2), "write a backslash itself as `\\\\`")
    # Any other escape keeps its backslash: the standard's tests write the pattern `\d` in that way.
    return _BY_LETTER.get(letter, "\\" + letter)


def _join_surrogates(value: str, span: Span) -> str:
    if not _SURROGATE.search(value):
        return value
    try:
        return value.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        problem = "half of a surrogate pair stands alone in this string"
        raise FeelSyntaxError(problem, span, "write the character as `\\U` and six digits") from error


_BY_LETTER: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_BY_CHARACTER: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_SPECIAL: Final = re.compile(r'[\n\r\t"\\]')
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_ESCAPE: Final = re.compile(r"\\(?:u(?P<short>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{6})|(?P<letter>.))", re.DOTALL)
