"""The compendium: every policy in force on a day with what matters of it, in chapters by theme or level, counted.

Shares are of all policies in it, in percent to one place, half up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.labels import LEVELS, THEMES, label
from huiqi.rulebook.domain.policy_words import Cited, ClauseWords

# What a chapter holds: the policies of one theme or of one level.
ARRANGEMENTS: Final[Mapping[str, tuple[Pair, Mapping[str, Pair]]]] = {
    "theme": (("按主题", "By theme"), THEMES),
    "level": (("按层级", "By level"), LEVELS),
}
NONE_STATED: Final[Pair] = ("未标明", "None stated")


@dataclass(frozen=True, slots=True)
class Contact:
    """The office to call, its telephone, and who explains the policy; empty where nobody is named."""

    office: str
    phone: str
    spokesperson: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A policy: for whom, what its clauses give, from when to when (both included), by which document, whom to ask."""

    policy: str
    title: Pair
    theme: str
    level: str
    subject: Pair
    issuer: str
    start: date
    end: date | None
    source: Cited
    clauses: tuple[ClauseWords, ...]
    contact: Contact


@dataclass(frozen=True, slots=True)
class Chapter:
    """The policies of one theme or level."""

    code: str
    name: Pair
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many policies are of a theme or level, and the share of all in percent (48 of 150: 32.0)."""

    code: str
    name: Pair
    policies: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Gap:
    """What a policy should say and does not, and which ones do not."""

    name: Pair
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Compendium:
    """The policies that a published state of a zone's pack holds in force on a day, arranged."""

    zone: UUID
    title: Pair
    issuer: Pair
    day: date
    number: int
    hash: str
    published_at: datetime
    arrangement: str
    entries: tuple[Entry, ...]
    # The themes that all policies in force have, whichever are chosen.
    themes: tuple[Count, ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The policies in chapters, in the order of the themes or levels."""
        table = ARRANGEMENTS[self.arrangement][1]
        return tuple(
            Chapter(one.code, one.name, tuple(entry for entry in self.entries if self.code_of(entry) == one.code))
            for one in counted(map(self.code_of, self.entries), table)
        )

    @property
    def by_theme(self) -> tuple[Count, ...]:
        """How many policies are of each theme."""
        return counted((entry.theme for entry in self.entries), THEMES)

    @property
    def by_level(self) -> tuple[Count, ...]:
        """How many policies are of each level."""
        return counted((entry.level for entry in self.entries), LEVELS)

    @property
    def clauses(self) -> int:
        """How many clauses all policies have."""
        return sum(len(entry.clauses) for entry in self.entries)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What a compendium asks of every policy (theme, office, spokesperson) and some lack."""
        asked: tuple[tuple[Pair, Callable[[Entry], str]], ...] = (
            (("主题", "theme"), lambda entry: entry.theme),
            (("责任部门", "office in charge"), lambda entry: entry.contact.office),
            (("政策发言人", "spokesperson"), lambda entry: entry.contact.spokesperson),
        )
        found = (Gap(name, tuple(entry for entry in self.entries if not said(entry))) for name, said in asked)
        return tuple(gap for gap in found if gap.entries)

    def code_of(self, entry: Entry) -> str:
        """Return the theme or level that a policy stands under."""
        return entry.theme if self.arrangement == "theme" else entry.level


def counted(codes: Iterable[str], table: Mapping[str, Pair]) -> tuple[Count, ...]:
    """Return how often each code stands there, in the order of the table; codes without words after it, none at all last."""
    every = list(codes)
    known = [*table, *sorted(set(every) - {*table, ""}), ""]
    return tuple(
        Count(
            code, label(table, code) if code else NONE_STATED, every.count(code), share(every.count(code), len(every))
        )
        for code in known
        if code in every
    )


def share(part: int, whole: int) -> Decimal:
    """Return a share in percent to one place, half up; `whole` is above 0."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def chosen_themes(entries: Iterable[Entry], themes: Collection[str]) -> tuple[Entry, ...]:
    """Return the policies of some themes, of all where none is named, by title."""
    kept = (entry for entry in entries if not themes or entry.theme in themes)
    return tuple(sorted(kept, key=lambda entry: (entry.title[0], entry.policy)))
