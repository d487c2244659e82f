"""The library of policies: by standing, level, theme, validity and spokesperson, searched in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.words import Pair
from huiqi.rulebook import queries
from huiqi.rulebook.domain.drafting import STATES
from huiqi.rulebook.domain.labels import LEVELS, THEMES, label
from huiqi.rulebook.domain.rights import DRAFT, SEE_DRAFTS, STAFF
from huiqi.rulebook.domain.standing import STANDINGS
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.rulebook.queries.library import StandingPolicy


@require_safe
@door(*STAFF)
def library(request: Request) -> HttpResponseBase:
    """Show the policies of the zone."""
    day = day_in_china(read_clock())
    rows = queries.library(request.actor, day=day)
    table = listing(queries.themes(rows), day, with_drafts=request.actor.holds(*SEE_DRAFTS))
    may_draft = request.actor.holds(*DRAFT)
    warned = queries.warnings(request.actor, day=day)
    return show_list(request, table, rows, template="rulebook/library.html", may_draft=may_draft, warnings=warned)


def listing(themes: Sequence[str], day: date, *, with_drafts: bool) -> Listing[StandingPolicy]:
    """Return the list of policies, with the themes that there are, and with their drafts for those who may see them."""
    return Listing(
        zh="政策库",
        en="Policy library",
        columns=(*COLUMNS, DRAFTED) if with_drafts else COLUMNS,
        order=("title_zh", "policy"),
        filters=(
            Filter("standing", "状态", "Standing", choices(STANDINGS), by_standing),
            Filter("level", "层级", "Level", choices(LEVELS), by_level),
            Filter("theme", "主题", "Theme", [(code, *label(THEMES, code)) for code in themes], by_theme),
            Filter("ends", "有效期", "Validity", ENDS, lambda rows, value: by_end(rows, value, day)),
            Filter("speaker", "政策发言人", "Spokesperson", SPEAKERS, by_speaker),
        ),
        search=queries.looked_for,
        search_hint=("如：研发费用 补贴", "such as: R&D subsidy"),
        empty=("还没有发布任何政策。", "No policy is published yet."),
    )


def choices(table: Mapping[str, Pair]) -> list[tuple[str, str, str]]:
    """Return a table of words as choices."""
    return [(str(code), zh, en) for code, (zh, en) in table.items()]


ENDS = (
    ("open", "长期有效", "Without end"),
    ("year", "一年内到期", "Ends within a year"),
    ("past", "已结束", "Has ended"),
)
SPEAKERS = (("named", "已指定", "Named"), ("gap", "现行政策未指定", "Not named, in force"))


def by_standing(rows: QuerySet[StandingPolicy], value: str) -> QuerySet[StandingPolicy]:
    """Narrow to a standing."""
    if value in {"draft", "in_review"}:
        return rows.filter(draft_state="drafting" if value == "draft" else value)
    return rows.filter(standing=value)


def by_level(rows: QuerySet[StandingPolicy], value: str) -> QuerySet[StandingPolicy]:
    """Narrow to a level."""
    return rows.filter(level=value)


def by_theme(rows: QuerySet[StandingPolicy], value: str) -> QuerySet[StandingPolicy]:
    """Narrow to a theme."""
    return rows.filter(theme=value)


def by_end(rows: QuerySet[StandingPolicy], value: str, day: date) -> QuerySet[StandingPolicy]:
    """Narrow by when the last text ends."""
    match value:
        case "open":
            return rows.filter(ends=None, version__isnull=False)
        case "year":
            return rows.filter(ends__gte=day, ends__lte=day + timedelta(days=365))
        case _:
            return rows.filter(ends__lt=day)


def by_speaker(rows: QuerySet[StandingPolicy], value: str) -> QuerySet[StandingPolicy]:
    """Narrow to policies that have a spokesperson, or to those in force that have none."""
    return queries.unspoken(rows) if value == "gap" else rows.exclude(spokesperson="")


def title(row: StandingPolicy) -> str:
    """Return the title in the language in use."""
    return chosen(*row.title)


def validity(row: StandingPolicy) -> str:
    """Return from when to when a policy holds."""
    if row.starts is None:
        return ""
    return f"{row.starts:%Y-%m-%d} – {f'{row.ends:%Y-%m-%d}' if row.ends else chosen('长期', 'no end')}"


def page_of(row: StandingPolicy) -> str:
    """Return the address of a policy's page."""
    return reverse("rulebook:policy", args=(row.policy,))


DRAFTED: Column[StandingPolicy] = Column(
    "draft", "草案", "Draft", lambda row: chosen(*STATES[row.draft_state]) if row.draft_state else "", ("draft_state",)
)
COLUMNS: Sequence[Column[StandingPolicy]] = (
    Column("title", "政策", "Policy", title, ("title_zh",), page_of, "wide"),
    Column("standing", "状态", "Standing", lambda row: chosen(*STANDINGS[row.standing]), ("standing",)),
    Column("level", "层级", "Level", lambda row: chosen(*label(LEVELS, row.level)), ("level",)),
    Column("theme", "主题", "Theme", lambda row: chosen(*label(THEMES, row.theme)), ("theme",)),
    Column("validity", "有效期", "Validity", validity, ("starts", "ends"), kind="day"),
    Column("issuer", "发布机关", "Issuer", lambda row: row.issuer, ("issuer",), kind="wide"),
    Column("speaker", "政策发言人", "Spokesperson", lambda row: row.spokesperson, ("spokesperson",)),
)
