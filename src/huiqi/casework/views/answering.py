"""What the pages about one company share: the page of a form, and the way from a form to a service and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages as flash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.register import queries as register
from huiqi.ui.doors import Request
from huiqi.ui.words import chosen, spoken

Pair = tuple[str, str]


def answer(
    request: Request,
    form: Form,
    *,
    company: UUID,
    title: Pair,
    act: Callable[[datetime], object],
    done: Pair,
    lead: Pair = ("", ""),
    back: str = "",
    template: str = "casework/company/form.html",
    **context: object,
) -> HttpResponse:
    """Show the page of a form; once it is sent and valid, call the service, say so and go back. What it refuses, the form says."""
    where = back or reverse("companies:portrait", args=[company])
    if request.method == "POST" and form.is_valid():
        try:
            act(read_clock())
        except NotVisible:
            raise
        except Cannot as error:
            form.add_error(None, spoken(error))
        else:
            flash.success(request, chosen(*done))
            return redirect(where)
    holder = register.company(request.actor, id=company)
    crumbs = [
        (chosen("企业", "Companies"), reverse("companies:list")),
        (holder.name, reverse("companies:portrait", args=[company])),
        (chosen(*title), ""),
    ]
    shown = {
        "form": form,
        "title": chosen(*title),
        "lead": chosen(*lead),
        "company": holder.name,
        "back": where,
        "crumbs": crumbs,
        **context,
    }
    return render(request, template, shown, status=422 if form.errors else 200)


def act_and_return(request: Request, act: Callable[[datetime], object], *, done: Pair, back: str) -> HttpResponse:
    """Call a service for a button without a form; what it refuses is said on the page to which it leads back."""
    try:
        act(read_clock())
    except NotVisible:
        raise
    except Cannot as error:
        flash.error(request, spoken(error))
    else:
        flash.success(request, chosen(*done))
    return redirect(back)
