"""Where sheets come from: the list, and what their columns mean, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.imports import queries
from huiqi.imports.queries import SEE_IMPORTS
from huiqi.imports.views.sheets import TITLE
from huiqi.kernel.clock import read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Listing, show_list
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.imports.queries.reach import CountedSource


@require_safe
@door(*SEE_IMPORTS)
def sources(request: Request) -> HttpResponseBase:
    """Show where sheets come from."""
    path = [(chosen(*TITLE), reverse("imports:sheets")), (LISTING.title, "")]
    return show_list(request, LISTING, queries.sources(request.actor), template="imports/list.html", crumbs=path)


@require_safe
@door(*SEE_IMPORTS)
def source(request: Request, id: UUID) -> HttpResponse:
    """Show what the columns of a source's sheets mean, and how that changed."""
    page = queries.source_page(request.actor, id=id, now=read_clock())
    path = [
        (chosen(*TITLE), reverse("imports:sheets")),
        (LISTING.title, reverse("imports:sources")),
        (page.source.name, ""),
    ]
    return render(request, "imports/source.html", {"page": page, "crumbs": path})


@require_safe
@door(*SEE_IMPORTS)
def version(request: Request, id: UUID, number: int) -> HttpResponse:
    """Hand a version of a map out as YAML, as `huiqi import --map` takes it."""
    name, text = queries.version_in_yaml(request.actor, id=id, number=number)
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


LISTING: Listing[CountedSource] = Listing(
    zh="数据来源",
    en="Sources",
    columns=(
        Column(
            "name", "来源", "Source", lambda row: row.name, ("name",), lambda row: reverse("imports:source", args=(row.pk,)), "wide"
        ),
        Column("place", "导入到", "Into", lambda row: row.organisation.name, ("organisation__name_key",)),
        Column("version", "列映射版本", "Version of the map", lambda row: row.version, ("version",), kind="number"),
        Column("imported", "导入次数", "Imports", lambda row: row.imported, ("imported",), kind="number"),
        Column("last", "最近一次", "Last", lambda row: row.last_at, ("last_at",), kind="day"),
    ),
    order=("name", "id"),
    search=lambda rows, text: rows.filter(name__icontains=text),
    search_hint=("来源的一部分", "part of the source"),
    empty=("还没有来源：上传第一个文件时就会有。", "No source yet: the first file brings one."),
)  # fmt: skip
