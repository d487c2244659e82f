"""A company's own page: what it can get, why not yet, how far it is; it answers only what the register does not know."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework.queries import own as queries
from huiqi.kernel.clock import read_clock
from huiqi.register.domain.rights import COMPANY, SEE_COMPANIES
from huiqi.rulebook import queries as rulebook
from huiqi.ui.doors import Request, door
from huiqi.ui.words import chosen, in_english


@require_safe
@door(*COMPANY)
def companies(request: Request) -> HttpResponse:
    """Lead to the actor's company; who acts for several chooses."""
    found = queries.own_companies(request.actor)
    if len(found) == 1:
        return redirect("casework:own", id=found[0][0])
    return render(request, "casework/companies.html", {"companies": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_COMPANIES)
def own(request: Request, id: UUID) -> HttpResponse:
    """Show what a company can get; answers that it tries out here are not kept."""
    company = queries.own_company(request.actor, id=id, now=read_clock())
    step = rulebook.converse(
        company.book, day=company.day, said=request.POST.dict(), known=company.known, english=in_english()
    )
    context = {
        "company": company,
        "step": step,
        "action": reverse("casework:own", args=[id]),
        "crumbs": [(chosen("可享政策", "What we can get"), reverse("casework:companies")), (company.name, "")],
    }
    wrong = step.question is not None and any(one.problem_zh for one in step.question.fields)
    return render(request, "casework/own.html", context, status=422 if wrong else 200)
