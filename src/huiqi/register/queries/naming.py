"""Organisations as people name them in lists: by credit code or by their full name, many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from django.db.models import F

from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.register.domain.names import tidy
from huiqi.register.domain.rights import SEE_ORGANISATIONS
from huiqi.register.models import Organisation
from huiqi.register.queries.reach import within_reach


class CannotName(Cannot):
    """A text does not say which organisation is meant."""

    messages: ClassVar[Mapping[str, Words]] = {
        "unknown": (
            "找不到{text!r}：请写统一社会信用代码或登记的全称。",
            "{text!r} was not found: write the credit code or the full name as registered.",
        ),
        "several": (
            "叫{text!r}的有{count}家：请写统一社会信用代码。",
            "{count} organisations are called {text!r}: write the credit code.",
        ),
    }


def named(actor: Actor, *, text: str, kind: str = "") -> Organisation:
    """Return the one organisation that is meant; raises CannotName."""
    found = all_named(actor, texts=[text], kind=kind)[text]
    if isinstance(found, CannotName):
        raise found
    return found


def all_named(actor: Actor, *, texts: Collection[str], kind: str = "") -> dict[str, Organisation | CannotName]:
    """Return for each text the one organisation that is meant, or why there is none. Three queries for any number."""
    seen = within_reach(actor, *SEE_ORGANISATIONS)
    if kind:
        seen = seen.filter(kind=kind)
    codes = {text: "".join(text.split()).upper() for text in texts}
    by_code = {row.credit_code: row for row in seen.filter(credit_code__in=set(codes.values()))}
    # The code of a record that went into another means the other.
    left = set(codes.values()) - set(by_code)
    went = seen.filter(merged__credit_code__in=left).annotate(code=F("merged__credit_code")) if left else ()
    by_code |= {row.code: row for row in went}
    names = {text: kept_name(text) for text in texts if codes[text] not in by_code}
    by_name: dict[str, list[Organisation]] = {}
    for row in seen.filter(name__in=set(names.values())) if names else ():
        by_name.setdefault(row.name, []).append(row)
    return {text: by_code.get(codes[text]) or the_one(text, by_name.get(names[text], [])) for text in texts}


def the_one(text: str, found: list[Organisation]) -> Organisation | CannotName:
    """Return the only one, or why it is not."""
    if len(found) == 1:
        return found[0]
    return CannotName("several", text=text, count=len(found)) if found else CannotName("unknown", text=text)


def kept_name(text: str) -> str:
    """Return a name as the register keeps it; one that cannot be kept, as it is."""
    try:
        return tidy(text)
    except ValueError:
        return text
