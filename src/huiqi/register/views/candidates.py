"""Companies that aim at a title: the list, and the form by which many enter it or move on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries, services
from huiqi.register.domain.ladder import STAGE_NAMES, Stage
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.domain.titles import BY_KEY, KINDS
from huiqi.register.forms.ladder import NominateForm
from huiqi.register.views.ladder import crumbs
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.queries.ladder import Aiming

_YEARS_SHOWN = 6


@require_safe
@door(*WATCH_WORK)
def candidates(request: Request) -> HttpResponseBase:
    """Show who aims at which title."""
    year = day_in_china(read_clock()).year
    found = queries.applications(request.actor, kind="hnte", year=year)
    return show_list(
        request, listing(year), queries.candidates(request.actor), template="register/candidates.html",
        year=year, applications=found, may_keep=request.actor.holds(*KEEP_REGISTER),
        crumbs=[*crumbs(), (chosen("培育库", "Pool"), "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def nominate(request: Request) -> HttpResponse:
    """Put companies down for a title."""
    now = read_clock()
    first = {"year": day_in_china(now).year, "kind": "hnte"}
    form = NominateForm(request.POST or None, actor=request.actor, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen_ones = [company.pk for company in said.pop("companies")]
        with refusal_in(form):
            new, moved = services.nominate(companies=chosen_ones, **said, actor=request.actor, now=now)
            flash.success(request, chosen(f"新入库{new}家，更新{moved}家。", f"{new} are new, {moved} moved on."))
            return redirect("register:candidates")
    path = [*crumbs(), (chosen("培育库", "Pool"), reverse("register:candidates"))]
    return show_form(request, form, title=("入库或更新进度", "Put down, or move on"), crumbs=path)


def aim(row: Aiming) -> str:
    """Return what the title is called."""
    kind = BY_KEY[row.kind]
    return chosen(kind.zh, kind.en)


def listing(year: int) -> Listing[Aiming]:
    """Return the list, with the years around one as choices."""
    years = [(str(one), str(one), str(one)) for one in range(year + 1, year + 1 - _YEARS_SHOWN, -1)]
    return Listing(
        zh="培育库",
        en="Pool of candidates",
        columns=(
            Column("name", "企业", "Company", lambda row: row.company.name, ("company__name_key",), kind="wide"),
            Column("code", "统一社会信用代码", "Credit code", lambda row: row.company.credit_code),
            Column("kind", "目标称号", "Title aimed at", aim, ("kind",)),
            Column("year", "年度", "Year", lambda row: str(row.year), ("year",)),
            Column("stage", "进度", "Stage", lambda row: chosen(*STAGE_NAMES[Stage(row.stage)]), ("stage",)),
            Column(
                "renewal", "首次或重新认定", "New or renewal",
                lambda row: chosen("重新认定", "Renewal") if row.is_renewal else chosen("首次", "New"), ("is_renewal",),
            ),
            Column("changed", "更新", "Changed", lambda row: row.changed_at, ("changed_at",), kind="day"),
            Column("by", "登记人", "By", lambda row: row.changed_by_name),
            Column("source", "来源", "Source", lambda row: row.source, kind="wide"),
        ),
        order=("-year", "kind", "company__name_key", "id"),
        filters=(
            Filter(
                "kind", "目标称号", "Title aimed at", [(kind.key, kind.zh, kind.en) for kind in KINDS],
                lambda rows, value: rows.filter(kind=value),
            ),
            Filter("year", "年度", "Year", years, lambda rows, value: rows.filter(year=int(value))),
            Filter(
                "stage", "进度", "Stage", [(stage.value, *STAGE_NAMES[stage]) for stage in Stage],
                lambda rows, value: rows.filter(stage=value),
            ),
            Filter(
                "renewal", "首次或重新认定", "New or renewal", (("no", "首次", "New"), ("yes", "重新认定", "Renewal")),
                lambda rows, value: rows.filter(is_renewal=value == "yes"),
            ),
        ),
        search=lambda rows, text: rows.filter(company__name__icontains=text),
        search_hint=("企业名称的一部分", "part of the company's name"),
        empty=("培育库里还没有企业。", "No company is in the pool yet."),
    )  # fmt: skip
