"""Texts in both languages side by side; which one is shown is decided when it is shown."""

from __future__ import annotations

from datetime import date

from django.utils.functional import lazy
from django.utils.translation import get_language

from huiqi.kernel.errors import Cannot


def in_english() -> bool:
    """Return whether the language in use is English; where none is in use, it is Chinese."""
    return (get_language() or "zh").startswith("en")


def chosen(chinese: str, english: str) -> str:
    """Return the text of the language in use."""
    return english if in_english() else chinese


def chosen_day(day: date) -> str:
    """Return a day as a document writes it: with its year, month and day in Chinese, as ISO 8601 in English."""
    return chosen(f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}")


# For labels that are written once and shown in many requests: `words("名称", "Name")`.
words = lazy(chosen, str)


def spoken(error: Cannot) -> str:
    """Return what an expected failure says, in the language in use."""
    text = error.said(english=in_english())
    return text[:1].upper() + text[1:]
