"""One company, or institution, on one page, and everything that was ever said of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.fact_values import said
from huiqi.casework.forms.companies import WhenForm
from huiqi.casework.queries.parts import parts_of
from huiqi.casework.views.answering import here, holder, way_to
from huiqi.kernel.actor import Role
from huiqi.kernel.clock import CHINA, day_in_china, read_clock
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_FACTS, SEE_SENSITIVE
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Listing, show_list
from huiqi.ui.words import chosen


@require_safe
@door(*SEE_FACTS)
def portrait(request: Request, id: UUID) -> HttpResponse:
    """Show a company; the address of a record that was merged into another leads to that one."""
    now = read_clock()
    merged = register.leads_to(request.actor, id=id)
    if merged is not None:
        return redirect(f"{here(request)}:portrait", merged)
    kind = holder(request, id).kind
    when = WhenForm(request.GET or None)
    asked = when.cleaned_data if when.is_valid() else {}
    known_on, valid_on = asked.get("known_on"), asked.get("valid_on")
    found = queries.company_portrait(
        request.actor, id=id, now=now, day=day_in_china(now),
        known_on=end_of(known_on) if known_on else None, valid_on=valid_on,
    )  # fmt: skip
    crumbs = [*way_to(id, found.name, below=here(request))[:1], (found.name, "")]
    context = {
        "company": found,
        "when": when,
        "known_on": known_on,
        "valid_on": valid_on,
        "has_vouchers": id in request.actor.organisations(Role.PROVIDER),
        "parts": parts_of(request.actor, company=id, kind=kind, now=now),
        "crumbs": crumbs,
    }
    return render(request, "casework/company/portrait.html", context, status=422 if when.errors else 200)


def end_of(day: date) -> datetime:
    """Return the last moment of a day in China."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=CHINA) - timedelta(microseconds=1)


@require_safe
@door(*SEE_FACTS)
def history(request: Request, id: UUID) -> HttpResponseBase:
    """List everything that was ever said of a company."""
    company = holder(request, id)
    words = queries.fact_words(zone=company.within[0], now=read_clock())
    sees = register.reaches(request.actor, company, *SEE_SENSITIVE)
    crumbs = [*way_to(id, company.name, below=here(request)), (chosen("变更记录", "History"), "")]
    rows = register.changes(request.actor, subject=id)
    return show_list(request, history_list(id, words, sees=sees, below=here(request)), rows, crumbs=crumbs)


def history_list(company: UUID, words: Any, *, sees: bool, below: str) -> Listing[Any]:
    """Return the list of what was said."""

    def label(row: Any) -> str:
        entry = queries.entry_of(row.name, words)
        return chosen(entry.zh, entry.en)

    def value(row: Any) -> str:
        entry = queries.entry_of(row.name, words)
        return chosen(*(said(row.value, entry) if sees or not entry.is_sensitive else queries.HIDDEN))

    def named(text: str) -> list[str]:
        """Return the facts whose names hold a text: what people read stands in the dictionary, not in the row."""
        return [name for name, entry in words.items() if text in entry.zh or text.casefold() in entry.en.casefold()]

    return Listing(
        zh="变更记录",
        en="History",
        columns=(
            Column("when", "登记时间", "Recorded", cell=lambda row: row.recorded_at, sort=("recorded_at",)),
            Column("fact", "指标", "Fact", cell=label, link=lambda row: fact_address(company, row.name, row.period, below=below), sort=("name",)),
            Column("period", "期间", "Period", cell=lambda row: row.period, sort=("period",)),
            Column("value", "值", "Value", cell=value, kind="number"),
            Column("source", "来源", "Source", cell=lambda row: row.source, kind="wide"),
            Column("who", "登记人", "By", cell=lambda row: row.recorded_by_name, sort=("recorded_by_name",)),
        ),
        order=("-recorded_at", "-id"),
        search=lambda rows, text: rows.filter(source__icontains=text) | rows.filter(name__in=named(text)),
        search_hint=("指标或来源", "Fact or source"),
        empty=("还没有登记任何数据。", "Nothing is recorded yet."),
    )  # fmt: skip


def fact_address(company: UUID, name: str, period: str, *, below: str = "companies") -> str:
    """Return the address of the page of one fact."""
    address = reverse(f"{below}:fact", args=[company, name])
    return f"{address}?{urlencode({'period': period})}" if period else address
