"""The ladder on a day, compared with an earlier one: counts, companies, titles that run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries
from huiqi.register.domain.ladder import NUMBERS, RUNGS, Ladder
from huiqi.register.domain.rights import KEEP_REGISTER, WATCH_WORK
from huiqi.register.domain.titles import BY_KEY, Level
from huiqi.register.forms.ladder import DaysForm
from huiqi.register.forms.undertakings import LEVEL_NAMES
from huiqi.register.views.published import shown
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from huiqi.register.models import Title
    from huiqi.register.queries.ladder import OnLadder

TITLE = ("梯度培育", "Ladder of titles")
MOVES = (
    ("up", "升级", "Moved up"),
    ("down", "降级", "Moved down"),
    ("out", "退出", "Fell out"),
    ("in", "新进入", "Came in"),
    ("same", "不变", "Stayed"),
)


@require_safe
@door(*WATCH_WORK)
def ladder(request: Request) -> HttpResponse:
    """Show the ladder."""
    day, before = days(request.GET)
    page = queries.ladder_page(request.actor, day=day, before=before)
    form = DaysForm(request.GET)
    context = {
        "form": form if form.errors else DaysForm(initial={"day": day, "before": before}),
        "page": page,
        "day": day,
        "before": before,
        "asked": f"day={day}&before={before}",
        "chart": chart(page.history),
        "label": chosen("持有各称号的企业数", "Companies with each title"),
        "figures": [shown(figure) for figure in page.figures],
        "may_keep": request.actor.holds(*KEEP_REGISTER),
    }
    return render(request, "register/ladder.html", context)


@require_safe
@door(*WATCH_WORK)
def companies(request: Request) -> HttpResponseBase:
    """Show who stands where, and who moved."""
    day, before = days(request.GET)
    rows = queries.on_ladder(request.actor, day=day, before=before)
    listing = company_listing(day, before, asked=request.GET)
    return show_list(request, listing, rows, crumbs=[*crumbs(), (listing.title, "")])


@require_safe
@door(*WATCH_WORK)
def expiring(request: Request) -> HttpResponseBase:
    """Show titles that run out soon."""
    rows = queries.expiring_titles(request.actor, day=day_in_china(read_clock()))
    return show_list(request, EXPIRING, rows, crumbs=[*crumbs(), (EXPIRING.title, "")])


def days(asked: QueryDict) -> tuple[date, date]:
    """Return the day that is asked for, or today, and the one before, or the same day a year earlier."""
    form = DaysForm(asked)
    found = form.cleaned_data if form.is_valid() else {}
    day = found.get("day") or day_in_china(read_clock())
    # The first of March stands for a 29th of February that the year before has not.
    year_ago = date(day.year - 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
    return day, found.get("before") or year_ago


def crumbs() -> list[tuple[str, str]]:
    """Return the way to the ladder."""
    return [(chosen(*TITLE), reverse("register:ladder"))]


def chart(history: Sequence[tuple[date, Ladder]]) -> dict[str, object]:
    """Return the lines of the chart: companies with each title at the ends of years and on the day."""
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0},
        "grid": {"left": 48, "right": 16, "top": 16, "bottom": 56},
        "xAxis": {"type": "category", "data": [f"{day:%Y-%m-%d}" for day, _ in history]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {
                "type": "line",
                "name": chosen(BY_KEY[kind].zh, BY_KEY[kind].en),
                "data": [found.rungs[number - 1].holders for _, found in history],
            }
            for kind, number in NUMBERS.items()
        ],
    }


def rung_name(number: int) -> str:
    """Return the name of a rung; nothing for none."""
    kind = BY_KEY[RUNGS[number - 1]] if number else None
    return chosen(kind.zh, kind.en) if kind else ""


def unchanged(rows: QuerySet[OnLadder], value: str) -> QuerySet[OnLadder]:
    """Return the rows: the days are in them already."""
    return rows


def company_listing(day: date, before: date, *, asked: QueryDict) -> Listing[OnLadder]:
    """Return the list of companies on one of two days; days that were asked for stay when it is sorted and paged."""
    both = (("day", day, "按哪一天", "As of"), ("before", before, "与哪一天比", "Compared with"))
    kept = [
        Filter(key, zh, en, [(str(one), str(one), str(one))], unchanged) for key, one, zh, en in both if key in asked
    ]
    rungs = [(key, BY_KEY[key].zh, BY_KEY[key].en) for key in RUNGS]
    return Listing(
        zh="梯度企业名单",
        en="Companies on the ladder",
        columns=(
            Column("name", "企业", "Company", lambda row: row.name, ("name_key",), kind="wide"),
            Column("code", "统一社会信用代码", "Credit code", lambda row: row.credit_code),
            Column("park", "园区", "Park", lambda row: row.parent and row.parent.name, ("parent__name_key",)),
            Column("before", f"{before}所在层级", f"Rung on {before}", lambda row: rung_name(row.rung_before), ("rung_before",)),
            Column("now", f"{day}所在层级", f"Rung on {day}", lambda row: rung_name(row.rung), ("rung",)),
        ),
        order=("-rung", "name_key", "id"),
        filters=(
            Filter("how", "变化", "Change", MOVES, queries.moved),
            Filter("rung", "层级（最高）", "Highest rung", rungs, lambda rows, value: rows.filter(rung=NUMBERS[value])),
            Filter("title", "持有称号", "Holds", rungs, lambda rows, value: queries.holding(rows, kind=value, day=day)),
            *kept,
        ),
        search=lambda rows, text: rows.filter(name__icontains=text),
        search_hint=("企业名称的一部分", "part of the company's name"),
        empty=("这两天都没有梯度企业。", "No company is on the ladder on these days."),
    )  # fmt: skip


def kind_name(row: Title) -> str:
    """Return what the title is called."""
    kind = BY_KEY[row.kind]
    return chosen(kind.zh, kind.en)


EXPIRING: Listing[Title] = Listing(
    zh=f"{queries.SOON_DAYS}天内到期的称号",
    en=f"Titles that run out within {queries.SOON_DAYS} days",
    columns=(
        Column("name", "企业", "Company", lambda row: row.organisation.name, ("organisation__name_key",), kind="wide"),
        Column("code", "统一社会信用代码", "Credit code", lambda row: row.organisation.credit_code),
        Column("title", "称号", "Title", kind_name, ("kind",)),
        Column("level", "级别", "Level", lambda row: chosen(*LEVEL_NAMES[Level(row.level)]) if row.level else ""),
        Column("number", "证书编号", "Number", lambda row: row.number),
        Column("end", "不再有效", "No longer from", lambda row: row.valid_to, ("valid_to",), kind="day"),
    ),
    order=("valid_to", "organisation__name_key", "id"),
    filters=(
        Filter(
            "title", "称号", "Title", [(key, BY_KEY[key].zh, BY_KEY[key].en) for key in RUNGS],
            lambda rows, value: rows.filter(kind=value),
        ),
    ),
    search=lambda rows, text: rows.filter(organisation__name__icontains=text),
    search_hint=("企业名称的一部分", "part of the company's name"),
    empty=("没有即将到期的称号。", "No title runs out soon."),
)  # fmt: skip
