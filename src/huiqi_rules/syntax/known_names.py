"""Names of several words: which ones a text may use, and the longest that starts at a token.

A name matches token by token with the same gaps: `a-b` is the name `a-b`, while `a - b` subtracts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from huiqi_rules.builtins import SPACED_NAMES, SPACED_PROPERTIES
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.lexer import KEYWORDS, Tokens, tokenize

# A token after the first: its text, and whether a gap stands before it.
Part: TypeAlias = tuple[str, bool]


@dataclass(slots=True)
class Branch:
    """What may follow the parts so far, and how many names end here."""

    following: dict[Part, Branch] = field(default_factory=dict)
    ends: int = 0


# By first word; a tree, so that a search costs no more than the longest name, however many share their beginning.
KnownNames: TypeAlias = dict[str, Branch]

NAME_LIMIT_TOKENS: Final = 60

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


def match_length(known: KnownNames, tokens: Tokens, position: int) -> int:
    """Return how many tokens after `position` the longest name that starts there takes, 0 when none does."""
    branch = known.get(tokens.texts[position])
    longest = 0
    index = position
    while branch is not None:
        if branch.ends:
            longest = index - position
        index += 1
        if index == len(tokens.texts):
            break
        branch = branch.following.get((tokens.texts[index], tokens.starts[index] > tokens.ends[index - 1]))
    return longest


def count_name(known: KnownNames, name: str, change: int) -> None:
    """Add `change` to how often `name` is known in the table; names of one token need no table."""
    if name.isidentifier():
        return
    split = split_name(name)
    if split is None or not split[1]:
        return
    branch = known.setdefault(split[0], Branch())
    for part in split[1]:
        branch = branch.following.setdefault(part, Branch())
    branch.ends += change


def spelled(tokens: Tokens, first: int, last: int) -> str:
    """Return the tokens from `first` to `last` as one name, each gap as one space."""
    parts = [tokens.texts[first]]
    for index in range(first + 1, last + 1):
        if tokens.starts[index] > tokens.ends[index - 1]:
            parts.append(" ")
        parts.append(tokens.texts[index])
    return "".join(parts)


def split_name(name: str) -> tuple[str, tuple[Part, ...]] | None:
    """Return the first word and the further parts of `name`, or None where FEEL has no bare spelling for it."""
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


def _table(names: frozenset[str]) -> KnownNames:
    known: KnownNames = {}
    for name in names:
        count_name(known, name, 1)
    return known


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
