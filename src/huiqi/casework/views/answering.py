"""What the pages about one company, or institution, share: the way from a form to a service and back, and the way of a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import Pair
from huiqi.register import queries as register
from huiqi.ui.doors import Request
from huiqi.ui.forms import show_form
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.models import Organisation

Act = Callable[[datetime], object]
# The same pages lie below companies and below institutions; an address is for what is of its kind.
KINDS = {"companies": ("company", "企业", "Companies"), "institutions": ("institution", "机构", "Institutions")}


def here(request: Request) -> str:
    """Return below which list the page lies: the name of its addresses."""
    return request.resolver_match.namespace if request.resolver_match else "companies"


def below(kind: str) -> str:
    """Return below which list the pages about an organisation of a kind lie."""
    return next(name for name, (known, *_) in KINDS.items() if known == kind)


def holder(request: Request, id: UUID) -> Organisation:
    """Return the organisation that an address is about; raises CannotSee, also for one of another kind."""
    return register.company(request.actor, id=id, kind=KINDS[here(request)][0])


def answer(
    request: Request,
    form: Form,
    *,
    company: UUID,
    title: Pair,
    act: Act,
    done: Pair,
    lead: Pair = ("", ""),
    back: str = "",
    template: str = "layouts/form.html",
    meaning: str = "",
) -> HttpResponse:
    """Show the page of a form; once it is sent and valid, call the service, say so and go back. What it refuses, the form says."""
    about = holder(request, company)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            act(read_clock())
            flash.success(request, chosen(*done))
            return redirect(back or reverse(f"{here(request)}:portrait", args=[company]))
    crumbs = way_to(company, about.name, below=here(request))
    return show_form(request, form, title=title, lead=lead, crumbs=crumbs, template=template, meaning=meaning)


def act_and_return(request: Request, act: Act, *, done: Pair, back: str) -> HttpResponse:
    """Call a service for a button; what it refuses is said on the page to which it leads back."""
    with refusal_said(request):
        act(read_clock())
        flash.success(request, chosen(*done))
    return redirect(back)


def way_to(id: UUID, name: str, *, below: str) -> list[tuple[str, str]]:
    """Return the crumbs that lead to the page of a company or an institution."""
    return [(chosen(*KINDS[below][1:]), reverse(f"{below}:list")), (name, reverse(f"{below}:portrait", args=[id]))]
