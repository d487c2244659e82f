"""Campaigns for those who ask: the list, one with its companies, drafting, choosing companies, sending out, reminding, closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.campaigns import PROGRESS_NAMES, STAGE_NAMES, Progress, Stage
from huiqi.casework.domain.rights import SEE_ANSWERS
from huiqi.casework.forms.campaigns import CampaignForm, CompaniesForm, first_questions
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries as register
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.casework.models import AskedCompany, Campaign
    from huiqi.casework.queries.campaigns import CountedCampaign

TITLE = ("企业调查", "Surveys")


@require_safe
@door(*WATCH_WORK)
def campaigns(request: Request) -> HttpResponseBase:
    """Show the campaigns."""
    rows = queries.campaigns(request.actor, day=day_in_china(read_clock()))
    may_keep = request.actor.holds(*KEEP_REGISTER)
    return show_list(request, LISTING, rows, template="casework/campaigns.html", may_keep=may_keep)


@require_safe
@door(*WATCH_WORK)
def campaign(request: Request, id: UUID) -> HttpResponseBase:
    """Show one campaign with how far its companies are."""
    now = read_clock()
    row = queries.campaign(request.actor, id=id)
    counted = queries.counted(request.actor, campaign=row, day=day_in_china(now))
    may_see = request.actor.holds(*SEE_ANSWERS)
    listing = progress_listing(row, day_in_china(now), may_see=may_see)
    return show_list(
        request, listing, queries.asked_companies(request.actor, campaign=id),
        template="casework/campaign.html", campaign=row, counted=counted, stage=STAGE_NAMES[Stage(row.stage)],
        questions=queries.questions_in_words(row, now=now), share=share(counted.answered, counted.asked),
        may_keep=request.actor.holds(*KEEP_REGISTER), may_see=may_see,
        crumbs=[*crumbs(), (row.title, "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add(request: Request) -> HttpResponse:
    """Draft a campaign."""
    now = read_clock()
    places = register.places_to_keep(request.actor)
    entries = queries.dictionary_for(request.actor, now=now)
    form = CampaignForm(request.POST or None, entries=entries, places=places)
    if request.method == "POST" and form.is_valid():
        home = UUID(form.cleaned_data["organisation"])
        with refusal_in(form, register.CannotSee):
            made = services.draft_campaign(organisation=home, said=form.said(), actor=request.actor, now=now)
            flash.success(
                request,
                chosen("已存为草稿。接着选企业，再发出。", "Kept as a draft. Choose companies, then send it out."),
            )
            return redirect("casework:campaign", made.pk)
    return show_form(
        request, form, title=("新的调查", "New survey"), crumbs=crumbs(), button=("存为草稿", "Keep as a draft"),
        template="casework/campaign_form.html", entries=names(entries),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def edit(request: Request, id: UUID) -> HttpResponse:
    """Change a draft."""
    now = read_clock()
    row = queries.campaign(request.actor, id=id)
    entries = queries.dictionary_of(row, now=now)
    first = {"title": row.title, "purpose": row.purpose, "due_on": row.due_on, "seen_at": row.changed_at}
    form = CampaignForm(request.POST or None, entries=entries, initial=first | first_questions(row.questions, entries))
    if request.method == "POST" and form.is_valid():
        seen_at = form.cleaned_data["seen_at"] or row.changed_at
        with refusal_in(form, register.CannotSee):
            services.change_campaign(id=id, said=form.said(), seen_at=seen_at, actor=request.actor, now=now)
            flash.success(request, chosen("已保存。", "Saved."))
            return redirect("casework:campaign", id)
    return show_form(
        request, form, title=("更改调查", "Change the survey"), crumbs=crumbs(row),
        template="casework/campaign_form.html", entries=names(entries),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def choose(request: Request, id: UUID) -> HttpResponse:
    """Choose companies to ask."""
    now = read_clock()
    row = queries.campaign(request.actor, id=id)
    groups = [(value, chosen(zh, en)) for value, zh, en in queries.groups_to_ask(request.actor, campaign=row)]
    form = CompaniesForm(request.POST or None, actor=request.actor, groups=groups)
    if request.method == "POST" and form.is_valid():
        group = form.cleaned_data["group"]
        companies = queries.companies_of_group(request.actor, campaign=row, group=group, now=now) if group else []
        with refusal_in(form, register.CannotSee):
            count = services.choose_companies(
                id=id, companies=[*companies, *form.named()], actor=request.actor, now=now
            )
            flash.success(request, chosen(f"新选{count}家企业。", f"{count} companies are new."))
            return redirect("casework:campaign", id)
    return show_form(request, form, title=("选择企业", "Choose companies"), crumbs=crumbs(row))


@require_POST
@door(*KEEP_REGISTER)
def send_out(request: Request, id: UUID) -> HttpResponse:
    """Ask the companies."""
    return act(
        request, id, lambda now: services.send_out(id=id, actor=request.actor, now=now),
        ("已发出，并已通知企业。", "Sent out; the companies are told."),
    )  # fmt: skip


@require_POST
@door(*KEEP_REGISTER)
def remind(request: Request, id: UUID) -> HttpResponse:
    """Remind those who owe an answer."""
    return act(
        request, id, lambda now: services.remind(id=id, actor=request.actor, now=now),
        ("已催报；同一天只通知一次。", "Reminded; nobody is told twice a day."),
    )  # fmt: skip


@require_POST
@door(*KEEP_REGISTER)
def close(request: Request, id: UUID) -> HttpResponse:
    """Take no more answers."""
    return act(
        request, id, lambda now: services.close_campaign(id=id, actor=request.actor, now=now),
        ("调查已结束。", "The survey is closed."),
    )  # fmt: skip


def act(request: Request, id: UUID, do: Callable[[datetime], object], done: tuple[str, str]) -> HttpResponse:
    """Call a service for a button, say what came of it, and go back to the campaign."""
    with refusal_said(request):
        do(read_clock())
        flash.success(request, chosen(*done))
    return redirect("casework:campaign", id)


def crumbs(row: Campaign | None = None) -> list[tuple[str, str]]:
    """Return the way to the campaigns, or to one of them."""
    path = [(chosen(*TITLE), reverse("casework:campaigns"))]
    return path if row is None else [*path, (row.title, reverse("casework:campaign", args=(row.pk,)))]


def names(entries: Mapping[str, FactEntry]) -> list[str]:
    """Return the names of facts that the form offers."""
    return [chosen(entry.zh, entry.en) for entry in entries.values()]


def share(part: int, whole: int) -> Decimal | None:
    """Return the per cent that have answered, in whole numbers and never rounded up; None of nobody."""
    return Decimal(part * 100 // whole) if whole else None


LISTING: Listing[CountedCampaign] = Listing(
    zh=TITLE[0],
    en=TITLE[1],
    columns=(
        Column(
            "title", "名称", "Title", lambda row: row.title, ("title",),
            lambda row: reverse("casework:campaign", args=(row.pk,)), "wide",
        ),
        Column("stage", "状态", "Stage", lambda row: chosen(*STAGE_NAMES[Stage(row.stage)]), ("stage",)),
        Column("place", "范围", "Where", lambda row: row.organisation.name),
        Column("due", "截止日", "By", lambda row: row.due_on, ("due_on",), kind="day"),
        Column("asked", "应填", "Asked", lambda row: row.n_asked, ("n_asked",), kind="number"),
        Column("answered", "已填", "Answered", lambda row: row.n_answered, ("n_answered",), kind="number"),
        Column("taken", "已采纳", "Taken", lambda row: row.n_taken, ("n_taken",), kind="number"),
        Column("overdue", "逾期", "Overdue", lambda row: row.n_overdue, ("n_overdue",), kind="number"),
        Column("by", "发起人", "By whom", lambda row: row.added_by_name),
    ),
    order=("-added_at", "id"),
    filters=(
        Filter(
            "stage", "状态", "Stage", [(stage.value, *STAGE_NAMES[stage]) for stage in Stage],
            lambda rows, value: rows.filter(stage=value),
        ),
        Filter(
            "due", "待办", "To do", (("look", "有待审核", "Answers to look at"), ("late", "有逾期", "Companies late")),
            lambda rows, value: queries.late(rows) if value == "late" else queries.to_look_at(rows),
        ),
    ),
    search=lambda rows, text: rows.filter(title__icontains=text),
    search_hint=("名称的一部分", "part of the title"),
    empty=("还没有企业调查。", "There is no survey yet."),
)  # fmt: skip


def progress_listing(row: Campaign, day: date, *, may_see: bool) -> Listing[AskedCompany]:
    """Return the list of a campaign's companies with how far each is."""
    return Listing(
        zh=row.title,
        en=row.title,
        columns=(
            Column(
                "company", "企业", "Company", lambda one: one.company.name, ("company__name_key",),
                (lambda one: reverse("casework:asked", args=(one.pk,))) if may_see else None, "wide",
            ),
            Column("code", "统一社会信用代码", "Credit code", lambda one: one.company.credit_code),
            Column("progress", "进度", "Progress", lambda one: progress_of(one, row, day), ("progress",)),
            Column("saved", "最近填写", "Last saved", lambda one: one.saved_at, ("saved_at",), kind="day"),
            Column("sent", "提交", "Sent", lambda one: one.sent_at, ("sent_at",), kind="day"),
            Column("by", "填报人", "By whom", lambda one: one.saved_by_name),
            Column("looked", "审核人", "Looked at by", lambda one: one.looked_by_name),
        ),
        order=("company__name_key", "id"),
        filters=(
            Filter(
                "progress", "进度", "Progress", [(one.value, *PROGRESS_NAMES[one]) for one in Progress],
                lambda rows, value: rows.filter(progress=value),
            ),
        ),
        search=lambda rows, text: rows.filter(company__name__icontains=text),
        search_hint=("企业名称的一部分", "part of the company's name"),
        empty=("还没有选企业。", "No company is chosen yet."),
    )  # fmt: skip


def progress_of(one: AskedCompany, row: Campaign, day: date) -> str:
    """Return how far a company is, and whether it is late."""
    said = chosen(*PROGRESS_NAMES[Progress(one.progress)])
    late = row.stage == Stage.OPEN and row.due_on < day and one.progress not in {Progress.SENT, Progress.TAKEN}
    return said + chosen("，逾期", ", overdue") if late else said
