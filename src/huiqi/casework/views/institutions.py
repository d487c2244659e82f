"""The list of institutions: universities, institutes, banks. Their pages are those of companies, as far as they have the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework.forms.institutions import InstitutionForm
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import NotVisible
from huiqi.register import queries as register
from huiqi.register import services
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

TITLE = ("机构", "Institutions")


@require_safe
@door(*WATCH_WORK, Role.PROVIDER)
def institutions(request: Request) -> HttpResponseBase:
    """List the institutions that the actor may see; who acts for a single one is led to its page."""
    may_keep = request.actor.holds(*KEEP_REGISTER)
    rows = register.institutions(request.actor)
    if not request.actor.holds(*WATCH_WORK):
        own = list(rows[:2])
        if len(own) == 1:
            return redirect("institutions:portrait", own[0].pk)
    template = "casework/company/institutions.html"
    return show_list(request, listing(request.actor), rows, template=template, may_keep=may_keep)


def listing(actor: Actor) -> Listing[Any]:
    """Return the list, with the parks that the actor sees."""
    return Listing(
        zh=TITLE[0],
        en=TITLE[1],
        columns=COLUMNS,
        order=("name_key", "id"),
        filters=(
            Filter("park", "园区", "Park", register.park_choices(actor), lambda rows, value: register.within_park(rows, UUID(value))),
        ),
        search=register.matching,
        best_first=("rank",),
        search_hint=("名称、曾用名、信用代码、拼音", "Name, former name, code, pinyin"),
        empty=("还没有登记机构：高校、研究院所、银行等。", "No institution is recorded yet: universities, institutes, banks."),
    )  # fmt: skip


COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "name", "名称", "Name", cell=lambda row: row.name, sort=("name_key",), kind="wide",
        link=lambda row: reverse("institutions:portrait", args=[row.pk]),
    ),
    Column("code", "统一社会信用代码", "Credit code", cell=lambda row: row.credit_code, sort=("credit_code",)),
    Column("place", "所在", "Where", cell=lambda row: row.parent.name if row.parent else "", sort=("parent__name_key",)),
    Column("changed", "数据更新", "Last change", cell=lambda row: row.changed_at, kind="day"),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add(request: Request) -> HttpResponse:
    """Add an institution."""
    form = InstitutionForm(request.POST or None, places=register.places_to_keep(request.actor))
    if request.method == "POST" and form.is_valid():
        with refusal_in(form, NotVisible):
            added = services.add_organisation(kind="institution", **form.said(), actor=request.actor, now=read_clock())
            flash.success(request, chosen("已登记。", "Recorded."))
            return redirect("institutions:portrait", added.pk)
    crumbs = [(chosen(*TITLE), reverse("institutions:list"))]
    return show_form(request, form, title=("登记机构", "Record an institution"), crumbs=crumbs)
