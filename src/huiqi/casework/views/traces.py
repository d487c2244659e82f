"""One company under one clause of a run: its answer, why, how far it is, and the facts with their sources."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.rights import SEE_RUNS
from huiqi.casework.views.runs import RUNS, clause_address, run_address, shown_name
from huiqi.casework.views.shown import amount_words
from huiqi.ui.doors import Request, door
from huiqi.ui.words import chosen, in_english


@require_safe
@door(*SEE_RUNS)
def trace_page(request: Request, id: UUID, policy: str, clause: str, company: UUID) -> HttpResponse:
    """Show why a company has its answer."""
    found = queries.company_trace(
        request.actor, run=id, policy=policy, clause=clause, company=company, english=in_english()
    )
    crumbs = [
        (RUNS.title, reverse("casework:runs")),
        (f"{shown_name(found.run)} {found.run.day:%Y-%m-%d}", run_address(found.run)),
        (chosen(found.clause.zh, found.clause.en), clause_address(found.run, found.clause)),
        (found.row.name, ""),
    ]
    context = {"found": found, "crumbs": crumbs, "amount": amount_words(found.row, found.clause)}
    return render(request, "casework/trace.html", context)
