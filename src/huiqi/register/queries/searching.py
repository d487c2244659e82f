"""Finding organisations by what people type: a part of the name, of a former name, of the code, pinyin or its first letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When, prefetch_related_objects

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


# Of one kind of fit so many are looked at; of more, the best of these are shown.
_LOOKED_AT_MOST = 200
_CODE_LENGTH = 18


def search(actor: Actor, *, text: str, kind: str = "", limit: int = 20) -> tuple[Found, ...]:
    """Return the organisations that fit best: the same name or code, names that begin with it, that hold it, former ones, pinyin.

    However common the text is, only some hundred rows are read: each kind of fit is asked for by an index of its own, and the
    next one only where there is room left.
    """
    sought = words(text)
    if not sought:
        return ()
    rows = within_reach(actor, *SEE_ORGANISATIONS)
    if kind:
        rows = rows.filter(kind=kind)
    for word in sought[1:]:
        rows = rows.filter(holding(word))
    found: dict[UUID, Organisation] = {}
    for fit in fits(sought[0]):
        if len(found) >= limit:
            break
        fitting = rows.filter(fit).exclude(pk__in=list(found)).order_by()[:_LOOKED_AT_MOST]
        found |= {row.pk: row for row in sorted(fitting, key=lambda row: closeness(row, sought))}
    best = list(found.values())[:limit]
    prefetch_related_objects(best, "parent", "former_names")
    return tuple(shown(row, sought) for row in best)


def fits(word: str) -> Iterator[Q]:
    """Yield the ways in which a word fits, the best first."""
    if len(word) == _CODE_LENGTH:
        yield Q(credit_code=word.upper())
    yield Q(search_entry__name=word)
    yield Q(search_entry__name__startswith=word)
    if word.isascii():
        yield Q(name_initials=word)
    yield containing(word)
    if word.isascii():
        yield Q(name_initials__startswith=word)
        if len(word) >= KEY_LEAST:
            yield Q(search_entry__keys__contains=word)


def closeness(row: Organisation, sought: tuple[str, ...]) -> tuple[bool, int, str]:
    """Return by what rows of one kind of fit are ordered: present names before former ones, short ones first."""
    return not holds(row.name, sought), len(row.name), row.name_key


def shown(row: Organisation, sought: tuple[str, ...]) -> Found:
    """Return a row as other parts may hold it."""
    return Found(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        credit_code=row.credit_code or "",
        parent_name=row.parent.name if row.parent else "",
        former_name=former_name(row, sought),
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
    found = containing(word)
    if not word.isascii():
        return found
    if len(word) < KEY_LEAST:
        return found | Q(search_entry__grams__contains=[start(word)])
    return found | Q(search_entry__keys__contains=word)


def containing(word: str) -> Q:
    """Return the condition that a name or former name holds the word."""
    grams = list(pairs(word)) or [word]
    return Q(search_entry__grams__contains=grams, search_entry__names__contains=word)


def rank(word: str) -> Case:
    """Return how well an organisation fits, as an expression: 0 is best."""
    order = (
        Q(search_entry__name=word) | Q(credit_code=word.upper()),
        Q(search_entry__name__startswith=word),
        Q(name_initials=word),
        Q(search_entry__name__contains=word),
        Q(search_entry__names__contains=word),
        Q(name_initials__startswith=word),
        Q(search_entry__keys__contains=f"\n{word}"),
    )
    whens = (When(condition, then=Value(place)) for place, condition in enumerate(order))
    return Case(*whens, default=Value(len(order)), output_field=IntegerField())


def former_name(row: Organisation, sought: tuple[str, ...]) -> str:
    """Return the former name that holds the words, where the present one does not."""
    if holds(row.name, sought):
        return ""
    return next((former.name for former in row.former_names.all() if holds(former.name, sought)), "")


def holds(name: str, sought: tuple[str, ...]) -> bool:
    """Return whether a name holds all words."""
    return all(word in plain(name) for word in sought)
