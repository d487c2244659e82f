"""Answers for those who asked: as a table to export, taken many at once, and one company's with the officer's look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.campaigns import PROGRESS_NAMES, UNKNOWN, Answer, Progress, Question, Stage, answer_of
from huiqi.casework.domain.fact_values import said as in_words
from huiqi.casework.domain.rights import SEE_ANSWERS
from huiqi.casework.forms.campaigns import LookForm
from huiqi.casework.views.campaigns import crumbs
from huiqi.kernel.clock import read_clock
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.casework.models import AskedCompany, Campaign

_TAKEN_MOST = 100


@require_safe
@door(*SEE_ANSWERS)
def results(request: Request, id: UUID) -> HttpResponseBase:
    """Show what companies answered."""
    now = read_clock()
    row = queries.campaign(request.actor, id=id)
    answered = queries.answered_companies(request.actor, campaign=row, now=now)
    listing = result_listing(row, queries.questions_in_words(row, now=now))
    return show_list(
        request, listing, answered, template="casework/results.html", campaign=row,
        may_keep=request.actor.holds(*KEEP_REGISTER), crumbs=[*crumbs(row), (chosen("填报结果", "Answers"), "")],
    )  # fmt: skip


@require_POST
@door(*KEEP_REGISTER)
def take_many(request: Request, id: UUID) -> HttpResponse:
    """Make facts of the answers that stood on the page."""
    ids = []
    for text in request.POST.getlist("ids")[:_TAKEN_MOST]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    with refusal_said(request):
        count = services.take_many(campaign=id, ids=ids, actor=request.actor, now=read_clock())
        flash.success(request, chosen(f"已采纳{count}家的填报。", f"The answers of {count} companies are taken."))
    return redirect("casework:results", id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_ANSWERS)
def asked(request: Request, id: UUID) -> HttpResponse:
    """Show one company's answers beside what the register holds; take them or give them back."""
    now = read_clock()
    row = queries.asked_company(request.actor, id=id)
    form = LookForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        with refusal_in(form):
            if "take" in request.POST:
                services.take_answers(id=id, version=version, actor=request.actor, now=now)
                flash.success(request, chosen("已采纳，记入企业数据。", "Taken into the company's facts."))
            else:
                reason = form.cleaned_data["reason"]
                services.return_answers(id=id, reason=reason, version=version, actor=request.actor, now=now)
                flash.success(request, chosen("已退回。", "Given back."))
            return redirect("casework:asked", id)
    page = queries.survey_page(request.actor, asked=row, now=now)
    context = {
        "row": row,
        "form": form,
        "lines": [line(one) for one in page.facts],
        "progress": PROGRESS_NAMES[Progress(row.progress)],
        "may_look": row.progress == Progress.SENT and request.actor.holds(*KEEP_REGISTER),
        "may_return": row.campaign.stage == Stage.OPEN,
        "crumbs": [*crumbs(row.campaign), (row.company.name, "")],
    }
    return render(request, "casework/asked.html", context, status=422 if form.errors else 200)


def line(one: queries.AskedFact) -> dict[str, object]:
    """Return a question with its answer and what the register holds, in words."""
    known = one.known
    return {
        "name": question_name(one.question, one.entry),
        "answer": "" if one.answer is None else answer_words(one.answer, one.entry),
        "known": chosen(*in_words(known.value, one.entry)) if known else "",
        "source": known.source if known else "",
        "differs": known is not None and one.answer is not None and known.value != one.answer,
    }


def question_name(question: Question, entry: FactEntry) -> str:
    """Return a question in words: the fact and its period."""
    return f"{chosen(entry.zh, entry.en)} {question.period}".strip()


def answer_words(answer: Answer, entry: FactEntry) -> str:
    """Return an answer in words."""
    return chosen("不清楚", "not known") if answer is UNKNOWN else chosen(*in_words(answer, entry))


def answer_cell(row: AskedCompany, question: Question, entry: FactEntry) -> object:
    """Return an answer for a table: a number or a day as such, everything else in words."""
    if question.key not in row.answers:
        return ""
    answer = answer_of(row.answers[question.key])
    return answer if row.answers[question.key][0] in {"number", "day"} else answer_words(answer, entry)


def result_listing(row: Campaign, questions: Sequence[tuple[Question, FactEntry]]) -> Listing[AskedCompany]:
    """Return the table of answers, a column for each question."""
    states = [(one.value, *PROGRESS_NAMES[one]) for one in (Progress.SENT, Progress.TAKEN)]
    return Listing(
        zh=f"{row.title}：填报结果",
        en=f"{row.title}: answers",
        columns=(
            Column("company", "企业", "Company", lambda one: one.company.name, ("company__name_key",), kind="wide"),
            Column("code", "统一社会信用代码", "Credit code", lambda one: one.company.credit_code),
            Column("progress", "进度", "Progress", lambda one: chosen(*PROGRESS_NAMES[Progress(one.progress)]), ("progress",)),
            *(question_column(question, entry) for question, entry in questions),
            Column("sent", "提交", "Sent", lambda one: one.sent_at, ("sent_at",), kind="day"),
        ),
        order=("company__name_key", "id"),
        filters=(Filter("progress", "进度", "Progress", states, lambda rows, value: rows.filter(progress=value)),),
        search=lambda rows, text: rows.filter(company__name__icontains=text),
        search_hint=("企业名称的一部分", "part of the company's name"),
        empty=("还没有企业提交。", "No company has sent answers yet."),
    )  # fmt: skip


def question_column(question: Question, entry: FactEntry) -> Column[AskedCompany]:
    """Return the column of one question."""
    unit = f"（{entry.unit_zh}）" if entry.unit_zh else ""
    zh, en = f"{entry.zh}{unit} {question.period}".strip(), f"{entry.en} {question.period}".strip()
    kind = "number" if entry.type in {"money", "number", "whole"} else "text"
    return Column(question.key, zh, en, lambda one: answer_cell(one, question, entry), kind=kind)
