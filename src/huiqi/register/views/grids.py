"""Grids of a scheme, the people of one with who was it before, and handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.domain.grid import DUTY_NAMES, Duty
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.forms.grid import AppointForm, GridForm
from huiqi.register.views.schemes import crumbs
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.models import Grid
    from huiqi.register.queries.grid import LoadedGrid


@require_safe
@door(*WATCH_WORK)
def grids(request: Request, id: UUID) -> HttpResponseBase:
    """Show the grids of a scheme."""
    row = queries.scheme(request.actor, id=id)
    rows = queries.grids(request.actor, scheme=id, at=read_clock())
    return show_list(
        request, LISTING, rows, template="register/grids.html", scheme=row,
        may_keep=request.actor.holds(*KEEP_REGISTER), crumbs=[*crumbs(row), (LISTING.title, "")],
    )  # fmt: skip


@require_safe
@door(*WATCH_WORK)
def grid(request: Request, id: UUID) -> HttpResponse:
    """Show one grid with its people, now and before."""
    page = queries.grid_page(request.actor, id=id, at=read_clock())
    context = {
        "page": page,
        "duties": [(chosen(*DUTY_NAMES[Duty(one.duty)]), one) for one in page.duties],
        "may_keep": request.actor.holds(*KEEP_REGISTER),
        "crumbs": [*crumbs(page.row.scheme), (page.row.name, "")],
    }
    return render(request, "register/grid.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add(request: Request, id: UUID) -> HttpResponse:
    """Open a grid."""
    row = queries.scheme(request.actor, id=id)
    form = GridForm(request.POST or None, departments=queries.departments(request.actor, scheme=row))
    if request.method == "POST" and form.is_valid():
        department = form.cleaned_data["department"]
        with refusal_in(form, queries.CannotSee):
            opened = services.open_grid(
                scheme=id, name=form.cleaned_data["name"], department=UUID(department) if department else None,
                actor=request.actor, now=read_clock(),
            )  # fmt: skip
            flash.success(request, chosen("已建立。接着确定责任人。", "Opened. Its people come next."))
            return redirect("register:grid", opened.pk)
    return show_form(request, form, title=("建立网格", "Open a grid"), crumbs=crumbs(row))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def edit(request: Request, id: UUID) -> HttpResponse:
    """Rename a grid, or give it to another department."""
    row = queries.grid(request.actor, id=id)
    first = {"name": row.name, "department": row.department_id, "seen_at": row.changed_at}
    choices = queries.departments(request.actor, scheme=row.scheme)
    form = GridForm(request.POST or None, departments=choices, initial=first)
    if request.method == "POST" and form.is_valid():
        department = form.cleaned_data["department"]
        with refusal_in(form, queries.CannotSee):
            services.change_grid(
                id=id, name=form.cleaned_data["name"], department=UUID(department) if department else None,
                seen_at=form.cleaned_data["seen_at"] or row.changed_at, actor=request.actor, now=read_clock(),
            )  # fmt: skip
            flash.success(request, chosen("已保存。", "Saved."))
            return redirect("register:grid", id)
    return show_form(request, form, title=("更改网格", "Change the grid"), crumbs=grid_crumbs(row))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def appoint(request: Request, id: UUID) -> HttpResponse:
    """Hand a duty over, or relieve whoever has it."""
    now = read_clock()
    row = queries.grid(request.actor, id=id)
    people = [(str(one.pk), one.name) for one in queries.eligible_people(row.scheme, at=now)]
    first = {"duty": request.GET.get("duty", Duty.OFFICER.value)}
    form = AppointForm(request.POST or None, people=people, initial=first)
    if request.method == "POST" and form.is_valid():
        duty, person = form.cleaned_data["duty"], form.cleaned_data["person"]
        with refusal_in(form, queries.CannotSee):
            if person:
                services.appoint(grid=id, duty=duty, person=UUID(person), actor=request.actor, now=now)
            else:
                services.relieve(grid=id, duty=duty, actor=request.actor, now=now)
            flash.success(request, chosen("已移交，前任留在记录里。", "Handed over; who it was before is on record."))
            return redirect("register:grid", id)
    return show_form(request, form, title=("确定或移交责任人", "Appoint, or hand over"), crumbs=grid_crumbs(row))


def grid_crumbs(row: Grid) -> list[tuple[str, str]]:
    """Return the way to a grid."""
    return [*crumbs(row.scheme), (row.name, reverse("register:grid", args=(row.pk,)))]


LISTING: Listing[LoadedGrid] = Listing(
    zh="网格",
    en="Grids",
    columns=(
        Column(
            "name", "网格", "Grid", lambda row: row.name, ("name_key",),
            lambda row: reverse("register:grid", args=(row.pk,)), "wide",
        ),
        Column("department", "责任部门", "Department", lambda row: row.department and row.department.name),
        Column("leader", "主要领导", "Leader", lambda row: row.leader_name),
        Column("deputy", "分管领导", "Deputy leader", lambda row: row.deputy_name),
        Column("officer", "责任专员", "Responsible officer", lambda row: row.officer_name, ("officer_name",)),
        Column("companies", "企业数", "Companies", lambda row: row.companies, ("companies",), kind="number"),
    ),
    order=("name_key", "id"),
    search=lambda rows, text: rows.filter(name__icontains=text) | rows.filter(officer_name__icontains=text),
    search_hint=("网格或专员", "grid or officer"),
    empty=("还没有网格。", "There is no grid yet."),
)  # fmt: skip
