"""Intakes: the list, opening one, its page with all applications, comparing those that were accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.applying.rights import OPEN_INTAKES, SEE_APPLICATIONS
from huiqi.casework.domain.applying.states import Standing
from huiqi.casework.domain.applying.ways import Way
from huiqi.casework.domain.claims.rights import SEE_CLAIMS
from huiqi.casework.forms.applying.intakes import IntakeForm
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.queries.applying import intakes as opened
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

# A draft is seen by its company alone.
STANDINGS: Final = [(one.value, *one.words) for one in Standing if one is not Standing.DRAFT]


def intake_address(made: Any) -> str:
    """Return where an intake's page is."""
    return reverse("casework:intake", args=[made.pk])


def application_address(one: Any) -> str:
    """Return where an application's page is, for officers."""
    return reverse("casework:application", args=[one.pk])


INTAKES: Listing[Any] = Listing(
    zh="申报受理",
    en="Intakes",
    columns=(
        Column("clause", "条款", "Clause", lambda one: chosen(one.zh, one.en), ("zh",), intake_address, "wide"),
        Column("policy", "政策", "Policy", lambda one: chosen(one.policy_zh, one.policy_en), ("policy_zh",)),
        Column("way", "方式", "How", lambda one: chosen(*Way(one.way).words), ("way",)),
        Column("scope", "范围", "Companies of", lambda one: one.scope.name, ("scope__name_key",)),
        Column("first", "开始", "From", lambda one: one.first_day, ("first_day",), kind="day"),
        Column("last", "截止", "Until", lambda one: one.last_day, ("last_day",), kind="day"),
        Column("submitted", "已提交", "Submitted", lambda one: one.n_submitted, ("n_submitted",), kind="number"),
        Column("to_check", "待受理", "To check", lambda one: one.n_to_check, ("n_to_check",), kind="number"),
        Column("accepted", "待测算", "To compare", lambda one: one.n_accepted, ("n_accepted",), kind="number"),
        Column("claimed", "已列入批次", "In a round", lambda one: one.n_claimed, ("n_claimed",), kind="number"),
    ),
    order=("-first_day", "-id"),
    filters=(
        Filter("way", "方式", "How", [(one.value, *one.words) for one in Way], lambda rows, value: rows.filter(way=value)),
        Filter("waits", "待办", "Waiting", (("to_check", "待受理", "To check"), ("accepted", "待测算", "To compare")),
               lambda rows, value: rows.filter(**{f"n_{value}__gt": 0})),
    ),
    search=lambda rows, text: rows.filter(Q(zh__icontains=text) | Q(en__icontains=text) | Q(policy_zh__icontains=text)),
    search_hint=("条款或政策", "Clause or policy"),
    empty=(
        "还没有受理申报。数据不全、不能免申即享的条款，可以开放申报。",
        "No intake yet. Open one for a clause that the register cannot decide by itself.",
    ),
)  # fmt: skip


@require_safe
@door(*SEE_APPLICATIONS)
def intake_list(request: Request) -> HttpResponseBase:
    """Show the intakes within reach."""
    may_open = request.actor.holds(*OPEN_INTAKES)
    rows = queries.intakes(request.actor)
    return show_list(request, INTAKES, rows, template="casework/applying/intakes.html", may_open=may_open)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*OPEN_INTAKES)
@once
def new_intake(request: Request) -> HttpResponse:
    """Open an intake."""
    now = read_clock()
    clauses = [
        (f"{head.policy}/{head.clause}", chosen(f"{head.policy_name[0]}：{head.name[0]}（{head.delivery[0]}）", f"{head.policy_name[1]}: {head.name[1]} ({head.delivery[1]})"))
        for head in opened.clauses_to_open(request.actor, now=now)
    ]  # fmt: skip
    places = opened.places_to_open(request.actor)
    first = {"first_day": day_in_china(now)}
    form = IntakeForm(request.POST or None, places=places, clauses=clauses, initial=first)
    if request.method == "POST" and form.is_valid():
        scope = UUID(form.cleaned_data["scope"])
        with refusal_in(form):
            made = services.open_intake(scope=scope, said=form.said(), actor=request.actor, now=now)
            return redirect("casework:intake", made.pk)
    lead = (
        "企业只填条款需要、企业库里没有的数据；已有的数据会带出来源。",
        "Companies give only what the clause needs and the register does not know.",
    )
    crumbs = [(INTAKES.title, reverse("casework:intakes"))]
    return show_form(
        request, form, title=("开放申报", "Open an intake"), button=("开放", "Open it"), crumbs=crumbs, lead=lead
    )


@require_safe
@door(*SEE_APPLICATIONS)
def intake_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show an intake: its terms, its runs, and all that was submitted."""
    made = opened.intake_of(request.actor, id=id)
    runs = opened.runs_of(made)
    if request.headers.get("HX-Target") == "checking":
        return still_checking(request, runs)
    rows = applied.with_pay_due(queries.applications(request.actor).filter(intake=made))
    return show_list(
        request, application_listing(made), rows, template="casework/applying/intake.html", intake=made,
        way=Way(made.way).words, runs=[(one, next(iter(one.run.rounds.all()), None)) for one in runs],
        is_checking=any(one.is_at_work for one in runs), is_waiting=any(not one.is_done for one in runs),
        waits_for_ranking=opened.waits_for_ranking(made),
        may_open=request.actor.holds(*OPEN_INTAKES), sees_rounds=request.actor.holds(*SEE_CLAIMS),
        is_over=made.closed_at is not None or made.last_day < day_in_china(read_clock()),
        crumbs=[(INTAKES.title, reverse("casework:intakes")), (chosen(made.zh, made.en), "")],
    )  # fmt: skip


def still_checking(request: Request, runs: list[opened.IntakeRun]) -> HttpResponse:
    """Answer a page that asks whether a run goes on still: once it does not, the page shows itself anew."""
    if any(one.is_at_work for one in runs):
        return render(request, "casework/applying/checking.html", {})
    return HttpResponse(headers={"HX-Refresh": "true"})


def application_listing(made: Any) -> Listing[Any]:
    """Return the list of what was submitted to an intake."""
    return Listing(
        zh=f"{made.zh}：申报",
        en=f"{made.en}: applications",
        columns=(
            Column("company", "企业", "Company", lambda one: one.company.name, ("company__name_key",), application_address, "wide"),
            Column("code", "统一社会信用代码", "Credit code", lambda one: one.company.credit_code),
            Column("standing", "状态", "Standing", lambda one: chosen(*Standing(one.standing).words), ("standing",)),
            Column("submitted", "提交", "Submitted", lambda one: one.submitted_at, ("submitted_at",), kind="day"),
            Column("by", "提交人", "By", lambda one: one.submitted_by_name, ("submitted_by_name",)),
            Column("checked", "受理人", "Checked by", lambda one: one.checked_by_name, ("checked_by_name",)),
            Column("pay", "最迟拨付", "Paid by", lambda one: one.pay_due, ("pay_due",), kind="day"),
            Column("reason", "说明", "Note", lambda one: one.reason, kind="wide"),
        ),
        order=("submitted_at", "id"),
        filters=(Filter("standing", "状态", "Standing", STANDINGS, lambda rows, value: rows.filter(standing=value)),),
        search=lambda rows, text: rows.filter(Q(company__name__icontains=text) | Q(company__credit_code__icontains=text)),
        search_hint=("企业或信用代码", "Company or credit code"),
        empty=("还没有企业提交申报。", "No company has submitted anything yet."),
    )  # fmt: skip


@require_POST
@door(*OPEN_INTAKES)
@once
def close_intake(request: Request, id: UUID) -> HttpResponse:
    """End an intake before its last day."""
    return do(request, id, services.close_intake, done=lambda _: ("已提前截止。", "Closed."))


@require_POST
@door(*OPEN_INTAKES)
@once
def compare_applications(request: Request, id: UUID) -> HttpResponse:
    """Put a run over the accepted applications into the queue."""
    done = ("已开始测算，完成后在这里建立发放批次。", "The run has begun; make a round here once it is done.")
    return do(request, id, services.compare_applications, key="intake", done=lambda _: done)


@require_POST
@door(*OPEN_INTAKES)
@once
def refuse_unmet(request: Request, id: UUID) -> HttpResponse:
    """Refuse the applications that do not meet the clause, and tell them why."""
    return do(
        request, id, services.refuse_unmet, key="intake",
        done=lambda count: (f"已告知{count}家企业不符合的全部理由。", f"{count} companies were told every reason."),
    )  # fmt: skip


def do(
    request: Request,
    id: UUID,
    act: Callable[..., Any],
    *,
    done: Callable[[Any], tuple[str, str]],
    key: str = "id",
) -> HttpResponse:
    """Call a service for a button of an intake, and say what came of it."""
    with refusal_said(request):
        found = act(**{key: id}, actor=request.actor, now=read_clock())
        flash.success(request, chosen(*done(found)))
    return redirect("casework:intake", id)
