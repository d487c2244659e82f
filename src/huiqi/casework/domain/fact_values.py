"""Facts in words: what a value says in Chinese and in English, with its unit. Nothing is rounded, and nothing is left out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from huiqi.kernel.words import Pair
from huiqi.register.domain.values import Nothing, Value
from huiqi.rulebook.queries import FactEntry

SEPARATOR = ","
_ONE_DAY = timedelta(days=1)
_UNITS_EN = {
    "元": "yuan", "人": "people", "家": "firms", "个岗位": "jobs", "项": "items", "平方米": "m²", "年": "years", "月": "months",
    "天": "days", "小时": "hours", "分": "points",
}  # fmt: skip
_NOTHING: dict[Nothing, Pair] = {
    Nothing.NOT_APPLICABLE: ("不适用", "not applicable"),
    Nothing.MISSING: ("缺失", "missing"),
}


def said(value: Value, entry: FactEntry) -> Pair:
    """Return a value in words, in both languages."""
    match value:
        case Nothing():
            return _NOTHING[value]
        case bool():
            return ("是", "Yes") if value else ("否", "No")
        case Decimal():
            number = f"{value:,f}"
            unit_zh, unit_en = unit(entry)
            return f"{number}{' ' if unit_zh else ''}{unit_zh}", f"{number} {unit_en}".strip()
        case date():
            return value.isoformat(), value.isoformat()
        case _:
            return option(value, entry)


def option(value: str, entry: FactEntry) -> Pair:
    """Return a text: of a choice, or of several, the words that the dictionary has for it."""
    words = {code: (zh, en) for code, zh, en in entry.options}
    if entry.type == "choices":
        parts = [words.get(code, (code, code)) for code in value.split(SEPARATOR) if code]
        return "、".join(zh for zh, _ in parts), ", ".join(en for _, en in parts)
    return words.get(value, (value, value))


def unit(entry: FactEntry) -> Pair:
    """Return the unit of a fact in both languages."""
    zh = entry.unit_zh
    return zh, "/".join(_UNITS_EN.get(part, part) for part in zh.split("/"))


def last_day(end: date | None) -> date | None:
    """Return the last day on which something holds, of the first on which it no longer does."""
    return None if end is None else end - _ONE_DAY


def day_after(last: date | None) -> date | None:
    """Return the first day on which something no longer holds, of the last on which it does."""
    return None if last is None else last + _ONE_DAY
