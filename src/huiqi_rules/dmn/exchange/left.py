"""What an exchange could not carry over: every part by its name and place, with the reason and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from huiqi_rules.core.echo import echo

_WHY_MAX = 300


@dataclass(frozen=True, slots=True)
class Left:
    """A part that did not come over, whole or in part: what it is, its id, its name and its line (None: it has none).

    `zh` says why in Chinese, where a page shows it.
    """

    kind: str
    id: str
    name: str
    why: str
    remedy: str
    line: int | None = None
    zh: str = ""

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
