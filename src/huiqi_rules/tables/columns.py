"""What a column of a register may hold, and what reading one of its cells can give.

The types here are the reader's own, so that it stands apart from packs: the caller turns its fact dictionary into
`ColumnType`s. A cell gives a value, `None` (unknown), `ABSENT` (known to be none), or a `Problem`; never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from huiqi_rules.core.values import Absent
from huiqi_rules.tables.messages import Language, reason_of, remedy_of

Kind: TypeAlias = Literal["money", "int", "number", "ratio", "bool", "date", "text", "enum", "set"]
NUMERIC_KINDS: frozenset[str] = frozenset({"money", "int", "number", "ratio"})


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A fact as the reader sees it. Money is in yuan, a ratio of 5% is 0.05; the bounds are both possible values."""

    fact_id: str
    zh: str
    kind: Kind
    options: tuple[str, ...] = ()
    annual: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell can't be read: a stable code and the words that the message names."""

    code: str
    words: tuple[tuple[str, str], ...] = ()

    def reason(self, language: Language = "en") -> str:
        """Return what is wrong, in the language asked for."""
        return reason_of(self.code, language).format(**dict(self.words))

    def remedy(self, language: Language = "en") -> str:
        """Return what to do, in the language asked for."""
        return remedy_of(self.code, language).format(**dict(self.words))


Value: TypeAlias = Decimal | bool | date | str | tuple[str, ...] | Absent
Reading: TypeAlias = Value | Problem | None


def problem(code: str, **words: object) -> Problem:
    """Return a problem with its words; long ones are cut, so that a message stays a message."""
    return Problem(code, tuple((name, _shorten(str(word))) for name, word in words.items()))


def _shorten(text: str, length: int = 60) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text[: length + 1])
    return printable if len(text) <= length else f"{printable[:length]}…"
