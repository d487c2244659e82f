"""What people read is kept in both languages, side by side; which one is shown is decided when it is shown."""

from __future__ import annotations

# In Chinese and in English.
Pair = tuple[str, str]


def headed(words: Pair) -> Pair:
    """Return words as they stand alone, in a list or on a card: the English ones begin with a capital."""
    zh, en = words
    return zh, en[:1].upper() + en[1:]
