"""What is wrong with something an author wrote: collected, never thrown one by one.

A diagnostic says where (file:line:column or cell), shows the excerpt with a caret, says what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from unicodedata import east_asian_width

from huiqi_rules.core.echo import cut, placeholders, seen
from huiqi_rules.core.spans import Place

# Messages cut the names that they repeat; this holds where one did not.
_LENGTH_MAX: Final = 1_000
_EXCERPT_MAX: Final = 160


class Severity(StrEnum):
    """An error stops the pack or the row; a warning is shown and the work goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable `code` (`unknown-name`), the place, what is wrong and what to do."""

    code: str
    place: Place
    problem: str
    remedy: str = ""
    excerpt: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        lines = [seen(f"{self.place}: {self.severity}[{self.code}]: {cut(self.problem, _LENGTH_MAX)}")]
        if self.excerpt:
            lines.extend(f"    {line}" for line in self.excerpt.splitlines())
        if self.remedy:
            lines.append(f"    -> {seen(cut(self.remedy, _LENGTH_MAX))}")
        return "\n".join(lines)


class AuthorError(Exception):
    """Raised at a boundary when diagnostics contain errors; carries all of them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))


@dataclass(slots=True)
class Findings:
    """A growing list of diagnostics that one read or one check fills."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        """Append one diagnostic."""
        self.items.append(diagnostic)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the findings that are errors."""
        return tuple(item for item in self.items if item.severity is Severity.ERROR)

    def raise_if_errors(self) -> None:
        """Raise `AuthorError` with every finding when at least one is an error."""
        if self.errors:
            raise AuthorError(self.items)


def excerpt(line_text: str, column: int, length: int = 1) -> str:
    """Return the line with a caret line under `column` (from 1); wide characters take two places, long lines are cut."""
    first = max(column - 100, 0) if column > 140 else 0
    shown = placeholders(line_text[first : first + _EXCERPT_MAX])
    start = max(column - 1 - first, 0)
    before = "".join("  " if _is_wide(char) else " " for char in shown[:start])
    carets = "".join("^^" if _is_wide(char) else "^" for char in shown[start : start + max(length, 1)]) or "^"
    return f"{shown}\n{before}{carets}"


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in "WF"
