"""Finding organisations by what people type: a part of the name, of a former name, of the code, pinyin or its first letters."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import SEE_ORGANISATIONS
from huiqi.register.domain.searching import KEY_LEAST, pairs, plain, start, words
from huiqi.register.models import Organisation
from huiqi.register.queries.reach import within_reach


@dataclass(frozen=True, slots=True)
class Found:
    """One organisation that fits; `former_name` is the name by which it was found, where that is not the present one."""

    id: UUID
    kind: str
    name: str
    credit_code: str
    parent_name: str
    former_name: str


def search(actor: Actor, *, text: str, kind: str = "", limit: int = 20) -> tuple[Found, ...]:
    """Return the organisations that fit best: same name or code, then names that begin with it, that hold it, former ones, pinyin."""
    sought = words(text)
    if not sought:
        return ()
    rows = matching(within_reach(actor, *SEE_ORGANISATIONS), text)
    if kind:
        rows = rows.filter(kind=kind)
    best = rows.order_by(F("rank"), Length("name"), "name_key", "id").select_related("parent")[:limit]
    found = tuple(best.prefetch_related("former_names"))
    return tuple(
        Found(
            id=row.pk,
            kind=row.kind,
            name=row.name,
            credit_code=row.credit_code or "",
            parent_name=row.parent.name if row.parent else "",
            former_name=former_name(row, sought),
        )
        for row in found
    )


def matching(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Return the organisations of the rows that hold every word of the text, with `rank`: the lower, the better it fits."""
    sought = words(text)
    if not sought:
        return rows.none()
    for word in sought:
        rows = rows.filter(holding(word))
    return rows.annotate(rank=rank(sought[0]))


def holding(word: str) -> Q:
    """Return the condition that a name, former name, code or pinyin holds the word; each part of it has its index."""
    grams = list(pairs(word)) or [word]
    found = Q(search_entry__grams__contains=grams, search_entry__names__contains=word)
    if not word.isascii():
        return found
    if len(word) < KEY_LEAST:
        return found | Q(search_entry__grams__contains=[start(word)])
    return found | Q(search_entry__keys__contains=word)


def rank(word: str) -> Case:
    """Return how well an organisation fits, as an expression: 0 is best."""
    order = (
        Q(search_entry__names=word) | Q(search_entry__names__startswith=f"{word}\n") | Q(credit_code=word.upper()),
        Q(search_entry__names__startswith=word),
        Q(name_initials=word),
        Q(search_entry__names__contains=word),
        Q(name_initials__startswith=word),
        Q(search_entry__keys__contains=f"\n{word}"),
    )
    whens = (When(condition, then=Value(place)) for place, condition in enumerate(order))
    return Case(*whens, default=Value(len(order)), output_field=IntegerField())


def former_name(row: Organisation, sought: tuple[str, ...]) -> str:
    """Return the former name that holds the words, where the present one does not."""

    def holds(name: str) -> bool:
        return all(word in plain(name) for word in sought)

    if holds(row.name):
        return ""
    return next((former.name for former in row.former_names.all() if holds(former.name)), "")
