"""Objections for those who look into them."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.objections import Verdict
from huiqi.casework.domain.claims.rights import JUDGE_OBJECTIONS, SEE_OBJECTIONS
from huiqi.casework.forms.claims.public import JudgeForm
from huiqi.casework.queries.claims.notices import objections_with_due
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

VERDICTS = [(one.value, *one.words) for one in Verdict]
LATE: Final = (("over", "逾期", "Overdue"),)


def verdict_cell(one: Any) -> str:
    """Return what became of an objection; of an open one that it is overdue."""
    words = chosen(*Verdict(one.verdict).words)
    late = one.due is not None and one.due < day_in_china(read_clock())
    return chosen(f"{words}（逾期）", f"{words} (overdue)") if late else words


OBJECTIONS: Listing[Any] = Listing(
    zh="公示异议",
    en="Objections",
    columns=(
        Column("company", "企业", "Company", lambda one: one.claim.name, ("claim__name",), lambda one: reverse("casework:objection", args=[one.pk]), "wide"),
        Column("clause", "条款", "Clause", lambda one: chosen(one.notice.round.zh, one.notice.round.en), ("notice__round__zh",)),
        Column("name", "异议人", "Objector", lambda one: one.name, ("name",)),
        Column("filed", "提出", "Filed", lambda one: one.filed_at, ("filed_at",), kind="day"),
        Column("due", "最迟复核日", "Due", lambda one: one.due, ("due",), kind="day"),
        Column("verdict", "结论", "Outcome", verdict_cell, ("verdict",)),
        Column("by", "复核人", "Judged by", lambda one: one.judged_by_name, ("judged_by_name",)),
    ),
    # Those that are judged have no day any more: they come last.
    order=("due", "filed_at", "id"),
    filters=(
        Filter("verdict", "结论", "Outcome", VERDICTS, lambda rows, value: rows.filter(verdict=value)),
        Filter("late", "时限", "Deadline", LATE, lambda rows, _: rows.filter(due__lt=day_in_china(read_clock()))),
    ),
    search=lambda rows, text: rows.filter(claim__name__icontains=text),
    search_hint=("企业名称", "Company"),
    empty=("没有异议。", "There are no objections."),
)  # fmt: skip


@require_safe
@door(*SEE_OBJECTIONS)
def objection_list(request: Request) -> HttpResponseBase:
    """Show the objections within reach."""
    return show_list(request, OBJECTIONS, objections_with_due(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_OBJECTIONS)
@once
def objection_page(request: Request, id: UUID) -> HttpResponse:
    """Show one objection, and judge it."""
    found = queries.objection_of(request.actor, id=id)
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.judge(
                id=id, upheld="uphold" in request.POST, answer=form.cleaned_data["answer"], actor=request.actor,
                now=read_clock(),
            )  # fmt: skip
            flash.success(request, chosen("已作出复核结论，双方都会看到。", "Judged; both sides are told."))
            return redirect("casework:objection", id)
    context = {
        "objection": found,
        "round": found.notice.round,
        "clock": queries.clock_of(cause=f"objection/{found.pk}"),
        "verdict": Verdict(found.verdict).words,
        "form": form,
        "may_judge": found.verdict == Verdict.OPEN and request.actor.holds(*JUDGE_OBJECTIONS),
        "crumbs": [(OBJECTIONS.title, reverse("casework:objections")), (found.claim.name, "")],
    }
    return render(request, "casework/claims/objection.html", context, status=422 if form.errors else 200)
