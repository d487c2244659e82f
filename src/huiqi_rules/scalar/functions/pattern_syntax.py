r"""The syntax of XPath regular expressions as a tree; every single-character part already as Python's own notation.

XPath differs from Python: class subtraction `[A-Z-[OI]]`, `\p{…}`, `\i`, `\c`, other meanings of `.`, `^`, `$` and
`\w`, no look-around, and most stray escapes are errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from huiqi_rules.scalar.functions.character_classes import escape_body, named_body

REPEAT_MAX: Final = 1_000
DEPTH_MAX: Final = 60


class PatternError(Exception):
    """Raised for a text that is no pattern, flag or replacement."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character, as a Python pattern that matches exactly one."""

    source: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A place without width, as a Python pattern."""

    source: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A back-reference to a group that is closed before it."""

    group: int


@dataclass(frozen=True, slots=True)
class Series:
    """Parts one after the other."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first part that fits."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A part in parentheses, numbered if it captures."""

    part: Pattern
    number: int | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part `least` to `most` times, None without end."""

    part: Pattern
    least: int
    most: int | None
    lazy: bool


Pattern: TypeAlias = Character | Edge | Reference | Series | Choice | Group | Repeat

_SINGLE: Final = {"n": "\\n", "r": "\\r", "t": "\\t"} | {sign: "\\" + sign for sign in "\\|.-^?*+{}()[]$"}
_QUANTIFIER: Final = re.compile(r"([?*+])|\{([0-9]{1,6})(,([0-9]{1,6})?)?\}")
_NAMED: Final = re.compile(r"\{([A-Za-z0-9-]+)\}")


def parse(text: str, *, dot_all: bool, lines: bool) -> tuple[Pattern, int]:
    """Return the tree and the number of its groups; raises `PatternError`."""
    parser = _Parser(text, dot_all=dot_all, lines=lines)
    tree = parser.choice(0)
    if parser.place < len(text):
        raise PatternError("a parenthesis is closed that was not opened")
    return tree, parser.groups


class _Parser:
    """Recursive descent over the text of a pattern."""

    def __init__(self, text: str, *, dot_all: bool, lines: bool) -> None:
        self.text = text
        self.place = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.any = "[\\s\\S]" if dot_all else "[^\\n\\r]"
        # By lines: `^` not after a newline that ends the text, `$` before every newline.
        self.edges = {"^": r"(?:\A|(?<=\n)(?!\Z))", "$": r"(?=\n|\Z)"} if lines else {"^": r"\A", "$": r"\Z"}

    def choice(self, depth: int) -> Pattern:
        if depth > DEPTH_MAX:
            raise PatternError("parentheses are nested too deep")
        parts = [self.series(depth)]
        while self.take("|"):
            parts.append(self.series(depth))
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def series(self, depth: int) -> Pattern:
        parts: list[Pattern] = []
        while self.place < len(self.text) and self.text[self.place] not in "|)":
            parts.append(self.repeat(self.atom(depth)))
        return Series(tuple(parts))

    def repeat(self, part: Pattern) -> Pattern:
        match = _QUANTIFIER.match(self.text, self.place)
        if match is None:
            return part
        self.place = match.end()
        sign, least_text, comma, most_text = match.groups()
        if sign:
            least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        else:
            least = int(least_text)
            most = int(most_text) if most_text else None if comma else least
        if max(least, most or 0) > REPEAT_MAX or (most is not None and most < least):
            raise PatternError("a repetition is out of range")
        lazy = self.take("?")
        if _QUANTIFIER.match(self.text, self.place):
            raise PatternError("a repetition is repeated")
        return Repeat(part, least, most, lazy)

    def atom(self, depth: int) -> Pattern:
        sign = self.text[self.place]
        self.place += 1
        match sign:
            case "(":
                return self.group(depth)
            case "[":
                return Character(self.character_class(depth))
            case "\\":
                return self.escape()
            case ".":
                return Character(self.any)
            case "^" | "$":
                return Edge(self.edges[sign])
            case "?" | "*" | "+" | "{" | "}" | "]":
                raise PatternError(f"{sign!r} stands for itself only after a backslash")
            case _:
                return Character(re.escape(sign))

    def group(self, depth: int) -> Group:
        number = None
        if self.take("?"):
            if not self.take(":"):
                raise PatternError("only (?: may follow a parenthesis")
        else:
            self.groups += 1
            number = self.groups
        part = self.choice(depth + 1)
        if not self.take(")"):
            raise PatternError("a parenthesis is not closed")
        if number is not None:
            self.closed.add(number)
        return Group(part, number)

    def escape(self) -> Pattern:
        digit = self.peek()
        if digit.isascii() and digit.isdigit():
            return self.reference()
        body = self.escape_body()
        return Character(f"[{body}]")

    def reference(self) -> Reference:
        end = self.place + 1
        # The longest number that names a group counts; further digits are themselves.
        while (
            end < len(self.text)
            and self.text[end] in "0123456789"
            and int(self.text[self.place : end + 1]) <= self.groups
        ):
            end += 1
        number = int(self.text[self.place : end])
        if number not in self.closed:
            raise PatternError(f"there is no group {number} before its reference")
        self.place = end
        return Reference(number)

    def escape_body(self) -> str:
        """Read what follows a backslash; return the inside of a Python character class."""
        sign = self.peek()
        self.place += 1
        if sign in _SINGLE:
            return _SINGLE[sign]
        if sign in ("p", "P"):
            match = _NAMED.match(self.text, self.place)
            named = named_body(match[1], negated=sign == "P") if match else None
            if match is None or named is None:
                raise PatternError("no such category or block of characters")
            self.place = match.end()
            return named
        body = escape_body(sign) if sign else None
        if body is None:
            raise PatternError(f"there is no escape \\{sign}")
        return body

    def character_class(self, depth: int) -> str:
        """Read a class after its bracket; return it as a Python pattern of one character."""
        if depth > DEPTH_MAX:
            raise PatternError("classes are nested too deep")
        negated = self.take("^")
        bodies: list[str] = []
        taken_away = ""
        while not self.take("]"):
            if bodies and self.text.startswith("-[", self.place):
                self.place += 2
                taken_away = self.character_class(depth + 1)
                if not self.take("]"):
                    raise PatternError("a subtraction ends its class")
                break
            bodies.append(self.class_item())
        if not bodies:
            raise PatternError("a class is empty")
        whole = f"[{'^' if negated else ''}{''.join(bodies)}]"
        return f"(?:(?!{taken_away}){whole})" if taken_away else whole

    def class_item(self) -> str:
        first, single = self.class_character()
        following = self.text[self.place + 1 : self.place + 2]
        if not single or self.peek() != "-" or following in ("]", "["):
            return first
        self.place += 1
        last, single = self.class_character()
        if not single or _code(last) < _code(first):
            raise PatternError("a range of characters is upside down")
        return f"{first}-{last}"

    def class_character(self) -> tuple[str, bool]:
        sign = self.peek()
        self.place += 1
        if sign == "[" or not sign:
            raise PatternError("a bracket inside a class needs a backslash")
        if sign != "\\":
            return re.escape(sign), True
        before = self.peek()
        return self.escape_body(), before in _SINGLE

    def peek(self) -> str:
        return self.text[self.place : self.place + 1]

    def take(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.place):
            return False
        self.place += len(sign)
        return True


def _code(source: str) -> int:
    named = {"\\n": 10, "\\r": 13, "\\t": 9}
    return named.get(source) or ord(source[-1])
