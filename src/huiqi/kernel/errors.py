"""The base of expected failures: a class `CannotX` in the module that raises it, with a code and the data of its message.

Nothing here knows Django, so that the command line can fail in plain words before anything is set up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiqi.kernel.words import Pair

# A text in Chinese and in English; a failure that only an operator meets at a terminal has the English one alone.
Words = str | Pair


class Cannot(Exception):
    """An expected failure: `code` names the reason, `data` holds what the message needs, `messages` says it in words."""

    messages: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, code: str, /, **data: object) -> None:
        assert code in self.messages, f"{type(self).__name__} has no message for {code!r}"
        super().__init__(code)
        self.code = code
        self.data = data

    def said(self, *, english: bool) -> str:
        """Return the message in one language, where it has both; so are its data that are words in both."""
        words = self.messages[self.code]
        text = words if isinstance(words, str) else words[english]
        return text.format(**{name: in_one(value, english=english) for name, value in self.data.items()})

    def __str__(self) -> str:
        return self.said(english=True)


def in_one(value: object, *, english: bool) -> object:
    """Return the text of one language, where the value is a pair of texts; else the value."""
    match value:
        case (str() as zh, str() as en):
            return en if english else zh
        case _:
            return value


class NotVisible(Cannot):
    """There is nothing there for this actor; a page answers 404."""
