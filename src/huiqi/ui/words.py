"""Texts in both languages side by side; which one is shown is decided when it is shown."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language

from huiqi.kernel.errors import Cannot


def in_english() -> bool:
    """Return whether the language in use is English; where none is in use, it is Chinese."""
    return (get_language() or "zh").startswith("en")


def chosen(chinese: str, english: str) -> str:
    """Return the text of the language in use."""
    return english if in_english() else chinese


# For labels that are written once and shown in many requests: `words("名称", "Name")`.
words = lazy(chosen, str)


def spoken(error: Cannot) -> str:
    """Return what an expected failure says, in the language in use."""
    text = error.said(english=in_english())
    return text[:1].upper() + text[1:]
