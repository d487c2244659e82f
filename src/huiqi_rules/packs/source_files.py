"""A text file of a pack with its lines, so that every offset in it can be shown as line, column and excerpt."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from huiqi_rules.core.diagnostics import excerpt
from huiqi_rules.core.spans import Place


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of one file under the path that messages show."""

    path: str
    text: str
    line_starts: tuple[int, ...] = field(default=(), compare=False)

    @staticmethod
    def of(path: str, text: str) -> SourceFile:
        """Return the file with the offsets of its lines; only a line feed ends a line, as in an editor."""
        starts = [0]
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        return SourceFile(path, text, tuple(starts))

    def place(self, offset: int) -> Place:
        """Return line and column, both from 1, of a character offset."""
        line = bisect_right(self.line_starts, offset)
        return Place(self.path, line, offset - self.line_starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """Return the character offset of a place in this file."""
        return self.line_starts[min(place.line, len(self.line_starts)) - 1] + place.column - 1

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1; empty beyond the last."""
        if not 1 <= number <= len(self.line_starts):
            return ""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")

    def excerpt(self, place: Place, length: int = 1) -> str:
        """Return the line of the place with a caret below; a line too long to show is cut before the place."""
        line = self.line(place.line).expandtabs(1)
        return excerpt(line, place.column, min(length, max(len(line) - place.column + 1, 1)))
