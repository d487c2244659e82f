"""An expense is described, and the zone's policies say what may be done with it: which account it may enter, for instance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries
from huiqi.rulebook.forms import ExpenseForm
from huiqi.ui.doors import PUBLIC, Request, door
from huiqi.ui.words import chosen


@require_safe
@door(PUBLIC)
def expense(request: Request) -> HttpResponse:
    """Show a form for one expense, and what the policies say of it."""
    now = read_clock()
    zone = queries.chosen_zone(request.GET.get("zone", ""), now=now)
    book, day = queries.current_book(zone=zone.id, now=now), day_in_china(now)
    form = ExpenseForm(request.GET if "asked" in request.GET else None)
    form.offer(queries.expense_facts(book, day=day))
    found: Sequence[Any] = ()
    if form.is_bound and form.is_valid():
        found = queries.hints(book, day=day, facts=form.facts())
    context: dict[str, object] = {
        "form": form,
        "found": found,
        "is_asked": form.is_bound and form.is_valid(),
        "has_policies": bool(form.fields),
        "zone": zone,
        "crumbs": [
            (chosen("找政策", "Find policies"), reverse("rulebook:find")),
            (chosen("费用归集提示", "Hints about an expense"), ""),
        ],
    }
    assert isinstance(form, forms.Form)
    return render(request, "rulebook/expense.html", context, status=422 if form.is_bound and form.errors else 200)
