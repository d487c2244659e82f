"""Two runs side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.comparing import CHANGES
from huiqi.casework.domain.rights import SEE_RUNS
from huiqi.casework.views.runs import RUNS, clause_money, money_of, run_address, shown_name
from huiqi.casework.views.shown import Money, money_change
from huiqi.ui.doors import Request, door
from huiqi.ui.exports import Sheet, workbook
from huiqi.ui.words import chosen

SHOWN_MOST = 100


@require_safe
@door(*SEE_RUNS)
def choose(request: Request, id: UUID) -> HttpResponse:
    """Go to the comparison with the run that was chosen (`?with=`)."""
    try:
        other = UUID(request.GET.get("with", ""))
    except ValueError as error:
        raise Http404 from error
    return redirect("casework:compare", other, id)


@require_safe
@door(*SEE_RUNS)
def compare(request: Request, id: UUID, other: UUID) -> HttpResponseBase:
    """Show what differs between two runs: `id` is before, `other` after."""
    found = queries.comparison(request.actor, before=id, after=other)
    kind = request.GET.get("kind", "")
    kinds = (kind,) if kind in CHANGES else ()
    if request.GET.get("format") == "xlsx":
        return changes_workbook(found)
    companies = queries.first_changed(found, kinds=kinds, most=SHOWN_MOST)
    context = {
        "found": found,
        "before_name": shown_name(found.before),
        "after_name": shown_name(found.after),
        "before_money": money_of(found.before),
        "after_money": money_of(found.after),
        "change": money_change(found.low, found.high),
        "pairs": [pair_shown(pair) for pair in found.pairs],
        "companies": [company_shown(one) for one in companies],
        "most": SHOWN_MOST,
        "kind": kind,
        "kinds": [(name, chosen(*words)) for name, words in CHANGES.items()],
        "crumbs": [
            (RUNS.title, reverse("casework:runs")),
            (shown_name(found.after), run_address(found.after)),
            (chosen("比较", "Comparison"), ""),
        ],
    }
    return render(request, "casework/compare.html", context)


def pair_shown(pair: Any) -> dict[str, object]:
    """Return a clause of both runs for the table."""
    counts = pair.difference.counts if pair.difference else {}
    before, after = (clause_money(one) if one else None for one in (pair.before, pair.after))
    nothing = Money(Decimal(0), Decimal(0))
    if pair.difference and pair.any.has_money:
        before, after = before or nothing, after or nothing
    return {
        "clause": pair.any,
        "before": pair.before,
        "after": pair.after,
        "is_counted": pair.difference is not None,
        "before_money": before,
        "after_money": after,
        "gained": counts.get("gained", 0),
        "lost": counts.get("lost", 0) + counts.get("doubtful", 0),
        "moved": counts.get("more", 0) + counts.get("less", 0) + counts.get("other", 0),
        "change": money_change(after.low - before.low, after.high - before.high) if before and after else "",
    }


def company_shown(one: Any) -> dict[str, object]:
    """Return a company that changed for the table."""
    ends = [Money(low, high).full if high is not None else "" for low, high in (one.before, one.after)]
    return {
        "company": one,
        "kind": chosen(*CHANGES[one.kind]),
        "clause": chosen(one.clause_zh, one.clause_en),
        "before": ends[0],
        "after": ends[1],
        "address": reverse("casework:trace", args=[one.run, one.policy, one.clause, one.company]),
    }


def changes_workbook(found: Any) -> HttpResponseBase:
    """Return every company that changed as an Excel file."""
    sheet = changes_sheet(found)
    return workbook(name=chosen("测算比较", "Comparison of runs"), heads=sheet.heads, rows=sheet.rows)


def changes_sheet(found: Any) -> Sheet:
    """Return every company that changed as a sheet."""
    heads = [
        chosen(*pair)
        for pair in (
            ("企业", "Company"), ("园区", "Park"), ("条款", "Clause"), ("变化", "Change"), ("原金额下限（元）", "Least before (yuan)"),
            ("原金额上限（元）", "Most before (yuan)"), ("新金额下限（元）", "Least after (yuan)"), ("新金额上限（元）", "Most after (yuan)"),
        )
    ]  # fmt: skip
    lines = (
        [one.name, one.park, chosen(one.clause_zh, one.clause_en), chosen(*CHANGES[one.kind]), *one.before, *one.after]
        for one in queries.changed_companies(found)
    )
    return Sheet(chosen("变化的企业", "Companies"), heads, lines)
