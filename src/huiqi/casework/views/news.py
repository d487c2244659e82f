"""What changed for a company under the policies, and when: its past news in one list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.news import KIND_NAMES
from huiqi.casework.domain.rights import SEE_NEWS
from huiqi.kernel.clock import read_clock
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen


@require_safe
@door(*SEE_NEWS)
def news(request: Request, id: UUID) -> HttpResponseBase:
    """List what changed for a company."""
    found = queries.company_news(request.actor, company=id, now=read_clock())
    listing = news_list(found)
    crumbs = [
        (chosen("可享政策", "What we can get"), reverse("casework:companies")),
        (found.name, reverse("casework:own", args=[id])),
        (listing.title, ""),
    ]
    return show_list(request, listing, found.rows, crumbs=crumbs)


def news_list(found: queries.CompanyNews) -> Listing[Any]:
    """Return the list of a company's news."""

    def what(row: Any) -> str:
        lines = queries.lines_of(row, found.clauses)
        return chosen("；", "; ").join(
            chosen(f"{kind[0]}：{'、'.join(zh for zh, _ in names)}", f"{kind[1]}: {', '.join(en for _, en in names)}")
            for kind, names in lines
        )

    return Listing(
        zh="以往变化",
        en="What changed",
        columns=(
            Column("at", "时间", "When", cell=lambda row: row.at, sort=("at",), kind="day"),
            Column("what", "变化", "What", cell=what, kind="wide"),
        ),
        order=("-at", "-id"),
        filters=(
            Filter(
                "kind", "变化", "Change", [(key, *words) for key, words in KIND_NAMES.items()],
                lambda rows, value: rows.filter(content__has_key=value),
            ),
        ),
        search=lambda rows, text: queries.telling_of(rows, text, found.clauses),
        search_hint=("条款名称", "Name of a clause"),
        empty=("还没有变化。数据或政策变动后，影响本企业的会列在这里。", "Nothing has changed yet. What a new fact or policy changes for the company is listed here."),
    )  # fmt: skip
