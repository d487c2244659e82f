"""Surveys for companies: what they are asked, and the form, saved as far as it is and sent when it is complete."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.campaigns import PROGRESS_NAMES, WRITABLE, Progress, Stage
from huiqi.casework.forms.campaigns import AnswersForm, first_answers
from huiqi.casework.views.campaigns import progress_of
from huiqi.casework.views.survey_results import line
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register.domain.rights import COMPANY
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.casework.models import AskedCompany

TITLE = ("填报调查", "Surveys to answer")


@require_safe
@door(*COMPANY)
def surveys(request: Request) -> HttpResponseBase:
    """Show what the actor's companies are asked."""
    rows = queries.own_surveys(request.actor)
    return show_list(request, listing(day_in_china(read_clock())), rows)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(*COMPANY)
def survey(request: Request, id: UUID) -> HttpResponse:
    """Show the form of one company; keep it, or send it."""
    now = read_clock()
    asked = queries.own_survey(request.actor, id=id)
    page = queries.survey_page(request.actor, asked=asked, now=now)
    may_write = asked.campaign.stage == Stage.OPEN and asked.progress in list(WRITABLE)
    questions = asked.campaign.questions
    first = {"version": asked.version, **first_answers(questions, asked.answers, page.known, page.entries)}
    form = AnswersForm(request.POST or None, questions=questions, entries=page.entries, known=page.known, initial=first)
    if request.method == "POST" and form.is_valid():
        keep = services.send_answers if "send" in request.POST else services.save_answers
        with refusal_in(form):
            keep(id=id, answers=form.answers(), version=form.cleaned_data["version"], actor=request.actor, now=now)
            sent = keep is services.send_answers
            flash.success(
                request,
                chosen("已提交，等待园区审核。", "Sent; the zone will look at it.")
                if sent
                else chosen("已保存，可以以后接着填。", "Saved; you can go on later."),
            )
            return redirect("casework:survey", id)
    context = {
        "asked": asked,
        "form": form,
        "may_write": may_write,
        "lines": [] if may_write else [line(one) for one in page.facts],
        "progress": PROGRESS_NAMES[Progress(asked.progress)],
        "crumbs": [(chosen(*TITLE), reverse("casework:surveys")), (asked.campaign.title, "")],
    }
    return render(request, "casework/survey.html", context, status=422 if form.errors else 200)


def listing(day: date) -> Listing[AskedCompany]:
    """Return the list of what companies are asked."""
    return Listing(
        zh=TITLE[0],
        en=TITLE[1],
        columns=(
            Column(
                "title", "调查", "Survey", lambda one: one.campaign.title, ("campaign__title",),
                lambda one: reverse("casework:survey", args=(one.pk,)), "wide",
            ),
            Column("company", "企业", "Company", lambda one: one.company.name, ("company__name_key",), kind="wide"),
            Column("from", "发起单位", "Asked by", lambda one: one.campaign.organisation.name),
            Column("due", "截止日", "By", lambda one: one.campaign.due_on, ("campaign__due_on",), kind="day"),
            Column("progress", "进度", "Progress", lambda one: progress_of(one, one.campaign, day), ("progress",)),
        ),
        order=("-campaign__due_on", "company__name_key", "id"),
        filters=(Filter("state", "状态", "State", (("owed", "待填报", "To answer"),), lambda rows, _: queries.owed(rows)),),
        empty=("还没有要填报的调查。", "There is no survey to answer."),
    )  # fmt: skip
