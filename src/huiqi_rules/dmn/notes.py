"""What goes wrong while a model runs: noted beside the values, never raised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from huiqi_rules.core.diagnostics import Diagnostic, Findings

# One run notes no more than this; a loop that goes wrong a million times has said it by then.
NOTES_MAX: Final = 100
_NOTES: ContextVar[Findings | None] = ContextVar("notes", default=None)


@contextmanager
def noting(findings: Findings) -> Iterator[None]:
    """Collect in `findings` what is noted while the block runs."""
    token = _NOTES.set(findings)
    try:
        yield
    finally:
        _NOTES.reset(token)


def note(diagnostic: Diagnostic) -> None:
    """Note a diagnostic once for the evaluation that runs; nobody listens outside of one."""
    findings = _NOTES.get()
    if findings is not None and len(findings.items) < NOTES_MAX and diagnostic not in findings.items:
        findings.add(diagnostic)
