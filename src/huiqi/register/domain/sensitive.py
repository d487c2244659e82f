"""Which facts are not for every eye: whoever looks at one is written down.

A fact is sensitive where the dictionary of a pack says so, and where its id holds one of these words: money of a company and of its
people, loans, losses, insurance, and what speaks against it. See docs/decisions/0011-looks-at-sensitive-facts.md.
"""

from __future__ import annotations

from collections.abc import Iterable

WORDS = frozenset(
    {
        "adverse", "assets", "claimants", "cost", "debt", "equity", "expense", "income", "incident", "insured", "late", "lawfully",
        "loan", "loss", "margin", "misconduct", "penalty", "premium", "profit", "revenue", "salary", "sales", "tax", "wage",
    }
)  # fmt: skip


def is_sensitive(name: str) -> bool:
    """Return whether a fact is sensitive by its id."""
    return not WORDS.isdisjoint(name.replace(".", "_").split("_"))


def sensitive(names: Iterable[str]) -> frozenset[str]:
    """Return those of the facts that are sensitive by their ids."""
    return frozenset(name for name in names if is_sensitive(name))
