"""What a browser calls itself, in words that its owner knows: `Edge · Windows`."""

from __future__ import annotations

from django import template

from huiqi.ui.words import chosen

register = template.Library()

# The first that is found counts: nearly all of them call themselves Safari, and most Chrome.
_PROGRAMS = (
    ("wxwork/", ("企业微信", "WeCom")),
    ("MicroMessenger/", ("微信", "WeChat")),
    ("DingTalk/", ("钉钉", "DingTalk")),
    ("Lark/", ("飞书", "Feishu")),
    ("Edg", ("Edge", "Edge")),
    ("Firefox/", ("Firefox", "Firefox")),
    ("Chrome/", ("Chrome", "Chrome")),
    ("Safari/", ("Safari", "Safari")),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser_name(says: str) -> str:
    """Return program and system of a User-Agent; what is not known is shown as it came, cut short."""
    program = next((chosen(*names) for mark, names in _PROGRAMS if mark in says), says[:40])
    system = next((name for mark, name in _SYSTEMS if mark in says), "")
    return " · ".join(part for part in (program, system) if part)
