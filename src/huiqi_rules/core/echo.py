"""What somebody else wrote, as a message may repeat it: never longer than a line, and no control character that a terminal obeys."""

from __future__ import annotations

from typing import Final

LENGTH_MAX: Final = 60


def cut(text: str, length: int = LENGTH_MAX) -> str:
    """Return the text, cut with … where it is longer than `length`; `repr` of it is fit to be shown."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def echo(text: str, length: int = LENGTH_MAX) -> str:
    """Return the text, cut and with every unprintable character escaped, to be shown without quotes."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in cut(text, length))
