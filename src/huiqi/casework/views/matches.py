"""Whom a policy reaches now: companies that meet a clause or may meet it, with what is missing; searched, narrowed, exported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.rights import SEE_RUNS
from huiqi.casework.queries import MatchedClause
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

TITLE = ("政策匹配", "Matches")
ANSWERS = (("met", "符合", "Met"), ("unknown", "可能符合", "Possible"))
_SPOKEN = {value: (zh, en) for value, zh, en in ANSWERS}


@require_safe
@door(*SEE_RUNS)
def match_list(request: Request) -> HttpResponseBase:
    """Show whom a clause reaches."""
    clauses = queries.matched_clauses(request.actor, now=read_clock())
    if not clauses:
        return render(request, "casework/no_matches.html", {"title": chosen(*TITLE)})
    found = next((one for one in clauses if one.key == request.GET.get("clause")), None)
    if found is None:
        asked = QueryDict(mutable=True)
        asked["clause"] = clauses[0].key
        return redirect(f"{reverse('casework:matches')}?{asked.urlencode()}")
    rows = queries.matches(request.actor, clause=found)
    return show_list(
        request, listing(request.actor, found, clauses), rows, template="casework/matches.html", clause=found,
        reached=queries.reached(request.actor, clause=found),
    )  # fmt: skip


def listing(actor: Actor, found: MatchedClause, clauses: Sequence[MatchedClause]) -> Listing[Any]:
    """Return the list for one clause; another one is chosen like a filter."""
    choices = [
        (one.key, f"{one.policy_name[0]}：{one.name[0]}", f"{one.policy_name[1]}: {one.name[1]}") for one in clauses
    ]
    return Listing(
        zh=TITLE[0],
        en=TITLE[1],
        columns=columns(found),
        order=("outcome", "-high", "company__name_key", "pk"),
        filters=(
            Filter("clause", "条款", "Clause", choices, lambda rows, _: rows),
            Filter("answer", "结论", "Answer", ANSWERS, lambda rows, value: rows.filter(outcome=value)),
            Filter("park", "园区", "Park", register.park_choices(actor), lambda rows, value: rows.filter(company__within__contains=[UUID(value)])),
        ),
        search=lambda rows, text: rows.filter(company__in=register.organisations(actor, name=text).order_by()),
        search_hint=("名称、曾用名、信用代码、拼音", "Name, former name, code, pinyin"),
        empty=("现在没有企业符合或可能符合这一条款。", "No company meets this clause or may meet it now."),
    )  # fmt: skip


def columns(found: MatchedClause) -> list[Column[Any]]:
    """Return the columns; amounts only where the clause promises money."""
    shown: list[Column[Any]] = [
        Column("name", "企业", "Company", lambda row: row.company.name, ("company__name_key",), own_address, "wide"),
        Column("park", "园区", "Park", lambda row: row.company.parent.name if row.company.parent else "", ("company__parent__name_key",)),
        Column("answer", "结论", "Answer", lambda row: chosen(*_SPOKEN[row.outcome]), ("outcome",)),
    ]  # fmt: skip
    if found.has_money:
        shown += [
            Column("low", "至少（元）", "At least (yuan)", lambda row: row.low, ("low",), kind="number"),
            Column("high", "至多（元）", "At most (yuan)", lambda row: row.high, ("high",), kind="number"),
        ]
    return [
        *shown,
        Column("missing", "缺少", "Missing", lambda row: missing(row, found), kind="wide"),
        Column("since", "起自", "Since", lambda row: row.since, ("since",), kind="day"),
    ]


def missing(row: Any, found: MatchedClause) -> str:
    """Return in words what is missing."""
    return chosen("、", ", ").join(chosen(*found.words.get(name, (name, name))) for name in row.missing)


def own_address(row: Any) -> str:
    """Return where it is shown what a company can get, and why."""
    return reverse("casework:own", args=[row.company_id])
