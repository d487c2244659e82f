"""Runs: the list, starting one, its page, and doing it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.rights import SEE_RUNS, START_RUNS
from huiqi.casework.forms.runs import RunForm
from huiqi.casework.queries.earlier.unknown import unknown_of
from huiqi.casework.views.shown import Money, run_tables
from huiqi.kernel import jobs
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.exports import workbook
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

STATES = (("done", "已完成", "Done"), ("waiting", "未完成", "Not done"))


def run_address(run: Any) -> str:
    """Return where a run's page is."""
    return reverse("casework:run", args=[run.pk])


def shown_name(run: Any) -> str:
    """Return what a run is called: its name, else its policies."""
    if run.name:
        return str(run.name)
    count = len(run.policies)
    return chosen(f"{count} 项政策", f"{count} policies") if count else chosen("全部政策", "All policies")


def name_of(policies: Sequence[str], offered: queries.Offered) -> str:
    """Return the name of a run that got none: the title of its only policy."""
    return chosen(*offered.policies[policies[0]])[:100] if len(policies) == 1 else ""


def money_of(run: Any) -> Money | None:
    """Return the money of a run; None while it is not done."""
    return Money(run.low, run.high, run.open_amounts) if run.state == "done" else None


RUNS: Listing[Any] = Listing(
    zh="政策测算",
    en="Runs",
    columns=(
        Column("name", "名称", "Name", shown_name, ("name",), run_address),
        Column("day", "测算日", "As of", lambda run: run.day, ("day",), kind="day"),
        Column("scope", "范围", "Over", lambda run: run.scope.name, ("scope__name_key",)),
        Column("companies", "企业", "Companies", lambda run: run.companies or None, ("companies",), kind="number"),
        Column("met", "至少符合一项", "Meet a clause", lambda run: run.companies_met if run.digest else None, ("companies_met",), kind="number"),
        Column("money", "金额", "Money", lambda run: str(money_of(run) or ""), ("high",), kind="number"),
        Column("by", "发起人", "Started by", lambda run: run.started_by_name, ("started_by_name",)),
        Column("at", "发起时间", "Started at", lambda run: run.started_at, ("started_at",), kind="day"),
        Column("state", "状态", "State", lambda run: chosen("已完成", "Done") if run.digest else chosen("未完成", "Not done"), ("state",)),
    ),
    order=("-started_at", "-id"),
    filters=(Filter("state", "状态", "State", STATES, lambda rows, value: rows.filter(state=value)),),
    search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(scope__name__contains=text) | Q(started_by_name__contains=text)),
    search_hint=("名称、范围、发起人", "Name, place, person"),
    empty=("还没有测算。开始一次测算，就能看到每家企业能享受什么、为什么。", "No run yet. Start one to see what every company gets, and why."),
)  # fmt: skip


@require_safe
@door(*SEE_RUNS)
def run_list(request: Request) -> HttpResponseBase:
    """Show the runs within reach."""
    may_start = request.actor.holds(*START_RUNS)
    return show_list(request, RUNS, queries.runs(request.actor), template="casework/runs.html", may_start=may_start)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*START_RUNS)
def new_run(request: Request) -> HttpResponse:
    """Start a run."""
    now = read_clock()
    offered = queries.offered_runs(request.actor, now=now)
    initial = {"day": day_in_china(now), "policies": request.GET.getlist("policy")}
    form = RunForm(request.POST or None, initial=initial)
    form.offer(offered)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            run = services.start_run(
                scope=UUID(said["scope"]), day=said["day"], policies=said["policies"],
                name=said["name"] or name_of(said["policies"], offered),
                actor=request.actor, now=now,
            )  # fmt: skip
            return redirect("casework:run", run.pk)
    crumbs = [(RUNS.title, reverse("casework:runs"))]
    return show_form(
        request, form, title=("开始测算", "Start a run"), button=("开始测算", "Start"), crumbs=crumbs,
        template="casework/new_run.html", offered=offered,
    )  # fmt: skip


@require_safe
@door(*SEE_RUNS)
def run_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show a run: how far it is, or what it gave."""
    run = queries.run_of(request.actor, id=id)
    context = {"run": run, "name": shown_name(run), "may_start": request.actor.holds(*START_RUNS)}
    context["crumbs"] = [(RUNS.title, reverse("casework:runs")), (shown_name(run), "")]
    if run.state != "done":
        return render(request, "casework/waiting.html", context | {"job": jobs.own_job(request.actor, id=run.job)})
    clauses = queries.clauses_of(run)
    if request.GET.get("format") == "xlsx":
        return clause_workbook(run, clauses)
    rows = [{"clause": one, "money": clause_money(one), "address": clause_address(run, one)} for one in clauses]
    return render(
        request,
        "casework/run.html",
        context
        | {
            "rows": rows,
            "money": money_of(run),
            "tables": run_tables(run.groups),
            "unreadable": queries.unreadable_words(run),
            "unknown": unknown_of(run),
            "others": queries.comparable_runs(request.actor, run=run),
            "same": run.repeats is not None and run.repeats.digest == run.digest,
        },
    )


@require_POST
@door(*START_RUNS)
def start_again(request: Request, id: UUID) -> HttpResponse:
    """Start a run again that was not finished."""
    with refusal_said(request):
        services.restart_run(id=id, actor=request.actor, now=read_clock())
    return redirect("casework:run", id)


@require_POST
@door(*START_RUNS)
def repeat(request: Request, id: UUID) -> HttpResponse:
    """Do a run again with the same rules and the same snapshot."""
    with refusal_said(request):
        run = services.repeat_run(id=id, actor=request.actor, now=read_clock())
        return redirect("casework:run", run.pk)
    return redirect("casework:run", id)


def clause_address(run: Any, clause: Any) -> str:
    """Return where the companies under one clause of a run are."""
    return reverse("casework:clause", args=[run.pk, clause.policy, clause.clause])


def clause_money(clause: Any) -> Money | None:
    """Return the money of a clause; None where it promises none."""
    return Money(clause.low, clause.high, clause.open_amounts) if clause.has_money else None


def clause_workbook(run: Any, clauses: QuerySet[Any]) -> HttpResponseBase:
    """Return the clauses of a run as an Excel file; amounts as numbers, both ends."""
    heads = [
        chosen(*pair)
        for pair in (
            ("政策", "Policy"), ("条款", "Clause"), ("依据", "Article"), ("兑现方式", "Delivery"), ("符合", "Met"), ("不符合", "Not met"),
            ("尚不能判断", "Unknown"), ("金额下限（元）", "Least money (yuan)"), ("金额上限（元）", "Most money (yuan)"), ("金额待定（家）", "Open amounts"),
        )
    ]  # fmt: skip
    lines = (
        [
            chosen(one.policy_zh, one.policy_en), chosen(one.zh, one.en), one.article, chosen(one.delivery_zh, one.delivery_en),
            one.met, one.not_met, one.unknown, one.low, one.high, one.open_amounts if one.has_money else None,
        ]
        for one in clauses
    )  # fmt: skip
    return workbook(name=f"{shown_name(run)} {run.day:%Y-%m-%d}", heads=heads, rows=lines)
