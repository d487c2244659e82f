"""Text to tokens by one compiled pattern.

A token's kind is its own text for keywords and symbols, else "name", "number", "string", "temporal" or "end".
Letters follow the standard's table of name characters, minus spaces, full-width punctuation and full-width digits:
these are typing slips, and a name that swallowed them would hide the mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from huiqi_rules.core.spans import Span
from huiqi_rules.syntax.errors import FeelSyntaxError

LENGTH_LIMIT_CHARACTERS: Final = 100_000

_WORDS: Final = "and or if then else for in return some every satisfies between instance function true false null"
KEYWORDS: Final = frozenset(_WORDS.split())


@dataclass(slots=True)
class Tokens:
    """The tokens of one text as four parallel lists; the last token has the kind "end"."""

    text: str
    kinds: list[str]
    texts: list[str]
    starts: list[int]
    ends: list[int]


def tokenize(text: str) -> Tokens:
    """Split `text` into tokens without spaces and comments; raises FeelSyntaxError at the first stray character."""
    if len(text) > LENGTH_LIMIT_CHARACTERS:
        problem = f"the text has {len(text):,} characters, more than {LENGTH_LIMIT_CHARACTERS:,}"
        raise FeelSyntaxError(problem, Span(LENGTH_LIMIT_CHARACTERS, len(text)), "split it into named parts")
    kinds: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        group = match.lastgroup
        assert group is not None
        word = match[group]
        start, end = match.span(group)
        if group == "name":
            kinds.append(word if word in KEYWORDS else "name")
        elif group == "symbol":
            kinds.append(word)
        elif group in _FAULTS:
            raise _fault(group, text, Span(start, end))
        else:
            kinds.append(group)
        texts.append(word)
        starts.append(start)
        ends.append(end)
        if group == "end":
            break
    return Tokens(text, kinds, texts, starts, ends)


def _fault(group: str, text: str, span: Span) -> FeelSyntaxError:
    word = text[span.start : span.end]
    match group:
        case "open_comment":
            return FeelSyntaxError("this comment is never closed", span, "close it with `*/`")
        case "open_string":
            line = text[span.start :].splitlines()[0]
            remedy = 'close it with the half-width `"`' if "”" in line or "＂" in line else 'close it with `"`'
            problem = "this string is never closed on its line"
            return FeelSyntaxError(problem, span, f"{remedy}; write a line break as `\\n`")
    if word in _SLIPS:
        return FeelSyntaxError(f"`{word}` is not FEEL", span, _SLIPS[word])
    if "\uff10" <= word <= "\uff19":
        digit = chr(ord(word) - 0xFEE0)
        return FeelSyntaxError(f"`{word}` is a full-width digit", span, f"write the half-width `{digit}`")
    if word in _HALF_WIDTH:
        half = _HALF_WIDTH[word]
        return FeelSyntaxError(f"`{word}` is full-width punctuation", span, f"write the half-width `{half}`")
    shown = word if word.isprintable() else f"U+{ord(word):04X}"
    return FeelSyntaxError(f"the character `{shown}` has no meaning here", span, "remove it")


_SLIPS: Final = {
    "&&": "write `and`",
    "||": "write `or`",
    "&": "write `and`; join texts with `+`",
    "|": "write `or`",
    "!": "write `not(...)`",
    "%": "write the ratio, such as `0.05` for 5 percent",
    "^": "write `**`",
    "~": "write `not(...)`",
    ";": "separate with `,`",
    "`": 'strings take double quotes: `"text"`',
    "@": 'write `@"2024-06-01"`, with the text in double quotes',
    "\\": "remove it; escapes live inside strings",
    "≥": "write `>=`",
    "≤": "write `<=`",
    "≠": "write `!=`",
    "×": "write `*`",
    "÷": "write `/`",
}

_HALF_WIDTH: Final = {
    **dict(zip("，（）＝＞＜“”：［］｛｝＋－＊／．？！；＠", ',()=><"":[]{}+-*/.?!,@', strict=True)),
    **dict(zip("‘’„＂＇｀「」『』《》〈〉【】", '""""""""""""""[]', strict=True)),
    "、": ",",
    "。": ".",
    "％": "0.05 for 5%",
    "＆": "and",
    "｜": "or",
    "＃": "#",
    "＄": "$",
    "＼": "\\",
    "＾": "**",
    "～": "..",
    "…": "..",
    "—": "-",
    "–": "-",
    "−": "-",
}

_FAULTS: Final = frozenset({"open_comment", "open_string", "stray"})

_NOT_LETTERS: Final = (
    r"\u1680\u180e\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff20\uff3b-\uff3e\uff40\uff5b-\uff65\ufeff"
    r"\ufe10-\ufe1f\ufe30-\ufe6f\u2190-\u21ff"
)
_LETTERS: Final = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = (
    rf"(?![{_NOT_LETTERS}])[{_LETTERS}]"
    rf"(?:[0-9A-Z_a-z\u4e00-\u9fff]+|(?![{_NOT_LETTERS}])[{_LETTERS}\u00b7\u0300-\u036f\u203f\u2040])*"
)
_SPACE: Final = r"\u0009-\u000d\u0020\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_STRING: Final = r'"[^"\\\r\n\ud800-\udfff]*(?:\\[^\r\n\ud800-\udfff][^"\\\r\n\ud800-\udfff]*)*"'

_TOKEN: Final = re.compile(
    rf"(?:[{_SPACE}]+|//[^\r\n]*|/\*.*?\*/)*+"
    rf"(?:(?P<name>{_NAME})"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<string>{_STRING})"
    rf"|(?P<temporal>@[{_SPACE}]*{_STRING})"
    r"|(?P<open_comment>/\*)"
    r'|(?P<open_string>")'
    r"|(?P<symbol>\.\.|\*\*|<=|>=|!=|->|[-+*/=<>()\[\]{},.:?'])"
    r"|(?P<end>\Z)"
    r"|(?P<stray>&&|\|\||.))",
    re.DOTALL,
)
