"""Companies in an undertaking: who is and was there, moving in, moving out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries, services
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.domain.undertakings import OUTCOME_NAMES, RESIDENT_NAMES, Group, Outcome
from huiqi.register.forms.undertakings import AdmitForm, ReleaseForm
from huiqi.register.views.undertakings import crumbs
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.models import Residency

STATES: dict[str, tuple[str, str]] = {"": ("在内", "There"), **OUTCOME_NAMES}


@require_safe
@door(*WATCH_WORK)
def residents(request: Request, id: UUID) -> HttpResponseBase:
    """Show who is and was in an undertaking."""
    row = queries.undertaking(request.actor, id=id)
    rows = queries.residents(request.actor, undertaking=id)
    names = RESIDENT_NAMES[Group(row.group)]
    return show_list(
        request, listing(f"{row.name}：{names[0]}", f"{row.name}: {names[1]}"), rows,
        template="register/residents.html", row=row, may_keep=request.actor.holds(*KEEP_REGISTER),
        crumbs=[*crumbs(row), (chosen(*names), "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def admit(request: Request, id: UUID) -> HttpResponse:
    """Let companies in."""
    row = queries.undertaking(request.actor, id=id)
    now = read_clock()
    form = AdmitForm(request.POST or None, actor=request.actor, initial={"day": day_in_china(now)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        companies = [company.pk for company in said["companies"]]
        with refusal_in(form, queries.CannotSee):
            stays = services.admit_companies(
                undertaking=id,
                companies=companies,
                day=said["day"],
                source=said["source"],
                actor=request.actor,
                now=now,
            )
            flash.success(request, chosen(f"已登记{len(stays)}家企业。", f"{len(stays)} companies are recorded."))
            return redirect("register:residents", id)
    return show_form(request, form, title=("登记入驻企业", "Companies that move in"), crumbs=crumbs(row))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def release(request: Request, id: UUID) -> HttpResponse:
    """Let a company out."""
    stay = queries.residency(request.actor, id=id)
    now = read_clock()
    form = ReleaseForm(request.POST or None, initial={"day": day_in_china(now), "outcome": Outcome.GRADUATED.value})
    if request.method == "POST" and form.is_valid():
        with refusal_in(form, queries.CannotSee):
            services.release_company(residency=id, **form.cleaned_data, actor=request.actor, now=now)
            flash.success(request, chosen("已登记离开。", "That it left is recorded."))
            return redirect("register:residents", stay.undertaking_id)
    name = stay.company.name
    return show_form(request, form, title=(f"{name}：毕业或离开", f"{name}: out"), crumbs=crumbs(stay.undertaking))


def listing(zh: str, en: str) -> Listing[Residency]:
    """Return the list under its title."""
    return Listing(
        zh=zh,
        en=en,
        columns=(
            Column("name", "企业", "Company", lambda row: row.company.name, ("company__name_key",), kind="wide"),
            Column("code", "统一社会信用代码", "Credit code", lambda row: row.company.credit_code),
            Column("entered", "入驻", "Moved in", lambda row: row.entered_on, ("entered_on",), kind="day"),
            Column("left", "离开", "Out since", lambda row: row.left_on, ("left_on",), kind="day"),
            Column(
                "state", "状态", "State", lambda row: chosen(*STATES[row.outcome]), ("outcome",),
                lambda row: "" if row.left_on else reverse("register:release", args=(row.pk,)),
            ),
            Column("source", "来源", "Source", lambda row: row.source, kind="wide"),
        ),
        order=("-entered_on", "company__name_key", "id"),
        filters=(
            Filter(
                "state", "状态", "State",
                (("there", *STATES[""]), ("graduated", *STATES[Outcome.GRADUATED]), ("left", *STATES[Outcome.LEFT])),
                lambda rows, value: rows.filter(outcome="" if value == "there" else value),
            ),
        ),
        search=lambda rows, text: rows.filter(company__name__icontains=text),
        search_hint=("企业名称的一部分", "part of the company's name"),
        empty=("还没有企业。", "No company is here yet."),
    )  # fmt: skip
