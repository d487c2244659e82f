"""Schemes of the grid: how far each covers its key companies, and the companies of one with who is responsible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries, services
from huiqi.register.domain.grid import GAP_NAMES, Gap
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.forms.grid import SchemeForm, TakeInForm
from huiqi.register.views.published import shown
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.models import Scheme
    from huiqi.register.queries.grid import CaredFor

TITLE = ("网格服务", "Grid service")


@require_safe
@door(*WATCH_WORK)
def schemes(request: Request) -> HttpResponse:
    """Show the schemes with their coverage."""
    now = read_clock()
    found = queries.scheme_overview(request.actor, at=now)
    context = {
        "schemes": [(one.scheme, one.coverage, gap_names(one.coverage.gaps)) for one in found.schemes],
        "visited": found.visited,
        "year": day_in_china(now).year,
        "figures": [shown(figure) for figure in found.figures],
        "may_keep": request.actor.holds(*KEEP_REGISTER),
    }
    return render(request, "register/schemes.html", context)


@require_safe
@door(*WATCH_WORK)
def scheme(request: Request, id: UUID) -> HttpResponseBase:
    """Show the key companies of a scheme."""
    now = read_clock()
    row = queries.scheme(request.actor, id=id)
    rows = queries.key_companies(request.actor, scheme=id, at=now)
    found = queries.coverage(request.actor, scheme=id, at=now)
    grids = list(queries.grids(request.actor, scheme=id, at=now).values_list("pk", "name"))
    shown_list = listing(row, grids=grids, today=day_in_china(now))
    return show_list(
        request, shown_list, rows, template="register/scheme.html", scheme=row, coverage=found,
        gaps=gap_names(found.gaps), may_keep=request.actor.holds(*KEEP_REGISTER), crumbs=[*crumbs(), (row.name, "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add(request: Request) -> HttpResponse:
    """Open a scheme."""
    form = SchemeForm(request.POST or None, places=queries.places_to_keep(request.actor))
    if request.method == "POST" and form.is_valid():
        home = UUID(form.cleaned_data["organisation"])
        with refusal_in(form, queries.CannotSee):
            opened = services.open_scheme(organisation=home, said=form.said(), actor=request.actor, now=read_clock())
            flash.success(request, chosen("已建立。接着登记网格和重点企业。", "Opened. Grids and companies come next."))
            return redirect("register:scheme", opened.pk)
    return show_form(request, form, title=("建立责任制", "Open a scheme"), crumbs=crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def edit(request: Request, id: UUID) -> HttpResponse:
    """Change a scheme."""
    row = queries.scheme(request.actor, id=id)
    names = ("name", "duties", "needs_department", "contact_every_days", "source")
    first = {name: getattr(row, name) for name in names} | {"seen_at": row.changed_at}
    form = SchemeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        seen_at = form.cleaned_data["seen_at"] or row.changed_at
        with refusal_in(form, queries.CannotSee):
            services.change_scheme(id=id, said=form.said(), seen_at=seen_at, actor=request.actor, now=read_clock())
            flash.success(request, chosen("已保存。", "Saved."))
            return redirect("register:scheme", id)
    return show_form(request, form, title=("更改责任制", "Change the scheme"), crumbs=crumbs(row))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def take_in(request: Request, id: UUID) -> HttpResponse:
    """Take companies into a scheme."""
    row = queries.scheme(request.actor, id=id)
    form = TakeInForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        companies = [company.pk for company in form.cleaned_data["companies"]]
        with refusal_in(form, queries.CannotSee):
            new, there = services.name_key_companies(
                scheme=id,
                companies=companies,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=read_clock(),
            )
            flash.success(request, chosen(f"新列入{new}家，原已列入{there}家。", f"{new} are new, {there} were there."))
            return redirect("register:scheme", id)
    return show_form(request, form, title=("列入重点企业", "Take in key companies"), crumbs=crumbs(row))


@require_POST
@door(*KEEP_REGISTER)
def release(request: Request, id: UUID, company: UUID) -> HttpResponse:
    """Look after a company no longer."""
    with refusal_said(request, queries.CannotSee):
        services.release_key_company(scheme=id, company=company, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已移出名单。", "It is no longer looked after here."))
    return redirect("register:scheme", id)


def crumbs(row: Scheme | None = None) -> list[tuple[str, str]]:
    """Return the way to the schemes, or to one of them."""
    path = [(chosen(*TITLE), reverse("register:schemes"))]
    return path if row is None else [*path, (row.name, reverse("register:scheme", args=(row.pk,)))]


def gap_names(gaps: Mapping[Gap, int]) -> list[tuple[str, str, int]]:
    """Return what is missing, in words, with how many companies lack it."""
    return [(gap.value, chosen(*GAP_NAMES[gap]), count) for gap, count in gaps.items() if count]


def missing(row: CaredFor) -> str:
    """Return what a company lacks, in words; nothing where it lacks nothing."""
    return chosen("、", ", ").join(chosen(*GAP_NAMES[gap]) for gap in queries.gaps_of(row))


def listing(row: Scheme, *, grids: Sequence[tuple[UUID, str]], today: date) -> Listing[CaredFor]:
    """Return the list of a scheme's key companies; `grids` are those of the scheme."""
    gaps = [("any", "有缺口", "Something missing"), *((gap.value, *GAP_NAMES[gap]) for gap in queries.needed(row))]
    names = [(str(key), name, name) for key, name in grids]
    return Listing(
        zh=row.name,
        en=row.name,
        columns=(*CARE_COLUMNS, *(ONE_PLUS_ONE if row.duties or row.needs_department else ()), *CONTACT_COLUMNS),
        order=("company__name_key", "id"),
        filters=(
            Filter(
                "gap", "缺口", "Missing", gaps,
                lambda rows, value: queries.lacking(rows, "" if value == "any" else value),
            ),
            Filter("grid", "网格", "Grid", names, lambda rows, value: rows.filter(grid=UUID(value))),
            overdue(today),
        ),
        search=lambda rows, text: rows.filter(company__name__icontains=text) | rows.filter(officer_name__icontains=text),
        search_hint=("企业或专员", "company or officer"),
        empty=("还没有列入重点企业。", "No key company is taken in yet."),
    )  # fmt: skip


def overdue(today: date) -> Filter[CaredFor]:
    """Return the filter for companies that somebody should have been in touch with."""

    def late(rows: QuerySet[CaredFor], _: str) -> QuerySet[CaredFor]:
        return rows.filter(due__lt=today)

    return Filter("due", "联系", "Contact", (("late", "已超期", "Overdue"),), late)


CARE_COLUMNS: tuple[Column[CaredFor], ...] = (
    Column(
        "name", "企业", "Company", lambda row: row.company.name, ("company__name_key",),
        lambda row: reverse("register:care", args=(row.scheme_id, row.company_id)), "wide",
    ),
    Column("code", "统一社会信用代码", "Credit code", lambda row: row.company.credit_code),
    Column("reason", "类别", "Kind", lambda row: row.reason, ("reason",)),
    Column("grid", "网格", "Grid", lambda row: row.grid_name, ("grid_name",)),
    Column("officer", "责任专员", "Responsible officer", lambda row: row.officer_name, ("officer_name",)),
    Column("missing", "缺口", "Missing", missing),
)  # fmt: skip
ONE_PLUS_ONE: tuple[Column[CaredFor], ...] = (
    Column("department", "责任部门", "Department", lambda row: row.department_name, ("department_name",)),
    Column("leader", "主要领导", "Leader", lambda row: row.leader_name),
    Column("deputy", "分管领导", "Deputy leader", lambda row: row.deputy_name),
)
CONTACT_COLUMNS: tuple[Column[CaredFor], ...] = (
    Column("last", "最近联系", "Last contact", lambda row: row.last_contact, ("last_contact",), kind="day"),
    Column("due", "最迟联系", "Contact due", lambda row: row.due, ("due",), kind="day"),
)
