"""Carriers, enclaves, stations, platforms and projects: the list, one of them, and its form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries, services
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.domain.titles import Level
from huiqi.register.domain.undertakings import GROUP_NAMES, LABEL_KINDS, RESIDENT_NAMES, Group
from huiqi.register.forms.undertakings import LEVEL_NAMES, UndertakingForm
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.register.models import Label, Undertaking
    from huiqi.register.queries.undertakings import ListedUndertaking

TITLE = ("载体、平台与项目", "Carriers, platforms and projects")


@require_safe
@door(*WATCH_WORK)
def undertakings(request: Request) -> HttpResponseBase:
    """Show what organisations run in the zone."""
    day = day_in_china(read_clock())
    rows = queries.listed_undertakings(request.actor, day=day)
    may_add = request.actor.holds(*KEEP_REGISTER)
    return show_list(request, listing(day), rows, template="register/undertakings.html", may_add=may_add)


@require_safe
@door(*WATCH_WORK)
def undertaking(request: Request, id: UUID) -> HttpResponse:
    """Show one of them."""
    day = day_in_china(read_clock())
    page = queries.undertaking_page(request.actor, id=id, day=day)
    group = Group(page.row.group)
    context = {
        "page": page,
        "day": day,
        "group": GROUP_NAMES[group],
        "residents": RESIDENT_NAMES[group],
        "labels": [(one, label_name(one), level_name(one)) for one in page.labels],
        "crumbs": [*crumbs(), (page.row.name, "")],
    }
    return render(request, "register/undertaking.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add(request: Request) -> HttpResponse:
    """Add one."""
    places = queries.places_to_keep(request.actor)
    form = UndertakingForm(
        request.POST or None, actor=request.actor, places=places, initial={"group": request.GET.get("group", "")}
    )
    if request.method == "POST" and form.is_valid():
        home = UUID(form.cleaned_data["organisation"])
        with refusal_in(form, queries.CannotSee):
            added = services.add_undertaking(organisation=home, said=form.said(), actor=request.actor, now=read_clock())
            flash.success(
                request, chosen("已登记。接着可以登记称号和企业。", "Recorded. Labels and companies come next.")
            )
            return redirect("register:undertaking", added.pk)
    return show_form(
        request, form, title=("登记载体、平台或项目", "Record a carrier, platform or project"), crumbs=crumbs()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def edit(request: Request, id: UUID) -> HttpResponse:
    """Change one."""
    row = queries.undertaking(request.actor, id=id)
    form = UndertakingForm(request.POST or None, actor=request.actor, initial=initial(row))
    if request.method == "POST" and form.is_valid():
        seen_at = form.cleaned_data["seen_at"] or row.changed_at
        with refusal_in(form, queries.CannotSee):
            services.change_undertaking(id=id, said=form.said(), seen_at=seen_at, actor=request.actor, now=read_clock())
            flash.success(request, chosen("已保存。", "Saved."))
            return redirect("register:undertaking", id)
    return show_form(request, form, title=("更改", "Change"), crumbs=crumbs(row))


def initial(row: Undertaking) -> dict[str, object]:
    """Return what the form shows first."""
    names = ("group", "name", "city", "begun_on", "ended_on", "source", "note")
    operator = (row.operator.credit_code or row.operator.name) if row.operator else ""
    return {name: getattr(row, name) for name in names} | {"operator": operator, "seen_at": row.changed_at}


def crumbs(row: Undertaking | None = None) -> list[tuple[str, str]]:
    """Return the way to the list, or to one of them."""
    path = [(chosen(*TITLE), reverse("register:undertakings"))]
    return path if row is None else [*path, (row.name, reverse("register:undertaking", args=(row.pk,)))]


def label_name(label: Label) -> str:
    """Return what a label is called: as printed, or by its kind."""
    kind = LABEL_KINDS[label.kind]
    return label.name or chosen(kind.zh, kind.en)


def level_name(label: Label) -> str:
    """Return the level of a label in words, nothing where it is not said."""
    return chosen(*LEVEL_NAMES[Level(label.level)]) if label.level else ""


def labels_on(row: Undertaking, day: date) -> str:
    """Return the labels that count on a day, in one line."""
    held = [one for one in row.labels.all() if queries.holds_on(one, day)]
    return "、".join(f"{label_name(one)}{f'（{level_name(one)}）' if one.level else ''}" for one in held)


def listing(day: date) -> Listing[ListedUndertaking]:
    """Return the list as of a day."""
    return Listing(
        zh=TITLE[0],
        en=TITLE[1],
        columns=(
            Column(
                "name", "名称", "Name", lambda row: row.name, ("name_key",),
                lambda row: reverse("register:undertaking", args=(row.pk,)), "wide",
            ),
            Column("group", "大类", "Group", lambda row: chosen(*GROUP_NAMES[Group(row.group)]), ("group",)),
            Column("labels", "称号", "Labels", lambda row: labels_on(row, day), kind="wide"),
            Column("operator", "运营或依托单位", "Operator or host", lambda row: row.operator and row.operator.name),
            Column("city", "所在城市", "City", lambda row: row.city or chosen("本区", "In the zone"), ("city",)),
            Column("home", "所属园区", "Counted by", lambda row: row.organisation.name, ("organisation__name_key",)),
            Column("residents", "企业数", "Companies", lambda row: row.residents, ("residents",), kind="number"),
            Column("begun", "设立", "Set up", lambda row: row.begun_on, ("begun_on",), kind="day"),
            Column("ended", "终止", "Ended", lambda row: row.ended_on, ("ended_on",), kind="day"),
        ),
        order=("name_key", "id"),
        filters=(
            Filter("group", "大类", "Group", [(one.value, *GROUP_NAMES[one]) for one in Group], by_group),
            Filter(
                "label", "称号", "Label", [(one.key, one.zh, one.en) for one in LABEL_KINDS.values()],
                lambda rows, value: queries.carrying(rows, kind=value, day=day),
            ),
            Filter(
                "level", "级别", "Level", [(one.value, *LEVEL_NAMES[one]) for one in Level],
                lambda rows, value: queries.carrying(rows, level=value, day=day),
            ),
            Filter("away", "在哪里", "Where", (("zone", "本区", "In the zone"), ("away", "外地", "Elsewhere")), by_place),
        ),
        search=lambda rows, text: rows.filter(name__icontains=text),
        search_hint=("名称的一部分", "part of the name"),
        empty=("还没有登记载体、平台或项目。", "No carrier, platform or project is recorded yet."),
    )  # fmt: skip


def by_group(rows: QuerySet[ListedUndertaking], value: str) -> QuerySet[ListedUndertaking]:
    """Narrow to a group."""
    return rows.filter(group=value)


def by_place(rows: QuerySet[ListedUndertaking], value: str) -> QuerySet[ListedUndertaking]:
    """Narrow to what is in the zone, or elsewhere."""
    return rows.filter(city="") if value == "zone" else rows.exclude(city="")
