"""A reading position in the tokens of one text: look, take, expect, and say what was found instead."""

from __future__ import annotations

from typing import Final, NoReturn

from huiqi_rules.core.spans import Span
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.known_names import (
    NAME_LIMIT_TOKENS,
    NAME_SYMBOLS,
    KnownNames,
    count_name,
    match_length,
    spelled,
)
from huiqi_rules.syntax.lexer import KEYWORDS, Tokens, tokenize

DEPTH_LIMIT_LEVELS: Final = 100

_WORDS: Final = frozenset({"name", "number"})


class Cursor:
    """Tokens, the position of the next one, the nesting depth, and the names of several words bound by the text."""

    __slots__ = ("bound", "depth", "ends", "kinds", "position", "seen_keys", "starts", "text", "texts", "tokens")

    def __init__(self, text: str) -> None:
        self.tokens: Tokens = tokenize(text)
        self.text = text
        self.kinds = self.tokens.kinds
        self.texts = self.tokens.texts
        self.starts = self.tokens.starts
        self.ends = self.tokens.ends
        self.position = 0
        self.depth = 0
        self.bound: KnownNames = {}
        self.seen_keys: KnownNames = {}

    def span_from(self, start: int) -> Span:
        """Return the span from the offset `start` to the end of the last token taken."""
        return Span(start, self.ends[self.position - 1])

    def here(self) -> Span:
        """Return the span of the next token."""
        return Span(self.starts[self.position], self.ends[self.position])

    def found(self) -> str:
        """Return the next token as a message shows it."""
        word = self.texts[self.position]
        if self.kinds[self.position] == "end":
            return "the end of the text"
        return f"`{word}`" if len(word) <= 40 else f"`{word[:40]}…`"

    def expect(self, kind: str, what: str, remedy: str = "") -> None:
        """Take the next token, which must be of `kind`; raises FeelSyntaxError that names `what` was expected."""
        if self.kinds[self.position] != kind:
            self.fail_at_unknown_name()
            self.fail(f"expected {what}, found {self.found()}", remedy)
        self.position += 1

    def fail(self, problem: str, remedy: str = "") -> NoReturn:
        """Raise FeelSyntaxError at the next token."""
        raise FeelSyntaxError(problem, self.here(), remedy)

    def fail_at_unknown_name(self) -> None:
        """Raise FeelSyntaxError when the next token and those before it are words that form no known name."""
        first = last = self.position
        if self.kinds[last] not in _WORDS or first == 0 or self.kinds[first - 1] != "name":
            return
        while first > 0 and self.kinds[first - 1] in _WORDS:
            first -= 1
        while self.kinds[last + 1] in _WORDS:
            last += 1
        span = Span(self.starts[first], self.ends[last])
        words = spelled(self.tokens, first, last)
        if "not" in self.texts[first : last + 1]:
            raise FeelSyntaxError(f"`{words}`: `not` is a function", span, "write `not(...)` around the condition")
        remedy = "check the spelling, or write an operator between the words"
        raise FeelSyntaxError(f"`{words if len(words) <= 60 else words[:60] + '…'}` is no known name", span, remedy)

    def descend(self) -> None:
        """Enter one nesting level; raises FeelSyntaxError beyond the limit."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT_LEVELS:
            self.fail(f"nested more than {DEPTH_LIMIT_LEVELS} levels deep", "give the inner parts names of their own")

    def tail_length(self, table: KnownNames, *, keys_too: bool = False) -> int:
        """Return how many tokens after the next one belong to the longest known or bound name."""
        length = match_length(table, self.tokens, self.position)
        if self.bound:
            length = max(length, match_length(self.bound, self.tokens, self.position))
        if keys_too and self.seen_keys:
            length = max(length, match_length(self.seen_keys, self.tokens, self.position))
        return length

    def take(self, length: int) -> str:
        """Take the next token and `length` more as one name."""
        first = self.position
        self.position = first + length + 1
        return self.texts[first] if length == 0 else spelled(self.tokens, first, first + length)

    def take_new_name(self, what: str, stop: str) -> str:
        """Take the tokens of a name that the text itself introduces, up to the word `stop` or any other symbol."""
        if self.kinds[self.position] != "name":
            keyword = self.kinds[self.position] in KEYWORDS
            remedy = "keywords cannot be names; a context key may stand in double quotes" if keyword else "write a name"
            self.fail(f"expected {what}, found {self.found()}", remedy)
        length = self.new_name_length(stop)
        if length >= NAME_LIMIT_TOKENS:
            self.fail(f"this name has more than {NAME_LIMIT_TOKENS} words and symbols", "write a shorter name")
        return self.take(length)

    def new_name_length(self, stop: str) -> int:
        """Return how many tokens after the next one can belong to a new name."""
        index = self.position + 1
        while (kind := self.kinds[index]) != stop and (
            kind in {"name", "number"} or kind in NAME_SYMBOLS or kind in KEYWORDS
        ):
            index += 1
        return index - self.position - 1

    def bind(self, name: str) -> None:
        """Make `name` known until `unbind`."""
        count_name(self.bound, name, 1)

    def unbind(self, name: str) -> None:
        """Undo one `bind`."""
        count_name(self.bound, name, -1)

    def remember_key(self, name: str) -> None:
        """Make `name` known behind dots for the rest of the text."""
        count_name(self.seen_keys, name, 1)
