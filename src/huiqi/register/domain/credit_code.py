"""The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last one checks the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words

# Digits and capital letters without I, O, S, V, Z, which are too easily mistaken.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH = 18


class CannotReadCode(Cannot):
    """A text is no credit code."""

    messages: ClassVar[Mapping[str, Words]] = {
        "length": (
            "{text!r}有{length}个字符，统一社会信用代码应为18位。",
            "{text!r} has {length} characters; a credit code has 18.",
        ),
        "character": (
            "{text!r}中的{character!r}不会出现在统一社会信用代码里。",
            "{text!r} holds {character!r}, which no credit code has.",
        ),
        "region": (
            "{text!r}第3至8位应为六位行政区划代码。",
            "{text!r} has no number of six digits for its region (characters 3 to 8).",
        ),
        "check": (
            "{text!r}的校验位不对：其中有一位写错了。",
            "the last character of {text!r} does not fit the others: one of them is mistyped.",
        ),
    }


def read(text: str) -> str:
    """Return the code in its one form: without spaces and hyphens, full-width characters made narrow, letters large.

    Raises CannotReadCode: length, character, region, check.
    """
    code = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()
    if len(code) != _LENGTH:
        raise CannotReadCode("length", text=text, length=len(code))
    for character in code:
        if character not in ALPHABET:
            raise CannotReadCode("character", text=text, character=character)
    if not code[2:8].isdecimal():
        raise CannotReadCode("region", text=text)
    if code[-1] != check_character(code):
        raise CannotReadCode("check", text=text)
    return code


def check_character(code: str) -> str:
    """Return the last character that fits the first seventeen."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(code[:17], _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]
