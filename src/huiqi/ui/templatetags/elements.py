"""Small things that pages show: values as people read them, charts, progress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from huiqi.kernel.actor import SYSTEM_WORDS, Role
from huiqi.kernel.clock import CHINA, read_clock
from huiqi.kernel.ids import new_id
from huiqi.ui.doors import is_open
from huiqi.ui.words import chosen

register = template.Library()

_ANSWERS = {
    "met": ("符合", "Met"),
    "not_met": ("不符合", "Not met"),
    "unknown": ("尚不能判断", "Unknown"),
}


@register.filter
def readable(value: object) -> object:
    """Return a value as a person reads it: numbers in groups of three, days and moments in China's time, yes and no."""
    match value:
        case None | "":
            return "–"
        case bool():
            return chosen("是", "Yes") if value else chosen("否", "No")
        case int() | Decimal():
            return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        case datetime():
            return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case _:
            return value


@register.filter
def acting(name: str) -> str:
    """Return who acted as pages call them: a person by name, the system by what of it acted."""
    return chosen(*SYSTEM_WORDS.get(name, (name, name)))


@register.filter
def open_to(address: str, request: HttpRequest) -> str:
    """Return an address where its page is open to who asks, nothing otherwise: a link that ends at a closed door is none."""
    actor = getattr(request, "actor", None)
    return address if actor is None or is_open(address, actor) else ""


@register.filter
def role_name(role: str) -> str:
    """Return what a role is called, in the language in use."""
    return chosen(*Role(role).words)


@register.simple_tag
def ticket() -> SafeString:
    """Return a new ticket: the form that brings it takes effect once, however often it is sent (`huiqi.ui.once`)."""
    return format_html('<input type="hidden" name="ticket" value="{}">', new_id(read_clock()))


@register.simple_tag
def answer(outcome: str) -> SafeString:
    """Return one of the three answers (`met`, `not_met`, `unknown`) in its colour and in words."""
    chinese, english = _ANSWERS[outcome]
    return format_html('<span class="answer answer-{}">{}</span>', outcome.replace("_", "-"), chosen(chinese, english))


@register.simple_tag
def chart(id: str, option: Mapping[str, object], label: str, size: str = "") -> SafeString:
    """Return a chart, a `low` one if asked for: `option` as ECharts reads it. The page has to show the same figures as a table for those who cannot see it."""
    data = json_script(option, f"{id}-option")
    return format_html(
        '{}<div class="{}" id="{}" role="img" aria-label="{}" data-chart="{}-option"></div>',
        data, f"chart {size}".strip(), id, label, id,
    )  # fmt: skip
