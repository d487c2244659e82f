"""What an exchange could not carry over: every part by its name and place, with the reason and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from huiqi_rules.core.echo import echo
from huiqi_rules.dmn.exchange.left_words import KINDS, in_chinese

Language: TypeAlias = Literal["zh", "en"]

_WHY_MAX = 300


@dataclass(frozen=True, slots=True)
class Left:
    """A part that did not come over, whole or in part: what it is, its id, its name and its line (None: it has none).

    `zh` says why in Chinese, where that is not the words that an import has for it.
    """

    kind: str
    id: str
    name: str
    why: str
    remedy: str
    line: int | None = None
    zh: str = ""

    def said(self, language: Language) -> str:
        """Return all of it in one language."""
        if language == "en":
            return str(self)
        place = f"第 {self.line} 行：" if self.line is not None else ""
        by_id = f"（{echo(self.id)}）" if self.id and self.id != self.name else ""
        why = self.zh or in_chinese(self.why)
        return f"{place}{KINDS.get(self.kind, self.kind)}“{echo(self.name)}”{by_id}：{echo(why, _WHY_MAX)}；{echo(in_chinese(self.remedy), _WHY_MAX)}"

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line is not None else ""
        by_id = f" ({echo(self.id)})" if self.id and self.id != self.name else ""
        return (
            f"{place}{self.kind} {echo(self.name)!r}{by_id}: {echo(self.why, _WHY_MAX)}; {echo(self.remedy, _WHY_MAX)}"
        )


class CannotHold(Exception):
    """Raised where a part cannot be carried over; says why and what to do."""

    def __init__(self, why: str, remedy: str, zh: str = "") -> None:
        self.why = why
        self.remedy = remedy
        self.zh = zh
        super().__init__(f"{why}; {remedy}")
