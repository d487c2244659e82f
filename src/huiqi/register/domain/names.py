"""Names: one form to keep, and the keys by which Chinese is sorted and found where the database knows no Chinese order."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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
    return " ".join(syllable for part in parts(name.casefold()) for syllable in _spelled(part)[0])


def initials(name: str) -> str:
    """Return the first letters of the pinyin, as people type them: `hqkj`."""
    letters = (letter for part in parts(name.casefold()) for letter in _spelled(part)[1])
    return "".join(character for letter in letters for character in letter if character.isalnum())


def parts(name: str) -> list[str]:
    """Return the phrases, single characters and runs of other letters of a name; a phrase says how it is read (重庆, 重量)."""
    from pypinyin.seg.simpleseg import seg

    found: list[str] = seg(name)
    return found


# Names are made of the same few thousand parts; the library takes half a millisecond for a name, this some microseconds.
@lru_cache(maxsize=50_000)
def _spelled(part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from pypinyin import Style, lazy_pinyin

    return (
        tuple(lazy_pinyin([part], style=Style.TONE3, neutral_tone_with_five=True)),
        tuple(lazy_pinyin([part], style=Style.FIRST_LETTER)),
    )
