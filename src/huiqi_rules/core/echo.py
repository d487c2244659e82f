"""What somebody else wrote, as a message may repeat it: never longer than a line, and no character that a terminal obeys."""

from __future__ import annotations

import json
import re
from typing import Final

LENGTH_MAX: Final = 60
# Control characters, what turns the direction of writing, what takes no room, line ends of their own, halves of characters.
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def cut(text: str, length: int = LENGTH_MAX) -> str:
    """Return the text, cut with … where it is longer than `length`; `repr` of it is fit to be shown."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def seen(text: str) -> str:
    """Return the text with every character that would not be seen as itself written as an escape."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def json_seen(text: str) -> str:
    """Return a JSON text of the same value, with every character escaped that would not be seen as itself."""
    return _UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else json.dumps(found[0])[1:-1], text)


def placeholders(text: str) -> str:
    """Return the text with a sign of the same width for every character that would not be seen as itself."""
    return _UNSEEN.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", text)


def echo(text: str, length: int = LENGTH_MAX) -> str:
    """Return the text as a message shows it without quotes: cut, and nothing unseen in it."""
    return seen(cut(text, length))
