"""How the evidence of a fact names a file that was handed in: `file:` and its identifier; anything else is plain text."""

from __future__ import annotations

from uuid import UUID

_START = "file:"


def naming(file: UUID) -> str:
    """Return the text that names a file."""
    return f"{_START}{file}"


def file_named(evidence: str) -> UUID | None:
    """Return the file that the evidence names, if it names one."""
    if not evidence.startswith(_START):
        return None
    try:
        return UUID(evidence.removeprefix(_START))
    except ValueError:
        return None
