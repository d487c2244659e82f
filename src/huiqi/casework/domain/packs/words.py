"""Small words of a pack: what is withheld, what does not apply, a pair as one text, a moment for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

WITHHELD: Final = "〔不予显示 withheld〕"
ABSENT: Final = "不适用 does not apply"
# China has had one time all year since 1991.
_CHINA: Final = timezone(timedelta(hours=8))


def in_both(pair: Sequence[str]) -> str:
    """Return a pair as one text."""
    zh, en = pair
    return zh if zh == en else f"{zh} {en}"


def moment(text: str | None) -> str:
    """Return a moment of the data by the clocks in China, to the second; a day stays one."""
    if text is None or "T" not in text:
        return text or ""
    return f"{datetime.fromisoformat(text).astimezone(_CHINA):%Y-%m-%d %H:%M:%S}"


def money(text: str | None) -> str:
    """Return an amount in yuan with its thousands apart; unknown is a question mark."""
    return "?" if text is None else f"{Decimal(text):,.2f}"


def hand_of(by: str | None, name: str) -> str:
    """Return who did something; what nobody with an account did was done by the system, or by a visitor of the public pages."""
    if by:
        return name
    return "访客 visitor" if name == "visitor" else f"系统 system（{name}）"


def yes_or_no(answer: bool | None) -> str:
    """Return an answer; nothing where there is none."""
    return {True: "是 yes", False: "否 no", None: ""}[answer]
