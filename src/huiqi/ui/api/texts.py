"""Texts as the API takes them: nothing that a database cannot hold, nothing longer than it may be."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from ninja import Query
from pydantic import AfterValidator, StringConstraints


def printable(text: str) -> str:
    """Return a text of one line; control characters and halves of characters are a ValueError."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"}:
            raise ValueError(f"it holds the character U+{ord(character):04X}, which no text has")
    return text


Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(printable)]
# As a parameter of the address: `Query` has to stand before what only narrows the text.
Sought = Annotated[str, Query(max_length=200, description="only what says this"), AfterValidator(printable)]
