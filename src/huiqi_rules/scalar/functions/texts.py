"""The text of every FEEL value, as `string` gives it, and the range of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.core import temporal
from huiqi_rules.core.comparison import order
from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import TEMPORAL_TYPES
from huiqi_rules.core.values import ABSENT, Bounds

# Deeper lists and contexts have no text: null.
DEPTH_MAX: Final = 100
_NAME: Final = re.compile(r"[^\W\d]\w*")
_END: Final = (
    r"(?:-?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]{1,4})?"
    r'|"(?:[^"\\]|\\.)*"'
    r'|@\s*"[^"]*"'
    r'|(?:date and time|date|time|duration)\s*\(\s*"[^"]*"\s*\))'
)
_RANGE: Final = re.compile(rf"\s*([\[\](])\s*({_END})\s*\.\.\s*({_END})\s*([\[\])])\s*")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}
_READERS: Final = {
    "@": temporal.parse_literal,
    "date and time": temporal.parse_date_time,
    "date": temporal.parse_date,
    "time": temporal.parse_time,
    "duration": temporal.parse_duration,
}


def text_of(value: object, depth: int = 0) -> str | None:
    """Return the text of a value; texts inside a list or context are quoted; None for null itself."""
    if value is None:
        return None if depth == 0 else "null"
    if depth > DEPTH_MAX:
        return None
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number_text(value)
        case str():
            return value if depth == 0 else quoted(value)
        case list() | tuple():
            parts = [text_of(item, depth + 1) for item in value]
            return None if None in parts else f"[{', '.join(part or '' for part in parts)}]"
        case Mapping():
            return _context_text(value, depth)
        case Range():
            return _range_text(value)
        case frozenset():
            return text_of(sorted(value), depth)
        case Bounds():
            return f"[{number_text(value.low)}..{number_text(value.high)}]"
        case _ if value is ABSENT:
            return "none"
        case _:
            return str(value) if isinstance(value, TEMPORAL_TYPES) else None


def number_text(number: Decimal) -> str:
    """Return a number without exponent and without zeros at the end of its fraction."""
    if not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quoted(text: str) -> str:
    """Return a text as a FEEL string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def range_of(text: str) -> Range | None:
    """Return the range of `[1..3]`; both ends are literals of one kind, the first not above the second."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    opening, low_text, high_text, closing = match.groups()
    low, high = _end(low_text), _end(high_text)
    place = order(low, high)
    if place is None or place > 0:
        return None
    return Range(low, high, opening == "[", closing == "]")


def _end(text: str) -> object:
    if text[0] == '"':
        return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text[1:-1])
    if text[0] not in "@dt":
        return Decimal(text)
    name, _, rest = text.partition('"')
    return _READERS[name.rstrip(" \t\n\r(")](rest[: rest.rindex('"')])


def _context_text(context: Mapping[str, object], depth: int) -> str | None:
    parts: list[str] = []
    for key, value in context.items():
        text = text_of(value, depth + 1)
        if text is None:
            return None
        parts.append(f"{key if _NAME.fullmatch(key) else quoted(key)}: {text}")
    return "{" + ", ".join(parts) + "}"


def _range_text(span: Range) -> str | None:
    low, high = _end_text(span.low), _end_text(span.high)
    if low is None or high is None:
        return None
    if span.operator:
        return f"({span.operator} {high if span.low is None else low})"
    return f"{'[' if span.low_included else '('}{low}..{high}{']' if span.high_included else ')'}"


def _end_text(value: object) -> str | None:
    if isinstance(value, (date, *TEMPORAL_TYPES)):
        return f'@"{value}"'
    return text_of(value, 1)
