"""The one exception of the syntax layer: what is wrong in a FEEL text, where, and what to write instead."""

from __future__ import annotations

from huiqi_rules.core.diagnostics import excerpt
from huiqi_rules.core.spans import Span


class FeelSyntaxError(Exception):
    """Raised when a text is not FEEL: the problem, the span of the text that shows it, and a remedy (may be empty)."""

    def __init__(self, problem: str, span: Span, remedy: str = "") -> None:
        self.problem = problem
        self.span = span
        self.remedy = remedy
        super().__init__(f"{problem} ({remedy})" if remedy else problem)

    def __reduce__(self) -> tuple[type[FeelSyntaxError], tuple[str, Span, str]]:
        """Keep the three parts when the error crosses to another process."""
        return type(self), (self.problem, self.span, self.remedy)

    def excerpt_in(self, text: str) -> str:
        """Return the line of `text` in which the error starts, with a caret line under it."""
        start = min(self.span.start, len(text))
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        first = max(start - line_start - 120, 0)
        length = min(self.span.end, line_start + len(line)) - start
        return excerpt(line[first:], start - line_start - first + 1, max(length, 1))
