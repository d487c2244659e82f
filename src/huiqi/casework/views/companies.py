"""The list of companies."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries as register
from huiqi.register.domain.industries import BY_DIVISION, SECTIONS, SIZES
from huiqi.register.domain.rights import SEE_COMPANIES
from huiqi.register.domain.titles import BY_KEY, KINDS
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen


@require_safe
@door(*SEE_COMPANIES)
def companies(request: Request) -> HttpResponseBase:
    """List the companies that the actor may see."""
    day = day_in_china(read_clock())
    rows = register.companies(request.actor, day=day)
    return show_list(request, listing(request.actor, day), rows, template="casework/company/list.html")


def listing(actor: Actor, day: date) -> Listing[Any]:
    """Return the list, with the parks that the actor sees."""
    return Listing(
        zh="企业",
        en="Companies",
        columns=COLUMNS,
        order=("name_key", "id"),
        filters=(
            Filter("park", "园区", "Park", register.park_choices(actor), lambda rows, value: register.within_park(rows, UUID(value))),
            Filter(
                "section", "行业门类", "Industry section",
                [(one.letter, f"{one.letter} {one.zh}", f"{one.letter} {one.en}") for one in SECTIONS], register.of_section,
            ),
            Filter("size", "规模", "Size", [(key, *names) for key, names in SIZES.items()], register.of_size),
            Filter(
                "title", "有效称号", "Holds the title", [(kind.key, kind.zh, kind.en) for kind in KINDS],
                lambda rows, value: register.holding_title(rows, value, actor=actor, day=day),
            ),
        ),
        search=register.matching,
        best_first=("rank",),
        search_hint=("名称、曾用名、信用代码、拼音", "Name, former name, code, pinyin"),
        empty=("还没有企业。导入企业名单后，这里就会列出。", "No companies yet. They are listed here once they are imported."),
    )  # fmt: skip


def industry(row: Any) -> str:
    """Return the section of a company's industry, and its code."""
    section = BY_DIVISION.get((row.industry or "")[:2])
    return f"{chosen(section.zh, section.en)} {row.industry}" if section else row.industry or ""


COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "name", "名称", "Name", cell=lambda row: row.name, sort=("name_key",), kind="wide",
        link=lambda row: reverse("companies:portrait", args=[row.pk]),
    ),
    Column("code", "统一社会信用代码", "Credit code", cell=lambda row: row.credit_code, sort=("credit_code",)),
    Column("park", "园区", "Park", cell=lambda row: row.parent.name if row.parent else "", sort=("parent__name_key",)),
    Column("industry", "行业", "Industry", cell=industry),
    Column("size", "规模", "Size", cell=lambda row: chosen(*SIZES[row.size]) if row.size in SIZES else row.size),
    Column(
        "titles", "有效称号", "Titles",
        cell=lambda row: chosen("、", ", ").join(chosen(BY_KEY[one.kind].zh, BY_KEY[one.kind].en) for one in row.held),
    ),
    Column("changed", "数据更新", "Last change", cell=lambda row: row.changed_at, kind="day"),
)  # fmt: skip
