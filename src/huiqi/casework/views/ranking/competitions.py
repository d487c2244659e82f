"""A competition for officers: its rules, how far the panel is, and once it is closed the result by rank."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import services
from huiqi.casework.domain.ranking.places import UNRESOLVED, Outcome, Ties
from huiqi.casework.domain.ranking.rights import SEE_COMPETITIONS, SET_UP
from huiqi.casework.domain.ranking.scoring import most_in_all, rounded
from huiqi.casework.forms.ranking.competitions import RulesForm, first_rules
from huiqi.casework.queries.applying import intakes as opened
from huiqi.casework.queries.ranking import competitions as ranking
from huiqi.casework.views.applying.intakes import INTAKES, application_address, intake_address
from huiqi.kernel.clock import read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once, once_the_same
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

RESULTS: Listing[Any] = Listing(
    zh="评审结果",
    en="Result",
    columns=(
        Column("rank", "名次", "Rank", lambda one: one.rank, ("rank",), kind="number"),
        Column("company", "企业", "Company", lambda one: one.application.company.name, ("application__company__name_key",), lambda one: application_address(one.application), "wide"),
        Column("mean", "平均分", "Mean", lambda one: rounded(Fraction(int(one.top), int(one.bottom)), 2), kind="number"),
        Column("marks", "评分人数", "Scored by", lambda one: one.marks, ("marks",), kind="number"),
        Column("outcome", "结果", "Outcome", lambda one: chosen(*Outcome(one.outcome).words), ("outcome",)),
        Column("reason", "说明", "Note", lambda one: one.reason, kind="wide"),
        Column("by", "决定人", "Decided by", lambda one: one.settled_by_name),
    ),
    order=("rank", "id"),
    filters=(Filter("outcome", "结果", "Outcome", [(one.value, *one.words) for one in Outcome], lambda rows, value: rows.filter(outcome=value)),),
    search=lambda rows, text: rows.filter(application__company__name__icontains=text),
    search_hint=("企业", "Company"),
    empty=("评审还没有结束，没有结果。", "The competition is not closed: there is no result yet."),
)  # fmt: skip


@require_safe
@door(*SEE_COMPETITIONS)
def competition(request: Request, id: UUID) -> HttpResponseBase:
    """Show how the applications of an intake are ranked."""
    made = opened.intake_of(request.actor, id=id)
    found = ranking.competition_of(request.actor, intake=id)
    rows = ranking.placings(found)
    criteria = list(found.criteria.all()) if found else []
    return show_list(
        request, RESULTS, rows, template="casework/ranking/competition.html", intake=made, competition=found,
        criteria=criteria, most=plain(rounded(most_in_all(ranking.criteria_of(found)), 2)) if found else None,
        ties=Ties(found.ties).words if found else None,
        progress=ranking.progress(found) if found and found.closed_at is None else [],
        open=[one for one in rows if one.outcome in list(UNRESOLVED)],
        may_set_up=request.actor.holds(*SET_UP) and (found is None or found.closed_at is None),
        may_decide=request.actor.holds(*SET_UP),
        empty=ranking.empty_places(found) if found and found.closed_at else 0,
        crumbs=[*trail(made), (chosen("评审", "Competition"), "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SET_UP)
@once_the_same
def rules(request: Request, id: UUID) -> HttpResponse:
    """Say how the applications of an intake are ranked."""
    now = read_clock()
    made = opened.intake_of(request.actor, id=id)
    before = ranking.competition_of(request.actor, intake=id)
    form = RulesForm(
        request.POST or None, initial=first_rules(before), facts=ranking.score_facts(made, now=now),
        people=ranking.people_to_name(made, now=now), experts=ranking.experts_to_name(made, now=now),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.set_up_competition(intake=id, said=form.said(), actor=request.actor, now=now)
            flash.success(request, chosen("评审办法已定，评审人可以评分。", "The rules stand; the panel can score."))
            return redirect("casework:competition", id)
    title = ("评审办法", "Rules of the competition")
    return show_form(request, form, title=title, crumbs=trail(made), template="casework/ranking/rules.html")


@require_POST
@door(*SET_UP)
@once
def close(request: Request, id: UUID) -> HttpResponse:
    """Close a competition."""
    return decide(
        request, id, lambda: services.close_competition(intake=id, actor=request.actor, now=read_clock()),
        done=("评审已结束。不用测算就能定的，未入选的企业已收到名次和理由。", "Closed. Where no run is needed to decide, who got no place was told rank and reason."),
    )  # fmt: skip


@require_POST
@door(*SET_UP)
@once
def settle(request: Request, id: UUID, application: UUID) -> HttpResponse:
    """Decide what the rule leaves open."""
    return decide(
        request, id,
        lambda: services.settle_place(
            application=application, is_selected=request.POST.get("act") == "select",
            reason=request.POST.get("reason", "")[:500], actor=request.actor, now=read_clock(),
        ),
        done=("已决定。", "Decided."),
    )  # fmt: skip


def decide(request: Request, id: UUID, act: Callable[[], object], *, done: tuple[str, str]) -> HttpResponse:
    """Call a service for a button, and say what came of it."""
    with refusal_said(request):
        act()
        flash.success(request, chosen(*done))
    return redirect("casework:competition", id)


def plain(number: Decimal) -> str:
    """Return a number without zeros at its end."""
    return f"{number:f}".rstrip("0").rstrip(".")


def trail(made: Any) -> list[tuple[str, str]]:
    """Return the crumbs that lead to the intake of a competition."""
    return [(INTAKES.title, reverse("casework:intakes")), (chosen(made.zh, made.en), intake_address(made))]
