"""The compendium: all policies in force with what matters of each, as a page to read and print, and as a PDF."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries
from huiqi.rulebook.domain.compendium import ARRANGEMENTS, Compendium
from huiqi.rulebook.domain.rights import STAFF
from huiqi.rulebook.domain.shelf import Shelf
from huiqi.rulebook.forms import CompendiumForm
from huiqi.rulebook.views.compendium_words import book_words
from huiqi.ui.doors import PUBLIC, Request, door
from huiqi.ui.pdf import PDF, pdf
from huiqi.ui.words import chosen, in_english

_TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "rulebook" / "compendium.typ"
# Books of some hundred kilobytes each, by all that they say: the pack's hash, the day, the contacts, the language.
_BOOKS: Final[Shelf[bytes]] = Shelf(16)


@require_safe
@door(PUBLIC)
def compendium(request: Request) -> HttpResponse:
    """Show the compendium of a day (`?day=2026-03-02&by=level&theme=talent&theme=science`), of today where none is asked for."""
    form = CompendiumForm(request.GET if {"day", "by"} & set(request.GET) else None)
    book = asked_for(request, form, now=read_clock())
    context = {
        "form": form,
        "book": book,
        "chosen_themes": request.GET.getlist("theme"),
        "zone": request.GET.get("zone", ""),
        "query": request.GET.urlencode(),
        "arrangement": ARRANGEMENTS[book.arrangement][0],
        "gaps": book.gaps if request.actor.holds(*STAFF) else (),
        "title": chosen("政策汇编", "Policy compendium"),
    }
    return render(request, "rulebook/compendium.html", context)


@require_safe
@door(PUBLIC)
def compendium_pdf(request: Request) -> HttpResponse:
    """Send the compendium, asked for in the same way, as a PDF."""
    book = asked_for(request, CompendiumForm(request.GET), now=read_clock())
    sent = HttpResponse(printed(book), content_type=PDF)
    name = iri_to_uri(f"{chosen('政策汇编', 'Policy compendium')} {book.day:%Y-%m-%d}.pdf")
    sent["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return sent


def asked_for(request: Request, form: CompendiumForm, *, now: datetime) -> Compendium:
    """Return the compendium that an address asks for; a day that is none is today."""
    form.is_valid()
    asked = form.cleaned_data if form.is_bound else {}
    return queries.compendium(
        request.actor,
        day=asked.get("day") or day_in_china(now),
        now=now,
        arrangement=asked.get("by") or "theme",
        themes=frozenset(request.GET.getlist("theme")),
        zone=request.GET.get("zone", ""),
    )


def printed(book: Compendium) -> bytes:
    """Return the compendium as a PDF in the language in use."""
    data = book_words(book) | {"english": in_english()}
    key = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return _BOOKS.get(key, lambda: pdf(_TEMPLATE, data=data, made_at=book.published_at))
