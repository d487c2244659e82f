"""Budget lines: how much is where, the entries of one line, and opening new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ledger import queries, services
from huiqi.ledger.domain.kinds import KIND_WORDS, Kind
from huiqi.ledger.domain.rights import MAKE, SEE_BOOKS, SEE_LINES
from huiqi.ledger.domain.steps import STATE_NAMES, State
from huiqi.ledger.forms import LineForm, PayerForm
from huiqi.ledger.views.transfers import issued
from huiqi.ledger.views.transfers import listing as transfers_listing
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import set_choices, show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.ledger.models import Line

TITLE = ("预算与账目", "Budgets and books")


@require_safe
@door(*SEE_LINES)
def lines(request: Request) -> HttpResponseBase:
    """Show the lines with what is in each state."""
    found = queries.years(request.actor)
    year = request.GET.get("year", "")
    rows = queries.lines(request.actor)
    counted = rows.filter(year=int(year)) if year.isdecimal() and int(year) in found else rows
    return show_list(
        request, listing(found), rows, template="ledger/lines.html",
        slices=queries.totals(counted), may_keep=request.actor.holds(*MAKE), may_take=request.actor.holds(*SEE_BOOKS),
    )  # fmt: skip


@require_safe
@door(*SEE_LINES)
def line(request: Request, id: UUID) -> HttpResponseBase:
    """Show a line with its states and its entries."""
    page = queries.line_page(request.actor, id=id)
    rows = queries.statement(request.actor, line=id)
    title = chosen(*page.line.title)
    return show_list(
        request, issued(request, transfers_listing(("账目", "Entries"), without="line"), rows), rows, template="ledger/line.html",
        page=page, kind=KIND_WORDS[Kind(page.line.kind)], crumbs=[*crumbs(), (title, "")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def open_line(request: Request) -> HttpResponse:
    """Open a line."""
    now = read_clock()
    form = LineForm(request.POST or None, initial={"year": day_in_china(now).year})
    places = queries.places(request.actor)
    nothing = [("", "–")]
    set_choices(
        form,
        place=[(str(number), place.name) for number, place in enumerate(places)],
        payer=nothing + [(str(row.pk), chosen(*row.name)) for row in queries.payers(request.actor)],
        pool=nothing + queries.choices(queries.own_lines(request.actor, Kind.POOL)),
        ceilings=queries.choices(queries.own_lines(request.actor, Kind.CEILING)),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = services.LineSaid(
            within=places[int(said["place"])].within, code=said["code"], title=(said["title_zh"], said["title_en"]),
            year=said["year"], kind=Kind(said["kind"]), payer=form.chosen_id("payer"), pool=form.chosen_id("pool"),
            ceilings=[UUID(one) for one in said["ceilings"]],
        )  # fmt: skip
        with refusal_in(form):
            opened = services.open_line(said=asked, actor=request.actor, now=now)
            flash.success(request, chosen("已开立，尚无资金：请下达预算。", "Opened, and empty: set its budget next."))
            return redirect("ledger:line", opened.pk)
    return show_form(request, form, title=("开立预算", "Open a line"), crumbs=crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def add_payer(request: Request) -> HttpResponse:
    """Add a payer."""
    form = PayerForm(request.POST or None)
    places = queries.places(request.actor)
    set_choices(form, place=[(str(number), place.name) for number, place in enumerate(places)])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            services.add_payer(
                within=places[int(said["place"])].within, name=(said["name_zh"], said["name_en"]),
                actor=request.actor, now=read_clock(),
            )  # fmt: skip
            flash.success(request, chosen("已添加出资方。", "The payer is added."))
            return redirect("ledger:open_line")
    return show_form(request, form, title=("添加出资方", "Add a payer"), crumbs=crumbs())


def crumbs(row: Line | None = None) -> list[tuple[str, str]]:
    """Return the way to the lines, or to one of them."""
    path = [(chosen(*TITLE), reverse("ledger:lines"))]
    return path if row is None else [*path, (chosen(*row.title), reverse("ledger:line", args=(row.pk,)))]


def money(state: State) -> Column[Line]:
    """Return the column of a state."""
    cell: Callable[[Line], object] = lambda row: getattr(row, f"in_{state.value}")  # noqa: E731  # one line, one column
    return Column(state.value, *STATE_NAMES[state], cell, (f"in_{state.value}",), kind="number")


def listing(years: Sequence[int]) -> Listing[Line]:
    """Return the list of lines, with the years that there are."""
    return Listing(
        zh=TITLE[0],
        en=TITLE[1],
        columns=COLUMNS,
        order=("-year", "title_zh", "id"),
        filters=(
            Filter("year", "年度", "Year", [(str(year), str(year), str(year)) for year in years],
                   lambda rows, value: rows.filter(year=int(value))),
            Filter("kind", "种类", "Kind", [(kind.value, *KIND_WORDS[kind]) for kind in Kind],
                   lambda rows, value: rows.filter(kind=value)),
        ),
        search=lambda rows, text: (
            rows.filter(title_zh__icontains=text) | rows.filter(title_en__icontains=text)
            | rows.filter(code__icontains=text) | rows.filter(payer__name_zh__icontains=text)
        ),
        search_hint=("名称、用途编号或出资方", "title, what it is for, or payer"),
        empty=("还没有开立预算。", "No line is opened yet."),
    )  # fmt: skip


COLUMNS: Sequence[Column[Line]] = (
    Column("title", "名称", "Title", lambda row: chosen(*row.title), ("title_zh",),
           lambda row: reverse("ledger:line", args=(row.pk,)), "wide"),
    Column("kind", "种类", "Kind", lambda row: chosen(*KIND_WORDS[Kind(row.kind)]), ("kind",)),
    Column("year", "年度", "Year", lambda row: "" if row.year is None else str(row.year), ("year",)),
    Column("payer", "出资方", "Payer", lambda row: chosen(*row.payer.name) if row.payer else "", ("payer__name_zh",)),
    *(money(state) for state in State),
)  # fmt: skip
