"""HTML from values: every text is escaped unless it was made here, so that no name of a company becomes markup."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final, TypeAlias

from huiqi_rules.model.facts import Text

VOID: Final = frozenset({"meta", "br", "link"})


class Html(str):
    """A text that is markup already."""

    __slots__ = ()


Child: TypeAlias = "Html | str | int | Iterable[Child] | None"


def element(name: str, /, *children: Child, **attributes: str | int | None) -> Html:
    """Return an element; children that are plain texts are escaped, None and empty ones are left out.

    A trailing underscore of an attribute is dropped (`class_`), other underscores become hyphens; None drops it.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = fragment(*children)
    return Html(f"<{name}{given}>" if name in VOID else f"<{name}{given}>{inner}</{name}>")


def fragment(*children: Child) -> Html:
    """Return children one after another."""
    return Html("".join(_child(each) for each in children))


def both(zh: str, en: str) -> Html:
    """Return a text in Chinese with its English beside it; one alone where the other is empty or the same."""
    if not en or en == zh:
        return fragment(zh)
    english = element("span", en, class_="en", lang="en")
    return fragment(zh, " ", english) if zh else english


def named(text: Text) -> Html:
    """Return a name of a pack in both languages."""
    return both(text.zh, text.en)


def _child(child: Child) -> str:
    match child:
        case None:
            return ""
        case Html():
            return child
        case str():
            return html.escape(child)
        case int():
            return f"{child:,}"
        case _:
            return "".join(_child(each) for each in child)
