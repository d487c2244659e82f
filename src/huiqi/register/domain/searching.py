"""What organisations are found by: parts of their names, two characters and even one, of their code, of their pinyin.

PostgreSQL cuts no Chinese, so names are kept with their grams, single characters and pairs, in an array. Whether a name really
holds what was typed is then asked of the few that hold all its pairs. Codes and pinyin are ASCII, where the database's own
trigrams do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

# From three letters on the trigrams of the database find a part of a key; one or two are looked for at the start of the
# pinyin's first letters, which are a gram of their own kind for it.
KEY_LEAST = 3
WORDS_MOST = 5
# A wide letter may become several narrow ones; an index wants an end.
NAME_MOST = 200


@dataclass(frozen=True, slots=True)
class Keys:
    """What one organisation is found by: its name, all its names, their grams, and its code and pinyin, one a line."""

    name: str
    names: str
    grams: tuple[str, ...]
    keys: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name with its two keys (`domain.names`): pinyin with tone numbers, and first letters."""

    name: str
    sort_key: str
    initials: str


def keys_of(*, code: str, names: Iterable[Named]) -> Keys:
    """Return what an organisation with these names, the present one first, is found by."""
    known = tuple(names)
    forms = tuple(dict.fromkeys(plain(one.name) for one in known))
    pinyin = (key for one in known for key in (plain(one.initials), spelled(one.sort_key)))
    return Keys(
        name=forms[0][:NAME_MOST],
        names="\n".join(forms),
        grams=tuple(sorted({gram for form in forms for gram in (*form, *pairs(form))} | {*starts(known)})),
        keys="\n".join(dict.fromkeys((code.casefold(), *pinyin))),
    )


def words(text: str) -> tuple[str, ...]:
    """Return the words that somebody typed, as names are kept; all of them have to be found."""
    found = (plain(word) for word in text.split())
    return tuple(dict.fromkeys(word for word in found if word))[:WORDS_MOST]


def plain(text: str) -> str:
    """Return letters, characters and digits alone, narrow and small: brackets and spaces are typed as one likes."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def pairs(text: str) -> tuple[str, ...]:
    """Return every two characters that stand beside each other."""
    return tuple(one + other for one, other in pairwise(text))


def starts(names: Iterable[Named]) -> Iterator[str]:
    """Yield the first letter and the first two letters of the pinyin of names, marked as such."""
    for one in names:
        yield start(one.initials[:1])
        yield start(one.initials[:2])


def start(letters: str) -> str:
    """Return the gram of a name's first letters."""
    return f"^{plain(letters)}"


def spelled(sort_key: str) -> str:
    """Return the pinyin as it is typed: `huiqikeji` for `hui4 qi3 ke1 ji4`."""
    return plain("".join(syllable.rstrip("12345") if len(syllable) > 1 else syllable for syllable in sort_key.split()))
