"""String functions; positions count code points from 1. Patterns are XPath's, compiled in `patterns`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from huiqi_rules.scalar.functions.arguments import OMITTED, Function, listed, position_of
from huiqi_rules.scalar.functions.patterns import PatternError, compile_pattern, expand_replacement

# A text longer than this is not searched or built: the answer is null.
TEXT_LENGTH_MAX: Final = 2_000_000


def substring(string: object, start_position: object, length: object = OMITTED) -> object:
    """Return the part of a text from a position, of a length or to the end."""
    if not isinstance(string, str):
        return None
    start = position_of(start_position, len(string))
    if start is None:
        return None
    if length is OMITTED:
        return string[start:]
    if not isinstance(length, Decimal) or length < 1:
        return None
    return string[start : start + int(min(length, Decimal(len(string))))]


def string_length(string: object) -> object:
    """Return how many characters a text has."""
    return Decimal(len(string)) if isinstance(string, str) else None


def upper_case(string: object) -> object:
    """Return the text in capitals."""
    return string.upper() if isinstance(string, str) else None


def lower_case(string: object) -> object:
    """Return the text in small letters."""
    return string.lower() if isinstance(string, str) else None


def substring_before(string: object, match: object) -> object:
    """Return the text before the first match, empty if there is none."""
    if not isinstance(string, str) or not isinstance(match, str):
        return None
    place = string.find(match)
    return string[:place] if place > 0 else ""


def substring_after(string: object, match: object) -> object:
    """Return the text after the first match, empty if there is none."""
    if not isinstance(string, str) or not isinstance(match, str):
        return None
    place = string.find(match)
    return string[place + len(match) :] if place >= 0 else ""


def contains(string: object, match: object) -> object:
    """Return whether a text contains another."""
    return match in string if isinstance(string, str) and isinstance(match, str) else None


def starts_with(string: object, match: object) -> object:
    """Return whether a text starts with another."""
    return string.startswith(match) if isinstance(string, str) and isinstance(match, str) else None


def ends_with(string: object, match: object) -> object:
    """Return whether a text ends with another."""
    return string.endswith(match) if isinstance(string, str) and isinstance(match, str) else None


def matches(text: object, pattern: object, flags: object = None) -> object:
    """Return whether a text matches a pattern anywhere; null for a pattern or flag that is not one."""
    if not isinstance(text, str) or not isinstance(pattern, str):
        return None
    try:
        return compile_pattern(pattern, _flags(flags)).search(text)
    except PatternError:
        return None


def replace(text: object, pattern: object, replacement: object, flags: object = None) -> object:
    """Return the text with every match replaced; null where the pattern matches the empty text, as XPath has it."""
    if not isinstance(text, str) or not isinstance(pattern, str) or not isinstance(replacement, str):
        return None
    try:
        compiled = compile_pattern(pattern, _flags(flags))
        if compiled.search(""):
            return None
        pieces: list[str] = []
        length = end = 0
        for groups, start, stop in compiled.spans(text):
            pieces += (text[end:start], expand_replacement(replacement, groups, literal=compiled.literal))
            length += len(pieces[-1]) + len(pieces[-2])
            end = stop
            if length > TEXT_LENGTH_MAX:
                return None
        # A wrong replacement is an error even where nothing matched.
        expand_replacement(replacement, ("",), literal=compiled.literal)
    except PatternError:
        return None
    return "".join([*pieces, text[end:]])


def split(string: object, delimiter: object) -> object:
    """Return the parts of a text between matches of a pattern."""
    if not isinstance(string, str) or not isinstance(delimiter, str):
        return None
    try:
        compiled = compile_pattern(delimiter, "")
        if compiled.search(""):
            return None
        parts: list[object] = []
        end = 0
        for _, start, stop in compiled.spans(string):
            parts.append(string[end:start])
            end = stop
    except PatternError:
        return None
    return [*parts, string[end:]]


def string_join(texts: object, delimiter: object = None) -> object:
    """Return the texts of a list in one, nulls left out."""
    items = listed(texts)
    if items is None or not (delimiter is None or isinstance(delimiter, str)):
        return None
    parts = [item for item in items if isinstance(item, str)]
    if len(parts) + sum(item is None for item in items) < len(items):
        return None
    if sum(map(len, parts)) + len(delimiter or "") * len(parts) > TEXT_LENGTH_MAX:
        return None
    return (delimiter or "").join(parts)


def _flags(flags: object) -> str:
    if flags is None:
        return ""
    if not isinstance(flags, str):
        raise PatternError("flags are a text")
    return flags


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "substring": substring,
    "string length": string_length,
    "upper case": upper_case,
    "lower case": lower_case,
    "substring before": substring_before,
    "substring after": substring_after,
    "replace": replace,
    "contains": contains,
    "starts with": starts_with,
    "ends with": ends_with,
    "matches": matches,
    "split": split,
    "string join": string_join,
}
