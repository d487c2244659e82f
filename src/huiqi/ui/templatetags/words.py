"""Words in both languages, side by side where they are used: `{% say "没有这个网页" "There is no such page" %}`.

No catalogue has to be compiled, and a text without its other language cannot be written.
"""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from huiqi.ui.words import chosen

register = template.Library()


@register.simple_tag
def say(chinese: str, english: str, **values: object) -> SafeString:
    """Return the text of the language in use; `{name}` in it stands for a value. Text and values are escaped."""
    text = escape(chosen(chinese, english))
    return format_html(text, **values) if values else text


@register.filter
def said(words: tuple[str, str]) -> str:
    """Return the text of the language in use of a pair (Chinese, English); the other where it has none."""
    chinese, english = words
    return chosen(chinese or english, english or chinese)
