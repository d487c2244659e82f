"""Names: one form to keep, and the keys by which Chinese is sorted and found where the database knows no Chinese order."""

from __future__ import annotations

import unicodedata

_MOST = 200


def tidy(name: str) -> str:
    """Return a name without stray spaces, full-width letters and brackets of mixed kinds kept as written.

    An empty name, one that is too long, or one with control characters is the caller's to refuse: ValueError.
    """
    tidied = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidied or len(tidied) > _MOST or any(unicodedata.category(character) == "Cc" for character in tidied):
        raise ValueError(f"{name[:40]!r} is no name")
    return tidied


def sort_key(name: str) -> str:
    """Return the name in pinyin with tone numbers, by which a list is in dictionary order: `hui4 qi3`."""
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(name.casefold(), style=Style.TONE3, neutral_tone_with_five=True))


def initials(name: str) -> str:
    """Return the first letters of the pinyin, as people type them: `hqkj`."""
    from pypinyin import Style, lazy_pinyin

    letters = lazy_pinyin(name.casefold(), style=Style.FIRST_LETTER)
    return "".join(character for part in letters for character in part if character.isalnum())
