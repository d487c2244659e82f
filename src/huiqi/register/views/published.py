"""Published figures: the list with what follows from each, and the form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.domain.published import QUALIFIER_WORDS, TOPICS, Published, Qualifier
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.forms.published import FigureForm
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen, in_english

if TYPE_CHECKING:
    from huiqi.register.models import PublishedFigure

TITLE = ("公布数据", "Published figures")


@require_safe
@door(*WATCH_WORK)
def figures(request: Request) -> HttpResponseBase:
    """Show what was published."""
    rows = queries.published_figures(request.actor)
    may_add = request.actor.holds(*KEEP_REGISTER)
    return show_list(request, LISTING, rows, template="register/figures.html", may_add=may_add)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def add(request: Request) -> HttpResponse:
    """Record a figure."""
    places, wholes = queries.places_to_keep(request.actor), queries.wholes(request.actor)
    first = {"qualifier": "=", "topic": request.GET.get("topic", "")}
    form = FigureForm(request.POST or None, places=places, wholes=wholes, initial=first)
    if request.method == "POST" and form.is_valid():
        home = UUID(form.cleaned_data["organisation"])
        with refusal_in(form, queries.CannotSee):
            services.record_figure(organisation=home, said=form.said(), actor=request.actor, now=read_clock())
            flash.success(request, chosen("已登记。", "Recorded."))
            return redirect("register:figures")
    return show_form(request, form, title=("登记公布数据", "Record a published figure"), crumbs=crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def edit(request: Request, id: UUID) -> HttpResponse:
    """Change a figure."""
    row = queries.published_figure(request.actor, id=id)
    wholes = [one for one in queries.wholes(request.actor) if one[0] != str(id)]
    form = FigureForm(request.POST or None, wholes=wholes, initial=initial(row))
    if request.method == "POST" and form.is_valid():
        seen_at = form.cleaned_data["seen_at"] or row.changed_at
        with refusal_in(form, queries.CannotSee):
            services.change_figure(id=id, said=form.said(), seen_at=seen_at, actor=request.actor, now=read_clock())
            flash.success(request, chosen("已保存。", "Saved."))
            return redirect("register:figures")
    return show_form(request, form, title=("更改公布数据", "Change a published figure"), crumbs=crumbs())


def initial(row: PublishedFigure) -> dict[str, object]:
    """Return what the form shows first."""
    names = ("topic", "zh", "en", "unit_zh", "unit_en", "as_of", "source")
    own = row.published
    first = {name: getattr(row, name) for name in names}
    number = {"value": own.value if own else None, "qualifier": row.qualifier or Qualifier.EXACTLY.value}
    return first | number | {"part_of": row.part_of_id, "seen_at": row.changed_at}


def crumbs() -> list[tuple[str, str]]:
    """Return the way to the list."""
    return [(chosen(*TITLE), reverse("register:figures"))]


def shown(figure: PublishedFigure) -> dict[str, object]:
    """Return a figure with what follows from it, in words."""
    return {
        "name": chosen(figure.zh, figure.en),
        "figure": with_unit(figure, figure.published) or chosen("总数未公布", "no total published"),
        "follows": follows(figure),
        "as_of": figure.as_of,
        "source": figure.source,
    }


def with_unit(figure: PublishedFigure, number: Published | None) -> str:
    """Return a number with its word and unit; nothing where there is none."""
    if number is None:
        return ""
    return number.words(english=in_english()) + chosen(figure.unit_zh, f" {figure.unit_en}").rstrip()


def follows(figure: PublishedFigure) -> str:
    """Return what follows from a figure and its parts, in words."""
    derived = queries.derived(figure)
    said = []
    if derived.sum_of_parts:
        number = with_unit(figure, derived.sum_of_parts)
        said.append(chosen(f"分项合计{number}", f"its parts come to {number}"))
    if derived.rest and derived.rest.value:
        number = with_unit(figure, derived.rest)
        said.append(chosen(f"分项之外{number}", f"{number} beside its parts"))
    if derived.share and figure.part_of:
        number = derived.share.words(english=in_english())
        said.append(chosen(f"占“{figure.part_of.zh}”的{number}%", f"{number}% of {figure.part_of.en}"))
    return chosen("；", "; ").join(said)


def qualifier(row: PublishedFigure) -> str:
    """Return the word before the number."""
    if not row.qualifier:
        return ""
    return chosen(*QUALIFIER_WORDS[Qualifier(row.qualifier)]).strip() or chosen("恰好", "exactly")


LISTING: Listing[PublishedFigure] = Listing(
    zh=TITLE[0],
    en=TITLE[1],
    columns=(
        Column(
            "name", "指标", "Figure", lambda row: chosen(row.zh, row.en), ("zh",),
            lambda row: reverse("register:figure_edit", args=(row.pk,)), "wide",
        ),
        Column("topic", "主题", "Topic", lambda row: chosen(*TOPICS[row.topic]), ("topic",)),
        Column("qualifier", "限定词", "Qualifier", qualifier),
        Column(
            "value", "数值", "Value", lambda row: row.published.value if row.published else None, ("value",),
            kind="number",
        ),
        Column("unit", "单位", "Unit", lambda row: chosen(row.unit_zh, row.unit_en)),
        Column("as_of", "时点或时期", "As of", lambda row: row.as_of),
        Column("follows", "由此可知", "What follows", follows, kind="wide"),
        Column("home", "园区", "Place", lambda row: row.organisation.name, ("organisation__name_key",)),
        Column("source", "来源", "Source", lambda row: row.source, kind="wide"),
    ),
    order=("topic", "recorded_at", "id"),
    filters=(
        Filter(
            "topic", "主题", "Topic", [(key, *pair) for key, pair in TOPICS.items()],
            lambda rows, value: rows.filter(topic=value),
        ),
    ),
    search=lambda rows, text: rows.filter(zh__icontains=text) | rows.filter(en__icontains=text),
    search_hint=("指标名称的一部分", "part of the name"),
    empty=("还没有登记公布数据。", "No published figure is recorded yet."),
)  # fmt: skip
