"""The panel's side: what there is to score, one application with its sheet; nobody sees another's scores before the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import services
from huiqi.casework.domain.ranking.rights import SCORE
from huiqi.casework.forms.ranking.competitions import ScoreForm, WhyForm
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.queries.ranking import competitions as ranking
from huiqi.casework.views.applying.checks import given_line, known_line
from huiqi.casework.views.corrections import sent_file
from huiqi.kernel.clock import read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once, once_the_same
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

DECLARED = (
    "本人与该企业及其负责人没有亲属、任职、持股、合作等利害关系，独立评审，不外传材料。",
    "I have no tie of family, office, shares or business with the company or who leads it; I judge by myself and pass nothing on.",
)


def panel_address(member: Any) -> str:
    """Return where one of a panel scores."""
    return reverse("casework:panel", args=[member.competition_id])


PANELS: Listing[Any] = Listing(
    zh="我的评审",
    en="My panels",
    columns=(
        Column("clause", "条款", "Clause", lambda one: chosen(one.competition.intake.zh, one.competition.intake.en), ("competition__intake__zh",), panel_address, "wide"),
        Column("scope", "范围", "Companies of", lambda one: one.competition.intake.scope.name),
        Column("entrants", "参评", "Applications", lambda one: one.n_entrants, ("n_entrants",), kind="number"),
        Column("scored", "已评", "Scored", lambda one: one.n_scored, ("n_scored",), kind="number"),
        Column("closed", "结束", "Closed", lambda one: one.competition.closed_at, ("competition__closed_at",), kind="day"),
    ),
    order=("competition__closed_at", "-id"),
    filters=(Filter("waits", "待办", "Waiting", (("score", "待评分", "To score"),), lambda rows, _: ranking.still_to_score(rows)),),
    empty=("没有请您评审的项目。", "You sit on no panel."),
)  # fmt: skip


@require_safe
@door(*SCORE)
def panel_list(request: Request) -> HttpResponseBase:
    """Show the competitions on whose panel the actor sits."""
    return show_list(request, PANELS, ranking.panels(request.actor))


@never_cache
@require_safe
@door(*SCORE)
def panel(request: Request, id: UUID) -> HttpResponse:
    """Show what there is to score."""
    member = ranking.panel_member(request.actor, competition=id)
    intake = member.competition.intake
    is_closed = member.competition.closed_at is not None
    rows = ranking.to_score(member)
    marks = ranking.own_marks(member, rows)
    context = {
        "intake": intake,
        "competition": member.competition,
        "rows": [(row, marks.get(row.application.pk)) for row in rows],
        "results": ranking.results(member.competition) if is_closed else [],
        "crumbs": [(PANELS.title, reverse("casework:panels")), (chosen(intake.zh, intake.en), "")],
    }
    return render(request, "casework/ranking/panel.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(*SCORE)
@once_the_same
def sheet(request: Request, id: UUID, application: UUID) -> HttpResponse:
    """Show one application with the actor's own sheet, and keep it."""
    now = read_clock()
    member = ranking.panel_member(request.actor, competition=id)
    found = ranking.one_to_score(member, application=application)
    first = {f"score-{key}": value for key, value in found.sheet.values.items()} if found.sheet else {}
    criteria = list(member.competition.criteria.all())
    comment = {"comment": found.sheet.comment} if found.sheet else {}
    form = ScoreForm(request.POST or None, criteria=criteria, initial=first | comment)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.score(
                competition=id, application=application, values=form.values(), comment=form.cleaned_data["comment"],
                actor=request.actor, now=now,
            )  # fmt: skip
            flash.success(request, chosen("已评分。评审结束前可以修改。", "Scored; it can be changed until the end."))
            return redirect("casework:panel", id)
    intake = member.competition.intake
    found.application.intake = intake
    crumbs = [
        (PANELS.title, reverse("casework:panels")),
        (chosen(intake.zh, intake.en), panel_address(member)),
        (found.application.company.name, ""),
    ]
    if not found.has_declared:
        return render(request, "casework/ranking/declare.html", declaring(member, found) | {"crumbs": crumbs})
    page = applied.application_page(request.actor, application=found.application, now=now)
    context = scoring(member, found, page) | {"form": form, "crumbs": crumbs}
    return render(request, "casework/ranking/sheet.html", context, status=422 if form.errors else 200)


def scoring(member: Any, found: ranking.ToScore, page: Any) -> dict[str, Any]:
    """Return what the page shows to somebody who scores: what the company gave, and what is known of it."""
    return {
        "found": found,
        "application": found.application,
        "intake": member.competition.intake,
        "page": page,
        "why": WhyForm(auto_id="why_%s"),
        "may_score": found.may_score and member.competition.closed_at is None,
        "competition": member.competition,
        "lines": [
            given_line(one) | {"address": file_address(member, found, one.file) if one.file else ""}
            for one in page.given
            if one.kept is not None
        ],
        "others": [(file, file_address(member, found, file)) for file in page.others],
        "is_outside": member.is_outside,
        "known": [known_line(entry, fact) for entry, fact in page.known],
    }


def declaring(member: Any, found: ranking.ToScore) -> dict[str, Any]:
    """Return what the page shows before somebody from outside has declared to have no interest."""
    return {
        "found": found,
        "application": found.application,
        "competition": member.competition,
        "intake": member.competition.intake,
        "may_declare": not found.is_related and not found.recused,
        "text": DECLARED,
        "why": WhyForm(auto_id="why_%s"),
    }


def file_address(member: Any, found: ranking.ToScore, file: Any) -> str:
    """Return where one of a panel reads a file of an application."""
    return reverse("casework:panel_file", args=[member.competition_id, found.application.pk, file.pk])


@never_cache
@require_safe
@door(*SCORE)
def file(request: Request, id: UUID, application: UUID, file: UUID) -> FileResponse:
    """Hand out a file of an application to one of its panel who may score it."""
    member = ranking.panel_member(request.actor, competition=id)
    return sent_file(*ranking.panel_file(member, application=application, file=file))


@require_POST
@door(*SCORE)
@once
def declare(request: Request, id: UUID, application: UUID) -> HttpResponse:
    """Declare to have no interest in an application."""
    with refusal_said(request):
        services.declare(
            competition=id, application=application, text=chosen(*DECLARED), actor=request.actor, now=read_clock()
        )
    return redirect("casework:sheet", id, application)


@require_POST
@door(*SCORE)
@once
def step_aside(request: Request, id: UUID, application: UUID) -> HttpResponse:
    """Step aside for an application."""
    reason = request.POST.get("reason", "")[:500]
    with refusal_said(request):
        services.step_aside(
            competition=id, application=application, reason=reason, actor=request.actor, now=read_clock()
        )
        flash.success(request, chosen("已回避。", "You stepped aside."))
    return redirect("casework:panel", id)
