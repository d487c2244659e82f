"""Who looked at sensitive facts of a company: for itself, and for auditors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.views.answering import here, holder, way_to
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_LOOKS
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

# What is looked at beside facts (`register.queries.note_look`).
_BESIDE = {"contacts": ("联系人", "contacts"), "evidence": ("证明材料", "evidence")}


@require_safe
@door(*SEE_LOOKS)
def looks(request: Request, id: UUID) -> HttpResponseBase:
    """List who looked at sensitive facts of an organisation, as the dictionary calls them."""
    rows = register.looks_at(request.actor, organisation=id)
    seen = holder(request, id)
    words = queries.fact_words(zone=seen.within[0], now=read_clock())
    listing = looks_list(register.own_people_of(id), words)
    crumbs = [*way_to(id, seen.name, below=here(request)), (listing.title, "")]
    template = "casework/company/looks.html"
    return show_list(request, listing, rows, template=template, organisation=seen, crumbs=crumbs)


def called(name: str, words: Mapping[str, FactEntry]) -> str:
    """Return what was looked at, in words."""
    entry = queries.entry_of(name, words)
    return chosen(*_BESIDE.get(name, (entry.zh, entry.en)))


def looks_list(own: frozenset[UUID], words: Mapping[str, FactEntry]) -> Listing[Any]:
    """Return the list of looks at an organisation whose own people are known."""

    def side(row: Any) -> str:
        return chosen("本单位", "own") if row.person in own else chosen("外单位", "other")

    def names(row: Any) -> str:
        return chosen("、", ", ").join(called(name, words) for name in row.names)

    return Listing(
        zh="谁看过",
        en="Who looked",
        columns=(
            Column("at", "时间", "When", cell=lambda row: row.looked_at, kind="day"),
            Column("who", "何人", "Who", cell=lambda row: row.person_name, sort=("person_name",)),
            Column("side", "哪一方", "From", cell=side),
            Column("names", "看了什么", "At what", cell=names, kind="wide"),
            Column("place", "在哪个页面", "On which page", cell=lambda row: row.place, kind="wide"),
        ),
        order=("-id",),
        filters=(
            Filter(
                "side", "哪一方", "From", (("own", "本单位", "Own"), ("other", "外单位", "Other")),
                narrow=lambda rows, value: rows.filter(person__in=own)
                if value == "own"
                else rows.exclude(person__in=own),
            ),
        ),
        search=lambda rows, text: rows.filter(person_name__contains=text),
        search_hint=("姓名", "Name"),
        empty=("还没有人看过敏感内容。", "Nobody has looked at anything sensitive yet."),
    )  # fmt: skip
