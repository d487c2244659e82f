"""Names of a pack as names of a model: words that FEEL of any engine reads as one name, and ids that XML allows."""

from __future__ import annotations

import re
from typing import Final

from huiqi_rules.builtins import SIGNATURES
from huiqi_rules.syntax.known_names import split_name
from huiqi_rules.syntax.lexer import KEYWORDS

_NOT_A_WORD: Final = re.compile(r"\W+")
_NOT_IN_XML_IDS: Final = re.compile(r"[^\w.-]")
# What XML 1.0 cannot hold at all.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ModelNames:
    """Gives out names, each once: the Chinese one with its signs as underscores, else the id."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name_for(self, zh: str, pack_id: str) -> str:
        """Return the name that formulas of the model call a thing by."""
        candidates = (_word(zh), _word(pack_id), _word(f"_{pack_id}"), "name")
        word = next(one for one in candidates if split_name(one) == (one, ()) and one not in KEYWORDS)
        found, number = word, 2
        while found in self._taken or found in SIGNATURES:
            found, number = f"{word}_{number}", number + 1
        self._taken.add(found)
        return found


def xml_id(kind: str, pack_id: str) -> str:
    """Return the id of an element: always the same for the same thing of a pack."""
    return f"{kind}_{_NOT_IN_XML_IDS.sub(lambda found: f'_x{ord(found[0]):X}_', pack_id)}"


def xml_text(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _word(text: str) -> str:
    return _NOT_A_WORD.sub("_", text).strip("_")
