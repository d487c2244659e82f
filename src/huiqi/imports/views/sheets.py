"""Imports: the list, a new one, one of them, and what is started from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages as flash
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.imports import queries, services
from huiqi.imports.domain.states import STATE_NAMES, State
from huiqi.imports.forms.receiving import UploadForm
from huiqi.imports.queries import SEE_IMPORTS
from huiqi.imports.services.starting import Work
from huiqi.kernel.clock import read_clock
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.services import CannotKeep
from huiqi.rulebook.queries.sheets import CannotReadSheet
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, in_english, spoken

if TYPE_CHECKING:
    from huiqi.imports.models import SheetImport

TITLE = ("导入", "Import")
FAILURES = (services.CannotImport, CannotReadSheet, CannotKeep)
_STATES = [(one.value, *STATE_NAMES[one]) for one in State]


@require_safe
@door(*SEE_IMPORTS)
def sheets(request: Request) -> HttpResponseBase:
    """Show the imports."""
    may_add = request.actor.holds(*KEEP_REGISTER)
    return show_list(request, LISTING, queries.imports(request.actor), template="imports/sheets.html", may_add=may_add)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def new(request: Request) -> HttpResponse:
    """Take a file in."""
    page = queries.receiving_page(request.actor)
    first = {"source": request.GET.get("source", ""), "place": page.places[0][0] if page.places else ""}
    form = UploadForm(request.POST or None, request.FILES or None, places=page.places, initial=first)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            added = services.receive_sheet(
                organisation=UUID(form.cleaned_data["place"]),
                source=form.cleaned_data["source"],
                upload=services.Upload(file.name, file.read()),
                actor=request.actor,
                now=read_clock(),
            )
        except FAILURES as error:
            form.add_error("file" if isinstance(error, CannotReadSheet) else None, spoken(error))
        else:
            return redirect("imports:columns", added.pk)
    return show_form(
        request, form, title=("导入表格", "Bring a sheet in"), crumbs=crumbs(), button=("下一步：核对各列", "Next: the columns"),
        lead=("先上传，再核对各列和逐行检查的结果；到最后确认之前，库里什么都不会改变。",
              "Upload first, then look at the columns and at the check of every row. Nothing changes in the register before you say so."),
        template="imports/new.html", sources=page.sources,
    )  # fmt: skip


@never_cache
@require_safe
@door(*SEE_IMPORTS)
def sheet(request: Request, id: UUID) -> HttpResponse:
    """Show one import: how far it is, what it would do or has done, and what comes next."""
    page = queries.sheet_page(request.actor, id=id, now=read_clock())
    context = {"page": page, "found": page.found, "crumbs": [*crumbs(), (page.found.file.name, "")]}
    context |= {"may_work": request.actor.holds(*KEEP_REGISTER), "state": chosen(*STATE_NAMES[State(page.found.state)])}
    return render(request, "imports/sheet.html", context)


@require_POST
@door(*KEEP_REGISTER)
def start(request: Request, id: UUID) -> HttpResponse:
    """Start the check, the bringing in or the taking back."""
    work = request.POST.get("work", "")
    if work not in {"check", "apply", "undo"}:
        return HttpResponse(status=400)
    with refusal_said(request):
        services.start_work(sheet=id, work=cast("Work", work), actor=request.actor, now=read_clock())
    return redirect("imports:sheet", id)


@require_POST
@door(*KEEP_REGISTER)
def give_up(request: Request, id: UUID) -> HttpResponse:
    """Give an import up."""
    with refusal_said(request):
        services.give_up(sheet=id, actor=request.actor, now=read_clock())
        flash.success(request, chosen("已放弃，库里什么都没有改变。", "Given up; nothing was changed in the register."))
    return redirect("imports:sheet", id)


@require_safe
@door(*SEE_IMPORTS)
def file(request: Request, id: UUID) -> FileResponse:
    """Hand the file out as it came."""
    found, opened = services.open_file(sheet=id, actor=request.actor, now=read_clock())
    return FileResponse(opened, as_attachment=True, filename=found.file.name, content_type="application/octet-stream")


@require_safe
@door(*SEE_IMPORTS)
def annotated(request: Request, id: UUID) -> FileResponse:
    """Hand out the workbook to send back: the rows as they came, with what is wrong at the cells."""
    name, opened = services.annotated_workbook(sheet=id, english=in_english(), actor=request.actor, now=read_clock())
    return FileResponse(opened, as_attachment=True, filename=name)


def crumbs(found: SheetImport | None = None) -> list[tuple[str, str]]:
    """Return the way to the list, or to one import."""
    path = [(chosen(*TITLE), reverse("imports:sheets"))]
    return path if found is None else [*path, (found.file.name, reverse("imports:sheet", args=(found.pk,)))]


LISTING: Listing[SheetImport] = Listing(
    zh=TITLE[0],
    en=TITLE[1],
    columns=(
        Column(
            "file", "文件", "File", lambda row: row.file.name, ("file__name",),
            lambda row: reverse("imports:sheet", args=(row.pk,)), "wide",
        ),
        Column("source", "来源", "From", lambda row: row.source.name, ("source__name",)),
        Column("place", "导入到", "Into", lambda row: row.organisation.name, ("organisation__name_key",)),
        Column("state", "进度", "State", lambda row: chosen(*STATE_NAMES[State(row.state)]), ("state",)),
        Column("rows", "行数", "Rows", lambda row: row.counts.get("rows"), kind="number"),
        Column("new", "新企业", "New companies", lambda row: row.counts.get("companies_new"), kind="number"),
        Column("facts", "新数据", "New facts", lambda row: row.counts.get("facts_new"), kind="number"),
        Column("changed", "改动", "Changed", lambda row: row.counts.get("facts_changed"), kind="number"),
        Column("faults", "问题", "Faults", lambda row: row.counts.get("faults"), kind="number"),
        Column("by", "上传人", "Received from", lambda row: row.received_by_name, ("received_by_name",)),
        Column("at", "上传时间", "Received", lambda row: row.received_at, ("received_at",), kind="day"),
    ),
    order=("-received_at", "-id"),
    filters=(Filter("state", "进度", "State", _STATES, lambda rows, value: rows.filter(state=value)),),
    search=lambda rows, text: rows.filter(file__name__icontains=text) | rows.filter(source__name__icontains=text),
    search_hint=("文件名或来源的一部分", "part of the file's name or source"),
    empty=("还没有导入过表格。", "No sheet has been brought in yet."),
)  # fmt: skip
