"""The page of what can be wrong with a pack, with a bad and a good example of each."""

from __future__ import annotations

from huiqi_rules.packs.diagnostics_page import diagnostics_page

PAGE = "reference/pack-diagnostics.md"


def text() -> str | None:
    """Return the page as Markdown."""
    return diagnostics_page()
