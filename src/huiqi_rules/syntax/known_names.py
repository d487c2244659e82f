"""Names of several words: which ones a text may use, and the longest that starts at a token.

A name matches token by token with the same gaps: `a-b` is the name `a-b`, while `a - b` subtracts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final, TypeAlias

from huiqi_rules.builtins import SPACED_NAMES, SPACED_PROPERTIES
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.lexer import KEYWORDS, Tokens, tokenize

# The tokens after the first: text, and whether a gap stands before it.
Tail: TypeAlias = tuple[tuple[str, bool], ...]
KnownNames: TypeAlias = dict[str, tuple[Tail, ...]]

NAME_SYMBOLS: Final = frozenset({".", "/", "-", "'", "+", "*", "**"})


def known_names(names: Collection[str]) -> KnownNames:
    """Return the table of all names of several tokens among `names` and the built-in functions."""
    return _function_table(frozenset(names))


def known_properties(names: Collection[str]) -> KnownNames:
    """Return the table for names behind a dot: `names` and the properties of temporal values and ranges."""
    return _property_table(frozenset(names))


def known_types(names: Collection[str]) -> KnownNames:
    """Return the table for type names: `names` and the built-in types that hold spaces."""
    return _type_table(frozenset(names))


def match_length(tails: Iterable[Tail], tokens: Tokens, position: int) -> int:
    """Return how many tokens after `position` the longest of `tails` takes, 0 when none matches."""
    longest = 0
    for tail in tails:
        if len(tail) > longest and _matches(tail, tokens, position):
            longest = len(tail)
    return longest


def spelled(tokens: Tokens, first: int, last: int) -> str:
    """Return the tokens from `first` to `last` as one name, each gap as one space."""
    parts = [tokens.texts[first]]
    for index in range(first + 1, last + 1):
        if tokens.starts[index] > tokens.ends[index - 1]:
            parts.append(" ")
        parts.append(tokens.texts[index])
    return "".join(parts)


def split_name(name: str) -> tuple[str, Tail] | None:
    """Return the first word and the tail of `name`, or None where FEEL has no bare spelling for it."""
    try:
        tokens = tokenize(name)
    except FeelSyntaxError:
        return None
    last = len(tokens.kinds) - 2
    if last < 0 or tokens.kinds[0] != "name" or not all(_is_part(kind) for kind in tokens.kinds[1:-1]):
        return None
    gaps = [tokens.starts[index] > tokens.ends[index - 1] for index in range(1, last + 1)]
    return tokens.texts[0], tuple(zip(tokens.texts[1 : last + 1], gaps, strict=True))


def _is_part(kind: str) -> bool:
    return kind in {"name", "number"} or kind in NAME_SYMBOLS or kind in KEYWORDS


def _matches(tail: Tail, tokens: Tokens, position: int) -> bool:
    if position + len(tail) >= len(tokens.texts):
        return False
    for index, (text, gap) in enumerate(tail, position + 1):
        if tokens.texts[index] != text or (tokens.starts[index] > tokens.ends[index - 1]) is not gap:
            return False
    return True


def _table(names: frozenset[str]) -> KnownNames:
    found: dict[str, set[Tail]] = {}
    for name in names:
        if name.isidentifier():
            continue
        split = split_name(name)
        if split is not None and split[1]:
            found.setdefault(split[0], set()).add(split[1])
    return {first: tuple(sorted(tails, key=len, reverse=True)) for first, tails in found.items()}


@lru_cache(maxsize=64)
def _function_table(names: frozenset[str]) -> KnownNames:
    return _table(names | SPACED_NAMES)


@lru_cache(maxsize=64)
def _property_table(names: frozenset[str]) -> KnownNames:
    return _table(names | SPACED_PROPERTIES)


@lru_cache(maxsize=64)
def _type_table(names: frozenset[str]) -> KnownNames:
    return _table(names | _SPACED_TYPES)


_SPACED_TYPES: Final = frozenset({"date and time", "years and months duration", "days and time duration"})
