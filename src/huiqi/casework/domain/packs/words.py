"""Small words of a pack: what is withheld, what does not apply, a pair as one text, a moment for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

WITHHELD: Final = "〔不予显示 withheld〕"
ABSENT: Final = "不适用 does not apply"


def in_both(pair: Sequence[str]) -> str:
    """Return a pair as one text."""
    zh, en = pair
    return zh if zh == en else f"{zh} {en}"


def moment(text: str | None) -> str:
    """Return a moment as it stands in the data, without fractions."""
    return "" if text is None else text.replace("T", " ").split(".")[0].split("+")[0] + (" UTC" if "T" in text else "")


def yes_or_no(answer: bool | None) -> str:
    """Return an answer; nothing where there is none."""
    return {True: "是 yes", False: "否 no", None: ""}[answer]
