"""Names of a model as names of a pack: ids that formulas can use and files can be called by, each given out once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from huiqi_rules.builtins import SIGNATURES
from huiqi_rules.check.scope import DAY_NAMES, YEAR_NAMES
from huiqi_rules.syntax.known_names import split_name
from huiqi_rules.syntax.lexer import KEYWORDS

LENGTH_MAX: Final = 60
_RESERVED: Final = frozenset(
    {*KEYWORDS, *SIGNATURES, *DAY_NAMES, *YEAR_NAMES, "item", "partial", "true", "false", "null"}
)
_NOT_A_WORD: Final = re.compile(r"\W+")
_NOT_IN_FILES: Final = re.compile(r"[^\w-]+")


class Names:
    """Gives out ids and names; what is taken, in the pack or by an earlier one, is given to nobody else."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def id_for(self, name: str, kind: str) -> str:
        """Return an id close to a name: one FEEL word, in small letters; `kind` begins one that a name cannot give."""
        word = _NOT_A_WORD.sub("_", name.lower()).strip("_")[:LENGTH_MAX].rstrip("_")
        if not _is_word(word):
            word = f"{kind}_{word}" if _is_word(f"{kind}_{word}") else kind
        found, number = word, 2
        while found in self._taken or found in _RESERVED:
            found, number = f"{word}_{number}", number + 1
        self._taken.add(found)
        return found

    def label_for(self, name: str, given_id: str) -> str:
        """Return the name itself where a formula may use it and nobody has it, else the id."""
        plain = " ".join(name.split())
        if plain == given_id or plain in self._taken or plain in _RESERVED or not _reads_as_a_name(plain):
            return given_id
        self._taken.add(plain)
        return plain


def file_stem(name: str) -> str:
    """Return a name as a file or a policy may be called: letters, digits, `-` and `_` alone, never a path."""
    return _NOT_IN_FILES.sub("-", name.lower()).strip("-_")[:LENGTH_MAX].rstrip("-_") or "model"


def one_line(text: str) -> str:
    """Return a text of a model on one line, its blanks as single ones."""
    return " ".join(text.split())


def _is_word(text: str) -> bool:
    return bool(text) and split_name(text) == (text, ()) and text not in KEYWORDS


def _reads_as_a_name(text: str) -> bool:
    # Words alone, none of them FEEL's: two names side by side are no formula, so nothing else can be read as this name.
    words = text.split(" ")
    return len(text) <= LENGTH_MAX and _is_word(words[0]) and all(_is_word(word) or word.isdecimal() for word in words)
