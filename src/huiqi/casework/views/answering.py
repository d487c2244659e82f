"""What the pages about one company share: the way from a form to a service and back, and the way of a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages as flash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.register import queries as register
from huiqi.ui.doors import Request
from huiqi.ui.forms import Pair, show_form
from huiqi.ui.words import chosen, spoken

Act = Callable[[datetime], object]


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
    holder = register.company(request.actor, id=company)
    if request.method == "POST" and form.is_valid():
        try:
            act(read_clock())
        except NotVisible:
            raise
        except Cannot as error:
            form.add_error(None, spoken(error))
        else:
            flash.success(request, chosen(*done))
            return redirect(back or reverse("companies:portrait", args=[company]))
    crumbs = way_to(company, holder.name)
    return show_form(request, form, title=title, lead=lead, crumbs=crumbs, template=template, meaning=meaning)


def act_and_return(request: Request, act: Act, *, done: Pair, back: str) -> HttpResponse:
    """Call a service for a button; what it refuses is said on the page to which it leads back."""
    try:
        act(read_clock())
    except NotVisible:
        raise
    except Cannot as error:
        flash.error(request, spoken(error))
    else:
        flash.success(request, chosen(*done))
    return redirect(back)


def way_to(company: UUID, name: str) -> list[tuple[str, str]]:
    """Return the crumbs that lead to the page of a company."""
    return [
        (chosen("企业", "Companies"), reverse("companies:list")),
        (name, reverse("companies:portrait", args=[company])),
    ]
