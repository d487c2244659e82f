"""Where a piece of text stands: offsets inside an expression, and files with lines and columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of character offsets `[start, end)` inside one text."""

    start: int
    end: int

    def join(self, other: Span) -> Span:
        """Return the smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a file: path as shown to the user, line and column counted from 1; `cell` is set for sheets (B17)."""

    path: str
    line: int = 0
    column: int = 0
    cell: str | None = None

    def __str__(self) -> str:
        if self.cell is not None:
            return f"{self.path}:{self.cell}"
        numbers = (str(number) for number in (self.line, self.column) if number)
        return ":".join((self.path, *numbers))
