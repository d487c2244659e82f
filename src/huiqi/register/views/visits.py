"""An officer's own companies, contacts with companies, and all contacts as a list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries, services
from huiqi.register.domain.grid import WAY_NAMES, Way
from huiqi.register.domain.rights import OFFICERS, WATCH_WORK
from huiqi.register.forms.grid import VisitForm
from huiqi.register.views.schemes import CARE_COLUMNS, CONTACT_COLUMNS, crumbs, overdue
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.queries.care import ScaledVisit
    from huiqi.register.queries.grid import CaredFor


@require_safe
@door(*WATCH_WORK)
def own(request: Request) -> HttpResponseBase:
    """Show the companies for which the actor has a duty."""
    now = read_clock()
    rows = queries.companies_in_care(request.actor, at=now)
    return show_list(
        request,
        own_listing(today=day_in_china(now)),
        rows,
        crumbs=[*crumbs(), (chosen("我的企业", "My companies"), "")],
    )


@require_safe
@door(*WATCH_WORK)
def visits(request: Request) -> HttpResponseBase:
    """Show contacts with companies."""
    rows = queries.visits(request.actor)
    day = day_in_china(read_clock())
    found = queries.visited_in(request.actor, year=day.year)
    return show_list(
        request, visit_listing(day.year), rows, template="register/visits.html", visited=found, year=day.year,
        crumbs=[*crumbs(), (chosen("走访联系", "Contacts"), "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*OFFICERS)
def add(request: Request, company: UUID) -> HttpResponse:
    """Record a contact with a company."""
    now = read_clock()
    found = queries.organisation(request.actor, id=company)
    form = VisitForm(request.POST or None, initial={"day": day_in_china(now), "way": Way.VISIT.value})
    if request.method == "POST" and form.is_valid():
        with refusal_in(form, queries.CannotSee):
            services.record_visit(company=company, **form.cleaned_data, actor=request.actor, now=now)
            flash.success(request, chosen("已记录。", "Recorded."))
            return redirect(back(request))
    title = (f"记录与{found.name}的联系", f"Record a contact with {found.name}")
    return show_form(request, form, title=title, crumbs=crumbs())


@require_POST
@door(*OFFICERS)
def withdraw(request: Request, id: UUID) -> HttpResponse:
    """Take back a contact that was recorded by mistake."""
    with refusal_said(request, queries.CannotSee):
        services.withdraw_visit(id=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已撤下。", "Withdrawn."))
    return redirect(back(request))


def back(request: Request) -> str:
    """Return the page of this site from which somebody came (`next`), or the own companies."""
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("register:own_care")


def own_listing(*, today: date) -> Listing[CaredFor]:
    """Return the list of the actor's own companies; those that are due come first."""
    scheme: Column[CaredFor] = Column("scheme", "责任制", "Scheme", lambda row: row.scheme.name, ("scheme__name",))
    return Listing(
        zh="我的企业",
        en="My companies",
        columns=(*CARE_COLUMNS[:2], scheme, *CARE_COLUMNS[2:4], *CONTACT_COLUMNS),
        order=("due", "company__name_key", "id"),
        filters=(overdue(today),),
        search=lambda rows, text: rows.filter(company__name__icontains=text),
        search_hint=("企业名称的一部分", "part of the company's name"),
        empty=("还没有由您负责的企业。", "You are responsible for no company yet."),
    )  # fmt: skip


def visit_listing(year: int) -> Listing[ScaledVisit]:
    """Return the list of contacts, with the last years as choices."""
    years = [(str(one), str(one), str(one)) for one in range(year, year - 5, -1)]
    return Listing(
        zh="走访联系",
        en="Contacts",
        columns=(
            Column("day", "日期", "Day", lambda row: row.day, ("day",), kind="day"),
            Column("company", "企业", "Company", lambda row: row.company.name, ("company__name_key",), kind="wide"),
            Column("code", "统一社会信用代码", "Credit code", lambda row: row.company.credit_code),
            Column(
                "scale", "规模", "Scale",
                lambda row: chosen("规上", "Above scale") if row.is_above_scale else chosen("规下或未登记", "Not above scale"),
                ("is_above_scale",),
            ),
            Column("way", "方式", "Way", lambda row: chosen(*WAY_NAMES[Way(row.way)]), ("way",)),
            Column("person", "谁", "Who", lambda row: row.person_name, ("person_name",)),
            Column("note", "情况", "What was said", lambda row: row.note, kind="wide"),
        ),
        order=("-day", "-recorded_at", "id"),
        filters=(
            Filter("year", "年份", "Year", years, lambda rows, value: rows.filter(day__year=int(value))),
            Filter(
                "way", "方式", "Way", [(way.value, *WAY_NAMES[way]) for way in Way],
                lambda rows, value: rows.filter(way=value),
            ),
        ),
        search=lambda rows, text: rows.filter(company__name__icontains=text) | rows.filter(person_name__icontains=text),
        search_hint=("企业或人", "company or person"),
        empty=("还没有走访联系的记录。", "No contact is recorded yet."),
    )  # fmt: skip
