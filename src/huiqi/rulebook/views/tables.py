"""The decision tables of a draft, edited as tables: saved and checked as they are typed, an input tried on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.checking import Finding
from huiqi.rulebook.domain.drafting import KINDS, STATES
from huiqi.rulebook.domain.rights import DRAFT, SEE_DRAFTS
from huiqi.rulebook.domain.table_content import CellProblem
from huiqi.rulebook.domain.table_text import CannotRewrite, rewritten
from huiqi.rulebook.domain.table_words import HITS, Column
from huiqi.rulebook.forms import TableForm, TryForm
from huiqi.rulebook.queries.tables import DraftTable, TableRemarks
from huiqi.rulebook.views.drafts import crumbs_of
from huiqi.ui.doors import Request, door
from huiqi.ui.templatetags.elements import readable
from huiqi.ui.words import chosen, spoken

ROWS_A_PAGE = 100
PROBLEMS_MOST = 50


@never_cache
@require_safe
@door(*SEE_DRAFTS)
def tables(request: Request, id: UUID) -> HttpResponse:
    """Show the decision tables of a draft, and one of them to be edited."""
    page = queries.draft_tables(
        request.actor, id=id, version=request.GET.get("version", ""), table=request.GET.get("table", "")
    )
    context: dict[str, object] = {
        "page": page,
        "kind": KINDS[page.draft.kind],
        "state": STATES[page.draft.state],
        "crumbs": crumbs_of(page.draft, (chosen("决策表", "Decision tables"), "")),
        "hits": HITS,
    }
    if page.table is not None and page.chosen is not None:
        paged = Paginator(list(enumerate(page.table.raw.rows, 1)), ROWS_A_PAGE)
        context |= {
            "table": page.table,
            "rows": paged.get_page(request.GET.get("page")),
            "data": {**as_data(page.table), "version": page.chosen.version, "table": page.chosen.id},
            "editor": f"{reverse('rulebook:editor', args=(id,))}?{urlencode({'path': page.table.path})}",
        }
    return render(request, "rulebook/tables.html", context)


@never_cache
@require_POST
@door(*DRAFT)
def save_table(request: Request, id: UUID) -> HttpResponse:
    """Save a table as it is being edited; answer with what the checks say of it, or with who saved in between."""
    now = read_clock()
    form = TableForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    said = form.cleaned_data
    name = {"version": said["version"], "table": said["table"]}
    answer: dict[str, object] = {}
    try:
        saved = services.save_table(
            draft=id, path=said["path"], wanted=said["content"], over=said["over"], actor=request.actor, now=now, **name
        )
    except services.CannotSave as error:
        base = queries.text_of(queries.draft_of(request.actor, id=id), path=said["path"], number=said["over"])
        text = rewritten(base.text, said["version"], said["table"], said["content"])
        return JsonResponse({"refused": spoken(error), "text": text})
    except services.CannotFill as error:
        return JsonResponse(
            {"refused": spoken(error), "cells": [problem_data(one) for one in error.problems[:PROBLEMS_MOST]]}
        )
    except (CannotRewrite, services.CannotDraft, services.CannotChange) as error:
        return JsonResponse({"refused": spoken(error)})
    answer["saved"] = chosen("已保存（第 {number} 稿，{at}）", "Saved (text {number}, {at})").format(
        number=saved.number, at=readable(saved.saved_at)
    )
    try:
        page = queries.draft_tables(request.actor, id=id, **name)
    except queries.CannotSeeTable:
        page = None
    if page is None or page.table is None:
        # It is saved, and the checks cannot read it as a table any more: the page goes on over that text.
        gone = chosen("已保存，但这张表现在读不出来，请改正刚才的修改，或打开文本。", "It is saved, but the table cannot be read now: mend the last change, or open the text.")  # fmt: skip
        return JsonResponse({"refused": gone, "over": saved.number})
    return JsonResponse({**answer, **as_data(page.table)})


@never_cache
@require_POST
@door(*SEE_DRAFTS)
def try_table(request: Request, id: UUID) -> HttpResponse:
    """Say which rows of a table match an input."""
    form = TryForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    found, table = queries.try_on_table(request.actor, id=id, today=day_in_china(read_clock()), **form.cleaned_data)
    problems = [chosen(*one) if one else "" for one in found.problems]
    return JsonResponse({
        "rows": found.rows, "unknown": found.unknown, "answering": found.answering, "problems": problems,
        "otherwise": table.otherwise is not None,
    })  # fmt: skip


def as_data(table: DraftTable) -> dict[str, object]:
    """Return a table as the page's script reads it."""
    raw = table.raw
    return {
        "path": table.path,
        "over": table.number,
        "hit": raw.hit,
        "inputs": [column(one) | {"text": text} for one, text in zip(table.shown.inputs, raw.inputs, strict=True)],
        "outputs": [column(one) for one in table.shown.outputs],
        "rows": [{"tests": row.tests, "answers": row.answers} for row in raw.rows],
        "otherwise": raw.otherwise,
        "file": raw.file,
        "choices": [[(text, chosen(*told)) for text, told in column] for column in table.choices],
        "names": table.names,
        "units": [(code, chosen(zh, code)) for code, zh in queries.UNITS.items()],
        "remarks": remarks_data(table.remarks),
    }


def column(one: Column) -> dict[str, object]:
    """Return a column as the page's script reads it."""
    return {"text": one.text, "name": chosen(*one.name), "unit": chosen(*one.unit)}


def remarks_data(remarks: TableRemarks) -> Mapping[str, object]:
    """Return what the checks say as the page's script reads it."""
    return {
        "rows": {
            str(row): [
                one | {"column": at}
                for one, (_, at) in zip(findings_data([one for one, _ in found]), found, strict=True)
            ]
            for row, found in remarks.rows.items()
        },
        "about": findings_data(remarks.about),
        "gaps": [{"input": gap.input, "cells": gap.cells} for gap in remarks.gaps],
        "more": remarks.has_more_gaps,
        "complete": remarks.complete,
        "errors": len(remarks.checked.errors),
        "warnings": len(remarks.checked.warnings),
    }


def problem_data(one: CellProblem) -> Mapping[str, object]:
    """Return why a cell cannot be saved as the page's script reads it."""
    return {"row": one.row, "column": one.column, "text": chosen(*one.said)}


def findings_data(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return findings as the page's script reads them."""
    return [
        {
            "wrong": one.is_error,
            "text": chosen(one.problem[0] or one.problem[1], one.problem[1]),
            "remedy": chosen(one.remedy[0] or one.remedy[1], one.remedy[1]),
            "title": chosen(*one.title),
        }
        for one in findings
    ]
