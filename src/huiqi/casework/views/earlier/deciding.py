"""What an officer says of a list of earlier payments: what its columns mean, which company a row is about, which clause a name means."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.casework.domain.earlier.states import ENTER, Outcome
from huiqi.casework.forms.earlier.files import EarlierColumnsForm, chosen_clauses, chosen_companies
from huiqi.casework.queries.earlier import files as known
from huiqi.casework.queries.earlier.clauses import clauses_for, names_in
from huiqi.casework.queries.earlier.columns import columns_page, map_of
from huiqi.casework.queries.earlier.companies import WHY
from huiqi.casework.services.earlier import deciding, receiving
from huiqi.casework.views.earlier.files import crumbs
from huiqi.kernel.clock import read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen, spoken

_A_PAGE: Final = 20


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ENTER)
def columns(request: Request, id: UUID) -> HttpResponse:
    """Say in which column each thing stands; preview, or save and check."""
    found = known.file_of(request.actor, id=id)
    page = columns_page(found)
    form = EarlierColumnsForm(request.POST or None)
    form.offer(page)
    if request.method == "POST" and form.is_valid():
        row = form.cleaned_data["header_row"]
        if row != page.said.header_row and request.POST.get("action") == "header":
            page = columns_page(found, header_row=row)
            form = EarlierColumnsForm()
            form.offer(page)
        else:
            said = map_of(found, form.chosen(), header_row=row, unit=form.cleaned_data["unit"])
            page = columns_page(found, said=said)
            if request.POST.get("action") == "save":
                with refusal_in(form):
                    receiving.say_columns(file=id, said=said, actor=request.actor, now=read_clock())
                    return redirect("casework:earlier_file", id)
    context = {
        "page": page, "found": found, "form": form,
        "problem": spoken(page.problem) if page.problem is not None else "",
        "heads": [chosen(*pair) for pair in page.heads],
        "faults": [(cell, chosen(zh, en)) for cell, zh, en in page.faults],
        "crumbs": [*crumbs(found), (chosen("各列的含义", "Columns"), "")],
    }  # fmt: skip
    return render(request, "casework/earlier/columns.html", context, status=422 if form.errors else 200)


@require_POST
@door(*ENTER)
def sheet_of_file(request: Request, id: UUID) -> HttpResponse:
    """Take another sheet of the file."""
    with refusal_said(request):
        receiving.choose_sheet(file=id, name=request.POST.get("sheet", ""), actor=request.actor, now=read_clock())
    return redirect("casework:earlier_columns", id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ENTER)
def doubts(request: Request, id: UUID) -> HttpResponse:
    """Show rows that may be about one of some companies, and take what an officer says of them."""
    found = known.file_of(request.actor, id=id)
    if request.method == "POST":
        only_one = request.POST.get("rest") == "only_one"
        return said(request, id, lambda: deciding.decide_rows(
            file=id, choices=chosen_companies(request.POST), only_one=only_one, actor=request.actor, now=read_clock()
        ))  # fmt: skip
    rows = known.doubts(request.actor, file=id)
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found, "page": page,
        "rows": [(row, [shown_candidate(one, row) for one in row.candidates]) for row in page.object_list],
        "alone": rows.filter(outcome=Outcome.DOUBTFUL, candidates__1=None).exists(),
        "crumbs": [*crumbs(found), (chosen("待确认的企业", "Companies to decide"), "")],
    }  # fmt: skip
    return render(request, "casework/earlier/doubts.html", context)


def shown_candidate(one: dict[str, Any], row: Any) -> dict[str, Any]:
    """Return a company that may be meant as the page shows it."""
    picked = row.choice == one["id"]
    return {
        "id": one["id"],
        "name": one["name"],
        "code": one["code"],
        "why": chosen(*WHY[one["why"]]),
        "picked": picked,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ENTER)
def clauses(request: Request, id: UUID) -> HttpResponse:
    """Show the zone's own names of clauses in a list, and take which clause each of them means."""
    found = known.file_of(request.actor, id=id)
    now = read_clock()
    if request.method == "POST":
        return said(request, id, lambda: deciding.say_clauses(
            file=id, said=chosen_clauses(request.POST), actor=request.actor, now=now
        ))  # fmt: skip
    there = clauses_for(found.zone_id, said=found.source.clauses, now=now)
    context = {
        "found": found,
        "names": [(one, there.of(one.said)) for one in names_in(found)],
        "options": sorted((key, chosen(*pair)) for key, pair in there.names.items()),
        "crumbs": [*crumbs(found), (chosen("条款对应", "Clauses"), "")],
    }
    return render(request, "casework/earlier/names.html", context)


def said(request: Request, id: UUID, do: Any) -> HttpResponse:
    """Take what was said, have the list checked with it, and show the list."""
    with refusal_said(request):
        do()
        flash.success(request, chosen("已保存，正在按它重新检查。", "Kept; the list is checked again with it."))
    return redirect("casework:earlier_file", id)
