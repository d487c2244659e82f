"""The calculator: a visitor answers only what still matters, and sees after each answer what it comes to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries
from huiqi.ui.doors import PUBLIC, Request, door
from huiqi.ui.words import chosen, in_english


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(PUBLIC)
def calculator(request: Request) -> HttpResponse:
    """Take a step of the conversation; nothing that a visitor types is kept."""
    now = read_clock()
    said = request.POST if request.method == "POST" else request.GET
    zone = queries.chosen_zone(said.get("zone", ""), now=now)
    book = queries.current_book(zone=zone.id, now=now)
    step = queries.converse(book, day=day_in_china(now), said=request.POST.dict(), known={}, english=in_english())
    context = {
        "step": step,
        "zone": zone,
        "zones": queries.publishing_zones(now=now),
        "action": reverse("rulebook:calculator"),
        "crumbs": [
            (chosen("找政策", "Find policies"), reverse("rulebook:find")),
            (chosen("政策计算器", "Calculator"), ""),
        ],
    }
    wrong = step.question is not None and any(one.problem_zh for one in step.question.fields)
    return render(request, "rulebook/calculator.html", context, status=422 if wrong else 200)


@require_safe
@door(PUBLIC)
def find(request: Request) -> HttpResponse:
    """Show the policies in force that fit some words."""
    now = read_clock()
    zone = queries.chosen_zone(request.GET.get("zone", ""), now=now)
    book = queries.current_book(zone=zone.id, now=now)
    words = " ".join(request.GET.get("q", "").split())[:100]
    found = queries.find(book, day=day_in_china(now), words=words)
    context = {"found": found, "words": words, "zone": zone, "zones": queries.publishing_zones(now=now)}
    return render(request, "rulebook/find.html", context)
