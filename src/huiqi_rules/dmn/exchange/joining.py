"""New files beside those that a pack has: facts are added to its facts.yaml, nothing else is ever changed unasked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HEAD: Final = "pack.yaml"
FACTS: Final = "facts.yaml"


def joined(files: Mapping[str, str], there: Mapping[str, str]) -> Mapping[str, str]:
    """Return the files to write into a pack that holds `there`: no new head, and its facts with the new ones below."""
    new = {path: text for path, text in files.items() if path != HEAD or HEAD not in there}
    if FACTS in new and there.get(FACTS, "").strip():
        before = there[FACTS]
        new[FACTS] = before + ("" if before.endswith("\n") else "\n") + "\n" + new[FACTS]
    return new


def in_the_way(files: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paths that hold something else already; facts.yaml, which only grows, is never one of them."""
    return tuple(path for path, text in files.items() if path != FACTS and path in there and there[path] != text)
