"""The words of one language: phrases with places to fill, units, and how money and days are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi_rules.model.facts import Text


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases by key and the writing habits of one language."""

    language: str
    phrases: Mapping[str, str]
    money: Callable[[Decimal], str]
    counted: Callable[[str, str], str]
    day: Callable[[date], str]
    year_name: Callable[[str, tuple[int, ...]], str]
    inside: Callable[[str], str]

    def say(self, key: str, **parts: object) -> str:
        """Return a phrase with its places filled."""
        return self.phrases[key].format(**parts)

    def name(self, text: Text) -> str:
        """Return a name as it stands inside a sentence, in this language or the other."""
        own, other = (text.zh, text.en) if self.language == "zh" else (text.en, text.zh)
        return self.inside(own) if own else other

    def title(self, text: Text) -> str:
        """Return a name as it stands at the beginning of a line."""
        own, other = (text.zh, text.en) if self.language == "zh" else (text.en, text.zh)
        return own or other

    def listed(self, parts: Iterable[str]) -> str:
        """Return things side by side."""
        return self.phrases["list_separator"].join(parts)

    def either(self, parts: Iterable[str]) -> str:
        """Return alternatives side by side."""
        return self.phrases["or_separator"].join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """Return clauses of one sentence side by side."""
        return self.phrases["clause_separator"].join(parts)

    def quoted(self, text: str) -> str:
        """Return a text in quotation marks, marks inside it turned to single ones."""
        return self.say("quoted", text=text.replace("“", "‘").replace("”", "’"))

    def remark(self, told: str, remarks: Iterable[str]) -> str:
        """Return a text with remarks behind it in one pair of brackets; without any as it is."""
        joined = self.phrases["comma"].join(part for part in remarks if part)
        return told + (self.say("brackets", text=joined) if joined else "")
