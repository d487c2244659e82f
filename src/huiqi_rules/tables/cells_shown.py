"""A cell as text: what a person reads where no typed cell can stand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from huiqi_rules.core.values import ABSENT, Bounds

_ABSENT_SHOWN: Final = "不适用"


def shown(value: object) -> str:
    """Return a cell's value as text: plain digits, ISO dates, 是/否, nothing for unknown."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str():
            return value
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case Bounds():
            return f"{value.low:f}–{value.high:f}"
        case tuple() | list() | frozenset():
            return "、".join(shown(item) for item in value)
        case _ if value is ABSENT:
            return _ABSENT_SHOWN
        case _:
            return str(value)
