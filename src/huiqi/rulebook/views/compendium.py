"""The compendium: all policies in force with what matters of each, as a page to read and print, and as a PDF."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.compendium import ARRANGEMENTS, Compendium
from huiqi.rulebook.domain.rights import DRAFT, STAFF
from huiqi.rulebook.domain.shelf import Shelf
from huiqi.rulebook.forms import CompendiumForm, IssueForm
from huiqi.rulebook.views.compendium_words import book_words
from huiqi.ui.doors import PUBLIC, Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.pdf import PDF, pdf
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen, in_english

_TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "rulebook" / "compendium.typ"
# Books of some hundred kilobytes each, by all that they say: the pack's hash, the day, the contacts, the language.
_EDITIONS_MOST: Final = 50
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
        "editions": queries.editions(book.zone)[:_EDITIONS_MOST],
        "may_issue": book.zone in request.actor.organisations(*DRAFT),
        "gaps": book.gaps if request.actor.holds(*STAFF) else (),
        "title": chosen("政策汇编", "Policy compendium"),
    }
    return render(request, "rulebook/compendium.html", context)


@require_safe
@door(PUBLIC)
def compendium_pdf(request: Request) -> HttpResponse:
    """Send the compendium, asked for in the same way, as a PDF; making one takes a second, so visitors get some a minute."""
    if request.actor.person is None:
        refused: HttpResponse | None = ratelimit.consume_or_429(request, action="compendium_pdf", limit_get=True)
        if refused is not None:
            return refused
    book = asked_for(request, CompendiumForm(request.GET), now=read_clock())
    return as_download(printed(book), f"{chosen('政策汇编', 'Policy compendium')} {book.day:%Y-%m-%d}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.POLICY_OFFICER)
def issue(request: Request) -> HttpResponse:
    """Issue the compendium that the address asks for, as it is today: the file is kept for good."""
    now = read_clock()
    book = asked_for(request, CompendiumForm(request.GET), now=now)
    name = chosen("政策汇编", "Policy compendium")
    form = IssueForm(request.POST or None, initial={"title": f"{chosen(*book.issuer)} {name} {book.day:%Y}"})
    if request.method == "POST" and form.is_valid() and issued(request, book, form, now=now):
        return redirect("rulebook:compendium")
    lead = (
        f"编印后原样保存、对外公开：{len(book.entries)} 项政策，截至 {book.day:%Y-%m-%d}。",
        f"It is kept as it is and open to everybody: {len(book.entries)} policies in force on {book.day:%Y-%m-%d}.",
    )
    crumbs = [(name, reverse("rulebook:compendium"))]
    title, button = ("编印政策汇编", "Issue the compendium"), ("编印", "Issue")
    return show_form(request, form, title=title, button=button, lead=lead, crumbs=crumbs)


def issued(request: Request, book: Compendium, form: IssueForm, *, now: datetime) -> bool:
    """Return whether the edition was issued; why not stands in the form."""
    said = form.cleaned_data
    edition = services.Issue(
        title=said["title"], file=printed(book), day=book.day, policies=len(book.entries), version=book.number,
        copies=said["copies"],
    )  # fmt: skip
    with refusal_in(form):
        services.issue_edition(zone=book.zone, issue=edition, actor=request.actor, now=now)
        messages.success(request, chosen("汇编已编印。", "The edition is issued."))
        return True
    return False


@require_safe
@door(PUBLIC)
def edition(request: Request, id: UUID) -> HttpResponse:
    """Send an edition as it was issued."""
    found, file = queries.edition_file(id)
    return as_download(file, f"{found.title}.pdf")


def as_download(file: bytes, name: str) -> HttpResponse:
    """Return a PDF as a download."""
    sent = HttpResponse(file, content_type=PDF)
    sent["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
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
