"""What needs what in a policy, as a picture and as a list: of the published text, and of a draft."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries
from huiqi.rulebook.domain.drafting import KINDS, STATES
from huiqi.rulebook.domain.picturing import drawing_of
from huiqi.rulebook.domain.requirements import Graph
from huiqi.rulebook.domain.rights import SEE_DRAFTS
from huiqi.rulebook.forms import DayForm
from huiqi.rulebook.views.drafts import crumbs_of
from huiqi.rulebook.views.policy import words_of
from huiqi.ui.doors import PUBLIC, Request, door
from huiqi.ui.words import chosen, in_english


@require_safe
@door(PUBLIC)
def graph(request: Request, policy: str) -> HttpResponse:
    """Show what needs what in a policy on a day, of one clause where `?clause=` names it."""
    now = read_clock()
    form = DayForm(request.GET if "day" in request.GET else None)
    day = form.cleaned_data["day"] if form.is_valid() and form.cleaned_data["day"] else day_in_china(now)
    clause = request.GET.get("clause", "")
    found = queries.policy_graph(
        request.actor, policy=policy, day=day, now=now, zone=request.GET.get("zone", ""), clause=clause
    )
    words = words_of(request, found.page)
    above = (chosen(*found.page.row.title), reverse("rulebook:policy", args=(policy,)))
    crumbs = [*words["crumbs"][:1], above, (chosen("决策依据图", "What needs what"), "")]
    context = {**words, **pictured(found.graph), "page": found.page, "crumbs": crumbs, "clause": clause}
    return render(request, "rulebook/policy_graph.html", context)


@never_cache
@require_safe
@door(*SEE_DRAFTS)
def draft_graph(request: Request, id: UUID) -> HttpResponse:
    """Show what needs what in a draft as it is saved."""
    found = queries.draft_graph(request.actor, id=id, clause=request.GET.get("clause", ""))
    crumbs = crumbs_of(found.draft, (chosen("决策依据图", "What needs what"), ""))
    context = {
        **pictured(found.graph), "draft": found.draft, "may_write": found.may_write, "kind": KINDS[found.draft.kind],
        "state": STATES[found.draft.state], "crumbs": crumbs,
    }  # fmt: skip
    return render(request, "rulebook/draft_graph.html", context)


def pictured(graph: Graph | None) -> dict[str, object]:
    """Return what the template of a picture reads; nothing where there is no graph."""
    return {"drawing": None if graph is None else drawing_of(graph, english=in_english())}
