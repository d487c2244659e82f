"""XPath patterns compiled to something that always ends: Python's `re` where its cost is bounded, else a simulation.

`re` goes back over the text; nested or many repetitions can take it for ever. Such patterns run all alternatives side by
side instead, in time proportional to text times pattern. Patterns with back-references cannot, and take short texts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from huiqi_rules.scalar.functions.pattern_simulation import Program, assemble, spans
from huiqi_rules.scalar.functions.pattern_syntax import (
    Character,
    Choice,
    Edge,
    Group,
    Pattern,
    PatternError,
    Reference,
    Repeat,
    Series,
    parse,
)

__all__ = ["CompiledPattern", "PatternError", "compile_pattern", "expand_replacement"]

PATTERN_LENGTH_MAX: Final = 2_000
# How many steps back `re` may take at most; about a tenth of a second.
STEPS_MAX: Final = 5_000_000
# Up to this length even a pattern that doubles its work with every character ends at once.
RISKY_LENGTH_MAX: Final = 14
_FLAGS: Final = frozenset("smixq")


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern ready to search; `order` is the degree of the polynomial of its cost in `re`, None if exponential."""

    quick: re.Pattern[str]
    program: Program | None
    order: int | None
    literal: bool

    def search(self, text: str) -> bool:
        """Return whether the pattern matches anywhere."""
        if self._is_quick(text):
            return self.quick.search(text) is not None
        return next(self.spans(text), None) is not None

    def spans(self, text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """Yield groups (the whole match first), start and end of every match that does not overlap the one before."""
        if self._is_quick(text):
            for match in self.quick.finditer(text):
                yield (match[0], *(group or "" for group in match.groups())), match.start(), match.end()
            return
        if self.program is None:
            raise PatternError("a pattern with back-references is too costly for a text of this length")
        yield from spans(self.program, text)

    def _is_quick(self, text: str) -> bool:
        if self.order is None:
            return len(text) <= RISKY_LENGTH_MAX
        steps: int = (len(text) + 1) ** (self.order + 1)
        return steps <= STEPS_MAX


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, flags: str) -> CompiledPattern:
    """Return the compiled pattern; raises `PatternError` for a text that is none, or an unknown flag."""
    if not _FLAGS.issuperset(flags) or len(pattern) > PATTERN_LENGTH_MAX:
        raise PatternError("unknown flag, or a pattern too long")
    options = re.IGNORECASE if "i" in flags else re.NOFLAG
    if "q" in flags:
        return CompiledPattern(re.compile(re.escape(pattern), options), None, 0, literal=True)
    text = _without_space(pattern) if "x" in flags else pattern
    tree, groups = parse(text, dot_all="s" in flags, lines="m" in flags)
    try:
        quick = re.compile(_print(tree), options)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(str(error)) from error
    program = None if _has_reference(tree) else assemble(tree, groups, options)
    return CompiledPattern(quick, program, _order(tree), literal=False)


def expand_replacement(replacement: str, groups: tuple[str, ...], *, literal: bool) -> str:
    """Return the replacement with `$1` by its group; raises `PatternError` for a stray `$` or backslash."""
    if literal:
        return replacement
    pieces: list[str] = []
    place = 0
    while place < len(replacement):
        sign, following = replacement[place], replacement[place + 1 : place + 2]
        place += 1
        if sign == "\\":
            if following not in ("\\", "$"):
                raise PatternError("a backslash in a replacement stands before $ or \\ only")
            sign, place = following, place + 1
        elif sign == "$":
            end = _end_of_group(replacement, place, len(groups) - 1)
            number = int(replacement[place:end])
            sign, place = (groups[number] if number < len(groups) else ""), end
        pieces.append(sign)
    return "".join(pieces)


def _end_of_group(replacement: str, place: int, most: int) -> int:
    """Where the number of a group ends: as many digits as still name a group, at least one."""
    if replacement[place : place + 1] not in tuple("0123456789"):
        raise PatternError("a $ in a replacement stands before a digit")
    end = place + 1
    while replacement[end : end + 1] in tuple("0123456789") and int(replacement[place : end + 1]) <= most:
        end += 1
    return end


def _without_space(pattern: str) -> str:
    """The pattern without white space outside of its classes."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for sign in pattern:
        if depth == 0 and sign in " \t\n\r":
            continue
        kept.append(sign)
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        else:
            depth += (sign == "[") - (sign == "]" and depth > 0)
    return "".join(kept)


def _print(node: Pattern) -> str:
    """The pattern in Python's notation."""
    match node:
        case Character(source=source) | Edge(source=source):
            return source
        case Reference(group=group):
            # A group that took no part counts as the empty text; a following digit is no part of the number.
            return f"(?(g{group})(?P=g{group}))"
        case Series(parts=parts):
            return "".join(map(_print, parts))
        case Choice(parts=parts):
            return f"(?:{'|'.join(map(_print, parts))})"
        case Group(part=part, number=number):
            return f"({'?:' if number is None else f'?P<g{number}>'}{_print(part)})"
        case Repeat(part=part, least=least, most=most, lazy=lazy):
            bounds = f"{{{least},{'' if most is None else most}}}"
            return f"(?:{_print(part)}){bounds}{'?' if lazy else ''}"


def _has_reference(node: Pattern) -> bool:
    match node:
        case Reference():
            return True
        case Series(parts=parts) | Choice(parts=parts):
            return any(map(_has_reference, parts))
        case Group(part=part) | Repeat(part=part):
            return _has_reference(part)
        case _:
            return False


def _order(node: Pattern) -> int | None:
    """How many repetitions multiply in the worst case; None where one holds another choice."""
    match node:
        case Series(parts=parts) | Choice(parts=parts):
            orders = [_order(part) for part in parts]
            return None if None in orders else sum(order for order in orders if order is not None)
        case Group(part=part):
            return _order(part)
        case Repeat(part=part, least=least, most=most):
            if (least, most) in ((0, 1), (1, 1)):
                order = _order(part)
                return None if order is None else order + 1
            return 1 if _is_fixed(part) else None
        case _:
            return 0


def _is_fixed(node: Pattern) -> bool:
    """Whether a part can match in one way only."""
    match node:
        case Choice() | Repeat():
            return False
        case Series(parts=parts):
            return all(map(_is_fixed, parts))
        case Group(part=part):
            return _is_fixed(part)
        case _:
            return True
