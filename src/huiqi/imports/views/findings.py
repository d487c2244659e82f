"""What a check found, as lists: rows, faults, changes; and the doubtful rows, to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.imports import queries, services
from huiqi.imports.domain.states import CHOICE_NAMES, DOUBT_NAMES, OUTCOME_NAMES, Choice, Doubt, Outcome
from huiqi.imports.forms.doubts import read_decisions
from huiqi.imports.queries import SEE_IMPORTS
from huiqi.imports.views.sheets import crumbs
from huiqi.kernel.clock import read_clock
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, in_english

if TYPE_CHECKING:
    from huiqi.imports.models import SheetChange, SheetFault, SheetRow

_A_PAGE = 20


@require_safe
@door(*SEE_IMPORTS)
def rows(request: Request, id: UUID) -> HttpResponseBase:
    """Show what becomes of every row."""
    found = queries.sheet_import(request.actor, id=id)
    path = [*crumbs(found), (ROWS.title, "")]
    return show_list(request, ROWS, queries.rows(request.actor, sheet=id), template="imports/list.html", crumbs=path)


@require_safe
@door(*SEE_IMPORTS)
def faults(request: Request, id: UUID) -> HttpResponseBase:
    """Show every cell that is wrong, and what to do."""
    found = queries.sheet_import(request.actor, id=id)
    path = [*crumbs(found), (FAULTS.title, "")]
    return show_list(
        request,
        FAULTS,
        queries.faults(request.actor, sheet=id),
        template="imports/faults.html",
        crumbs=path,
        found=found,
    )


@require_safe
@door(*SEE_IMPORTS)
def changes(request: Request, id: UUID) -> HttpResponseBase:
    """Show every value that is replaced: from what to what."""
    found = queries.sheet_import(request.actor, id=id)
    names = queries.fact_names(found, now=read_clock())
    path = [*crumbs(found), (chosen("改动", "Changes"), "")]
    listing = changes_listing(names)
    return show_list(
        request, listing, queries.changes(request.actor, sheet=id), template="imports/list.html", crumbs=path
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_IMPORTS)
def doubts(request: Request, id: UUID) -> HttpResponse:
    """Show doubtful rows, and take what an officer says of them."""
    found = queries.sheet_import(request.actor, id=id)
    if request.method == "POST":
        return decide(request, id)
    only_open = request.GET.get("only") == "open"
    page = Paginator(queries.doubts(request.actor, sheet=id, only_open=only_open), _A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "found": found,
        "page": page,
        "only_open": only_open,
        "doubts": [(row, chosen(*DOUBT_NAMES[Doubt(row.doubt)]), options(row)) for row in page.object_list],
        "may_decide": found.state == "checked" and request.actor.holds(*KEEP_REGISTER),
        "crumbs": [*crumbs(found), (chosen("待确认的企业", "Companies to decide"), "")],
    }
    return render(request, "imports/doubts.html", context)


def decide(request: Request, id: UUID) -> HttpResponse:
    """Keep what was said of the rows; when none is left open, the check is made anew."""
    now = read_clock()
    rest = request.POST.get("rest", "")
    with refusal_said(request):
        said = read_decisions(request.POST)
        if rest in {Choice.NEW.value, Choice.LEAVE.value}:
            services.decide_rest(sheet=id, choice=Choice(rest), said=said, actor=request.actor, now=now)
        else:
            services.decide_rows(sheet=id, decisions=said, actor=request.actor, now=now)
        flash.success(
            request, chosen("已保存。请重新检查，看结果怎样。", "Kept. Check once more to see what comes of it.")
        )
        return redirect("imports:sheet", id)
    return redirect("imports:doubts", id)


def options(row: SheetRow) -> list[dict[str, object]]:
    """Return what can be said of a row: each company that it may be, a new one, or nothing."""
    found: list[dict[str, object]] = [
        {
            "value": f"same {one['id']}",
            "label": f"{chosen(*CHOICE_NAMES[Choice.SAME])}：{one['name']}"
            if not in_english()
            else f"{chosen(*CHOICE_NAMES[Choice.SAME])}: {one['name']}",
            "detail": "，".join(part for part in (one["code"], one["en" if in_english() else "zh"]) if part),
            "is_chosen": row.choice == Choice.SAME and str(row.chosen) == one["id"],
        }
        for one in row.candidates
    ]
    others = [Choice.LEAVE] if row.doubt == Doubt.OTHER_NAME else [Choice.NEW, Choice.LEAVE]
    found += [
        {"value": one.value, "label": chosen(*CHOICE_NAMES[one]), "detail": "", "is_chosen": row.choice == one}
        for one in others
    ]
    return found


def company_of(row: SheetRow) -> str:
    """Return the page of the company that a row is about; of a new one there is none yet, or none any more."""
    is_known = row.company is not None and row.outcome == Outcome.MATCHED.value
    return reverse("companies:portrait", args=(row.company,)) if is_known else ""


ROWS: Listing[SheetRow] = Listing(
    zh="各行的结果",
    en="Row by row",
    columns=(
        Column("row", "行", "Row", lambda row: row.row, ("row",), kind="number"),
        Column("outcome", "结果", "Outcome", lambda row: chosen(*OUTCOME_NAMES[Outcome(row.outcome)]), ("outcome",)),
        Column("name", "表里的名称", "Name in the sheet", lambda row: row.name, ("name",), company_of, "wide"),
        Column("code", "代码", "Code", lambda row: row.code, ("code",)),
        Column(
            "doubt", "疑问", "Doubt", lambda row: chosen(*DOUBT_NAMES[Doubt(row.doubt)]) if row.doubt else "", ("doubt",)
        ),
    ),
    order=("row",),
    filters=(
        Filter(
            "outcome", "结果", "Outcome", [(one.value, *OUTCOME_NAMES[one]) for one in Outcome],
            lambda rows, value: rows.filter(outcome=value),
        ),
    ),
    search=lambda rows, text: rows.filter(name__icontains=text) | rows.filter(code__icontains=text),
    search_hint=("名称或代码的一部分", "part of a name or code"),
    empty=("还没有检查。", "It has not been checked yet."),
)  # fmt: skip

FAULTS: Listing[SheetFault] = Listing(
    zh="有问题的单元格",
    en="Cells that are wrong",
    columns=(
        Column("cell", "单元格", "Cell", lambda row: row.cell, ("row", "column")),
        Column("what", "列", "Column", lambda row: row.what, ("what",)),
        Column("said", "问题", "What is wrong", lambda row: row.en if in_english() else row.zh, kind="wide"),
        Column("remedy", "怎么办", "What to do", lambda row: row.en_remedy if in_english() else row.zh_remedy, kind="wide"),
        Column(
            "severity", "后果", "Outcome",
            lambda row: chosen("整行不导入", "The row is left out") if row.is_error else chosen("这一格按未知处理", "The cell is taken as unknown"),
            ("is_error",),
        ),
    ),
    order=("row", "column", "id"),
    filters=(
        Filter(
            "severity", "后果", "Outcome", (("row", "整行不导入", "The row is left out"), ("cell", "这一格按未知处理", "The cell is taken as unknown")),
            lambda rows, value: rows.filter(is_error=value == "row"),
        ),
    ),
    search=lambda rows, text: rows.filter(zh__icontains=text) | rows.filter(what__icontains=text) | rows.filter(cell=text.upper()),
    search_hint=("单元格、列名或问题的一部分", "cell, column or part of the text"),
    empty=("没有发现问题。", "Nothing is wrong."),
)  # fmt: skip


def changes_listing(names: Mapping[str, tuple[str, str]]) -> Listing[SheetChange]:
    """Return the list of changes, with facts by their names."""
    return Listing(
        zh="改动",
        en="Changes",
        columns=(
            Column("cell", "单元格", "Cell", lambda row: row.cell, ("row", "id")),
            Column("company", "企业", "Company", lambda row: row.company_name, ("company_name",), kind="wide"),
            Column("fact", "数据项", "Fact", lambda row: chosen(*names.get(row.fact, (row.fact, row.fact))), ("fact",)),
            Column("period", "年度", "Year", lambda row: row.period, ("period",)),
            Column("before", "现在", "Now", lambda row: row.before, kind="number"),
            Column("after", "改为", "Becomes", lambda row: row.after, kind="number"),
        ),
        order=("row", "id"),
        search=lambda rows, text: rows.filter(company_name__icontains=text),
        search_hint=("企业名称的一部分", "part of the company's name"),
        empty=("没有改动：只有新增或相同的数据。", "Nothing is changed: facts are new or the same."),
    )
