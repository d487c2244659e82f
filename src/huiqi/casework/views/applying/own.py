"""The company's side: what can be applied for, its applications, one that is filled in, checked and submitted."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.applying.rights import APPLY
from huiqi.casework.domain.applying.states import WRITABLE, Doing, Standing
from huiqi.casework.domain.applying.steps import steps_taken, way_of
from huiqi.casework.domain.applying.ways import Way
from huiqi.casework.domain.claims.states import State
from huiqi.casework.forms.applying.applications import ApplicationForm, DeclareForm
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.queries.applying import intakes as opened
from huiqi.casework.views.applying.checks import given_line, known_line
from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import headed
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once, once_the_same
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

# What a company says when it submits; kept with the application as it was read.
DECLARATION: Final = (
    "本企业声明：所填数据和所附材料真实、完整，愿意接受核查；如有虚假，退回全部资金并承担相应责任。",
    "We declare that what we give is true and complete; we accept checks; for anything false we pay everything back and answer for it.",
)
OWN: Listing[Any] = Listing(
    zh="我要申报",
    en="Applications",
    columns=(
        Column("clause", "奖补", "Award", lambda one: chosen(one.intake.zh, one.intake.en), ("intake__zh",), lambda one: reverse("casework:own_application", args=[one.pk]), "wide"),
        Column("company", "企业", "Company", lambda one: one.company.name, ("company__name_key",)),
        Column("standing", "状态", "Standing", lambda one: chosen(*Standing(one.standing).words), ("standing",)),
        Column("until", "申报截止", "Until", lambda one: one.intake.last_day, ("intake__last_day",), kind="day"),
        Column("pay", "最迟到账", "Paid by", lambda one: one.pay_due, ("pay_due",), kind="day"),
        Column("saved", "最近保存", "Last saved", lambda one: one.saved_at, ("saved_at",), kind="day"),
        Column("who", "填写人", "By", lambda one: one.saved_by_name, ("saved_by_name",)),
    ),
    order=("-saved_at", "id"),
    filters=(Filter("standing", "状态", "Standing", [(one.value, *one.words) for one in Standing], lambda rows, value: rows.filter(standing=value)),),
    search=lambda rows, text: rows.filter(intake__zh__icontains=text),
    search_hint=("奖补名称", "Name of the award"),
    empty=("还没有申报。", "There is no application yet."),
)  # fmt: skip


@require_safe
@door(*APPLY)
def applying(request: Request) -> HttpResponseBase:
    """Show what can be applied for now, and what was."""
    rows = applied.with_pay_due(queries.own_applications(request.actor))
    offers = opened.offers(request.actor, now=read_clock())
    return show_list(request, OWN, rows, template="casework/applying/own_list.html", offers=offers)


@require_POST
@door(*APPLY)
@once
def begin(request: Request, intake: UUID, company: UUID) -> HttpResponse:
    """Begin an application."""
    with refusal_said(request):
        made = services.begin_application(intake=intake, company=company, actor=request.actor, now=read_clock())
        return redirect("casework:own_application", made.pk)
    return redirect("casework:applying")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(*APPLY)
@once_the_same
def own_application(request: Request, id: UUID) -> HttpResponse:
    """Show an application: the form while there is something to give, the review before it is submitted, then how it stands."""
    application = applied.own_application(request.actor, id=id)
    page = applied.application_page(request.actor, application=application, now=read_clock())
    may_write = application.standing in list(WRITABLE)
    submits, writes = "submit" in request.POST, request.method == "POST" and "submit" not in request.POST
    fill = ApplicationForm(
        (request.POST or None) if writes else None, (request.FILES or None) if writes else None,
        given=page.given, version=application.version,
    )  # fmt: skip
    declare = DeclareForm((request.POST or None) if submits else None, initial={"version": application.version})
    form = declare if submits else fill
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            act(request, id, fill=fill, declare=declare)
            return redirect("casework:own_application", id)
    is_review = submits or (page.is_filled and "edit" not in request.GET and not writes)
    context = {
        **shown(page, application),
        "fill": fill,
        "declare": declare,
        "declaration": chosen(*DECLARATION),
        "may_write": may_write,
        "is_review": is_review,
        "may_withdraw": application.standing in {*WRITABLE, Standing.SUBMITTED},
    }
    return render(request, "casework/applying/own.html", context, status=422 if form.errors else 200)


def act(request: Request, id: UUID, *, fill: ApplicationForm, declare: DeclareForm) -> None:
    """Do what the pressed button says, and say so."""
    if "submit" in request.POST:
        said = declare.cleaned_data
        services.submit_application(
            id=id, version=said["version"], declaration=chosen(*DECLARATION), has_agreed=said["has_agreed"],
            actor=request.actor, now=read_clock(),
        )  # fmt: skip
        flash.success(request, chosen("已提交。核对结果会通知您。", "Submitted. You will be told what was found."))
        return
    is_done = "next" in request.POST
    services.save_application(
        id=id, version=fill.cleaned_data["version"], answers=fill.answers(), uploads=fill.uploads(),
        is_done=is_done, actor=request.actor, now=read_clock(),
    )  # fmt: skip
    if not is_done:
        flash.success(request, chosen("已保存，可以以后接着填。", "Saved; you can go on later."))


def shown(page: applied.ApplicationPage, application: Any) -> dict[str, object]:
    """Return what the page of a company's application shows, whatever may be done there."""
    claim = page.claim
    state = State(claim.state) if claim else None
    done = [one.doing for one in page.steps]
    return {
        "page": page,
        "application": application,
        "intake": application.intake,
        "way": Way(application.intake.way).words,
        "standing": Standing(application.standing).words,
        "state": state.words if state else None,
        "lines": [given_line(one) for one in page.given if one.kept is not None],
        "known": [known_line(entry, fact) for entry, fact in page.known],
        "steps": [(headed(Doing(one.doing).words), one) for one in page.steps],
        "way_steps": way_of(
            Standing(application.standing), is_filled=page.is_filled, claim=state, has_questions=bool(page.given)
        ),
        "taken": steps_taken(done, has_confirmed=page.has_confirmed),
        "crumbs": [
            (OWN.title, reverse("casework:applying")),
            (chosen(application.intake.zh, application.intake.en), ""),
        ],
    }


@require_POST
@door(*APPLY)
@once
def withdraw(request: Request, id: UUID) -> HttpResponse:
    """Take an application back."""
    application = applied.own_application(request.actor, id=id)
    with refusal_said(request):
        services.withdraw_application(id=id, version=application.version, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已撤回。", "Taken back."))
    return redirect("casework:own_application", id)
