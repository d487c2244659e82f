"""What the columns mean: the page on which it is said, with the first rows as they will be read."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.imports import queries, services
from huiqi.imports.domain.states import Codeless
from huiqi.imports.forms.columns import ColumnsForm, MapFileForm, read_lines
from huiqi.imports.queries.columns_page import ColumnsPage
from huiqi.imports.views.sheets import crumbs
from huiqi.kernel.clock import read_clock
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.ui.doors import Request, door
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def columns(request: Request, id: UUID) -> HttpResponse:
    """Say what the columns mean; preview, or save and check."""
    now = read_clock()
    page = queries.columns_page(request.actor, sheet=id, now=now)
    if request.method != "POST":
        return show(request, page, first_form(page))
    form = ColumnsForm(request.POST)
    if not form.is_valid():
        return show(request, page, form)
    row = form.cleaned_data["header_row"]
    if row != page.said.header_row:
        return show(request, queries.columns_page(request.actor, sheet=id, now=now, header_row=row), form)
    read = read_lines(request.POST, before=page.said, header_row=row, names=page.names)
    action = request.POST.get("action", "preview")
    if action == "save" and not read.faults:
        with refusal_in(form):
            services.say_columns(
                sheet=id,
                said=read.said,
                seen=form.cleaned_data["seen"],
                codeless=Codeless(form.cleaned_data["codeless"]),
                takes_names=form.cleaned_data["takes_names"],
                actor=request.actor,
                now=now,
            )
            return redirect("imports:sheet", id)
    extra = action.removeprefix("more:") if action.startswith("more:") else ""
    said = queries.columns_page(request.actor, sheet=id, now=now, said=read.said, extra=extra)
    return show(request, said, form, faults=read.faults)


@require_POST
@door(*KEEP_REGISTER)
def sheet_of_file(request: Request, id: UUID) -> HttpResponse:
    """Take another sheet of the file."""
    with refusal_said(request):
        services.choose_sheet(sheet=id, name=request.POST.get("sheet", ""), actor=request.actor, now=read_clock())
    return redirect("imports:columns", id)


@require_POST
@door(*KEEP_REGISTER)
def map_file(request: Request, id: UUID) -> HttpResponse:
    """Take what the columns mean from a file."""
    form = MapFileForm(request.POST, request.FILES)
    if not form.is_valid():
        flash.error(request, chosen("请选择列映射文件。", "Choose a map file."))
        return redirect("imports:columns", id)
    with refusal_said(request):
        services.take_map_file(
            sheet=id, text=form.cleaned_data["map_file"].read(), actor=request.actor, now=read_clock()
        )
        flash.success(
            request, chosen("已采用列映射文件，请看预览。", "The map file is taken over; look at the preview.")
        )
    return redirect("imports:columns", id)


def first_form(page: ColumnsPage) -> ColumnsForm:
    """Return the form as the page begins."""
    found = page.found
    return ColumnsForm(
        initial={
            "header_row": page.said.header_row,
            "codeless": found.codeless,
            "takes_names": found.takes_names,
            "seen": page.version,
        }
    )


def show(request: Request, page: ColumnsPage, form: ColumnsForm, faults: Sequence[str] = ()) -> HttpResponse:
    """Return the page; 422 where something has to be put right."""
    wrong = bool(faults or form.errors)
    context = {
        "page": page,
        "found": page.found,
        "form": form,
        "faults": faults,
        "map_form": MapFileForm(),
        "crumbs": [*crumbs(page.found), (chosen("各列的含义", "Columns"), "")],
    }
    return render(request, "imports/columns.html", context, status=422 if wrong else 200)
