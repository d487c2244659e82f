r"""Named classes of characters in XPath patterns, as insides of Python character classes.

Python's `re` knows no `\p{…}`; the ranges are read once from the Unicode database, when a pattern first asks for them.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Final, TypeAlias

_Ranges: TypeAlias = tuple[tuple[int, int], ...]

# The blocks that texts of this country's administration meet, with the common European ones.
_BLOCKS: Final[Mapping[str, tuple[int, int]]] = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Tibetan": (0x0F00, 0x0FFF),
    "HangulJamo": (0x1100, 0x11FF),
    "Mongolian": (0x1800, 0x18AF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "EnclosedAlphanumerics": (0x2460, 0x24FF),
    "BoxDrawing": (0x2500, 0x257F),
    "CJKRadicalsSupplement": (0x2E80, 0x2EFF),
    "KangxiRadicals": (0x2F00, 0x2FDF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "Bopomofo": (0x3100, 0x312F),
    "EnclosedCJKLettersandMonths": (0x3200, 0x32FF),
    "CJKCompatibility": (0x3300, 0x33FF),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7A3),
    "PrivateUse": (0xE000, 0xF8FF),
    "CJKCompatibilityIdeographs": (0xF900, 0xFAFF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
    "CJKUnifiedIdeographsExtensionB": (0x20000, 0x2A6DF),
}
_NAME_CATEGORIES: Final = ("L", "Nl")
_SPACE: Final[_Ranges] = ((0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20))
# Planes 4 to 13 hold no characters, planes 15 and 16 are private use: their categories need no look at each.
_ASSIGNED: Final = (range(0x40000), range(0xE0000, 0xF0000))
_UNASSIGNED_PLANES: Final = (0x40000, 0xDFFFF)
_PRIVATE_PLANES: Final = (0xF0000, sys.maxunicode)


@lru_cache(maxsize=16)
def escape_body(escape: str) -> str | None:
    """Return the class of a one-letter escape (`d`, `W`, `i`, …), None if there is none."""
    ranges = _escape_ranges(escape.lower())
    if ranges is None:
        return None
    return _body(ranges if escape.islower() else _complement(ranges))


@lru_cache(maxsize=256)
def named_body(name: str, *, negated: bool = False) -> str | None:
    """Return the class of a category (`L`, `Lu`) or block (`IsBasicLatin`) or of all else, None if it is not known."""
    if name.startswith("Is"):
        ranges: _Ranges = tuple(filter(None, (_BLOCKS.get(name[2:]),)))
    else:
        ranges = _of_categories(name) if len(name) <= 2 else ()
    if not ranges:
        return None
    return _body(_complement(ranges) if negated else ranges)


def _escape_ranges(escape: str) -> _Ranges | None:
    match escape:
        case "s":
            return _SPACE
        case "d":
            return _of_categories("Nd")
        case "w":
            return _complement(_of_categories("P", "Z", "C"))
        case "i":
            return _joined((*_of_categories(*_NAME_CATEGORIES), (0x3A, 0x3A), (0x5F, 0x5F)))
        case "c":
            more = ((0x2D, 0x2E), (0x3A, 0x3A), (0x5F, 0x5F), (0xB7, 0xB7))
            return _joined((*_of_categories(*_NAME_CATEGORIES, "Mn", "Mc", "Nd"), *more))
        case _:
            return None


@lru_cache(maxsize=1)
def _categories() -> Mapping[str, _Ranges]:
    """The ranges of every general category, from one walk over all characters."""
    table: dict[str, list[tuple[int, int]]] = {"Cn": [_UNASSIGNED_PLANES], "Co": [_PRIVATE_PLANES]}
    for plane in _ASSIGNED:
        for category, run in groupby(plane, lambda code: unicodedata.category(chr(code))):
            codes = tuple(run)
            table.setdefault(category, []).append((codes[0], codes[-1]))
    return {category: _joined(ranges) for category, ranges in table.items()}


def _of_categories(*starts: str) -> _Ranges:
    table = _categories()
    return _joined(pair for category, ranges in table.items() if category.startswith(starts) for pair in ranges)


def _joined(ranges: Iterable[tuple[int, int]]) -> _Ranges:
    """The ranges in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _complement(ranges: _Ranges) -> _Ranges:
    starts = (0, *(last + 1 for _, last in ranges))
    ends = (*(first - 1 for first, _ in ranges), sys.maxunicode)
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if start <= end)


def _body(ranges: _Ranges) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
