"""The companies under one clause of a run: by answer, park and reason, searched, sorted by amount, exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.claims.rights import REVIEW
from huiqi.casework.domain.payers import borne_in_all
from huiqi.casework.domain.rights import SEE_RUNS
from huiqi.casework.views.runs import RUNS, clause_money, run_address, shown_name
from huiqi.casework.views.shown import clause_tables
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen

ANSWERS = (("met", "符合", "Met"), ("unknown", "尚不能判断", "Unknown"), ("not_met", "不符合", "Not met"))
_SPOKEN = {value: (zh, en) for value, zh, en in ANSWERS}


@require_safe
@door(*SEE_RUNS)
def clause_page(request: Request, id: UUID, policy: str, clause: str) -> HttpResponseBase:
    """Show the companies under a clause."""
    run = queries.run_of(request.actor, id=id)
    found = queries.clause_of(run, policy=policy, clause=clause)
    rows = queries.clause_rows(queries.companies_of(run), queries.answers_of(found))
    crumbs = [
        (RUNS.title, reverse("casework:runs")),
        (f"{shown_name(run)} {run.day:%Y-%m-%d}", run_address(run)),
        (chosen(found.zh, found.en), ""),
    ]
    # A list asks this object for what it asks query sets for; see queries.clause_rows.
    asked: Any = rows
    rounds = [
        one for one in queries.opened_rounds(request.actor, run=run.pk) if (one.policy, one.clause) == (policy, clause)
    ]
    may_pay = request.actor.holds(*REVIEW) and found.has_money and found.met and not run.is_trial and not rounds
    return show_list(
        request, listing(run, found, rows), asked, template="casework/clause.html", run=run, clause=found, crumbs=crumbs,
        money=clause_money(found), tables=clause_tables(run.groups, found.groups, has_money=found.has_money),
        borne=borne_in_all(found.payers, found.borne) if found.payers else [], may_pay=may_pay, round=rounds[0] if rounds else None,
    )  # fmt: skip


def listing(run: Any, clause: Any, rows: queries.ClauseRows) -> Listing[Any]:
    """Return the list of companies: what can be chosen depends on what there is."""
    parks = sorted(zip(rows.companies.park_names, rows.companies.park_ids, strict=True))
    return Listing(
        zh=f"{clause.policy_zh}：{clause.zh}",
        en=f"{clause.policy_en}: {clause.en}",
        columns=columns(run, clause, rows),
        order=("outcome", "-high", "name"),
        filters=(
            Filter("answer", "结论", "Answer", ANSWERS, lambda some, value: some.narrow(value)),  # type: ignore[attr-defined]  # no query set: see clause_page
            Filter("park", "园区", "Park", [(key, name, name) for name, key in parks], lambda some, value: some.in_park(value)),  # type: ignore[attr-defined]  # the same
            Filter("reason", "原因", "Reason", reasons(clause), lambda some, value: some.failing(value)),  # type: ignore[attr-defined]  # the same
        ),
        search=lambda some, text: some.search(text),  # type: ignore[attr-defined]  # the same
        search_hint=("企业名称、信用代码、拼音首字母", "Name, credit code, pinyin initials"),
        empty=("这次测算的范围内没有企业。", "There was no company within this run."),
    )  # fmt: skip


def columns(run: Any, clause: Any, rows: queries.ClauseRows) -> Sequence[Column[Any]]:
    """Return the columns; the upper end of amounts stands apart only where some are ranges."""
    words: Mapping[str, Sequence[str]] = clause.words
    found: list[Column[Any]] = [
        Column("name", "企业", "Company", lambda row: row.name, ("name",), lambda row: trace_address(run, clause, row), "wide"),
        Column("code", "统一社会信用代码", "Credit code", lambda row: row.code),
        Column("park", "园区", "Park", lambda row: row.park, ("park",)),
        Column("answer", "结论", "Answer", lambda row: chosen(*_SPOKEN[row.outcome]), ("outcome",)),
    ]  # fmt: skip
    if clause.has_money:
        is_range = rows.answers.low != rows.answers.high
        first = ("至少（元）", "At least (yuan)") if is_range else ("金额（元）", "Amount (yuan)")
        found.append(Column("low", *first, lambda row: amount(row, row.low), ("low",), kind="number"))
        if is_range:
            found.append(Column("high", "至多（元）", "At most (yuan)", lambda row: amount(row, row.high), ("high",), kind="number"))  # fmt: skip
    found.append(Column("why", "原因", "Reason", lambda row: reason(row, words), kind="wide"))
    return found


def amount(row: Any, end: object) -> object:
    """Return an end of an amount; what is due and unknown is said, what is not due is left out."""
    if row.outcome == "not_met":
        return None
    return chosen("待定", "not known") if end is None and row.outcome == "met" else end


def reason(row: Any, words: Mapping[str, Sequence[str]]) -> str:
    """Return in words what refuses a company, or what is missing."""
    mark = chosen("、", ", ")
    if row.failed:
        return mark.join(chosen(*words.get(name, (name, name))) for name in row.failed)
    if row.missing:
        names = mark.join(chosen(*words.get(name, (name, name))) for name in row.missing)
        return chosen(f"缺少：{names}", f"Missing: {names}")
    return ""


def reasons(clause: Any) -> list[tuple[str, str, str]]:
    """Return the reasons that there are, as choices."""
    return [(name, zh, en) for name, (zh, en) in clause.words.items()]


def trace_address(run: Any, clause: Any, row: Any) -> str:
    """Return where a company's reasons are."""
    return reverse("casework:trace", args=[run.pk, clause.policy, clause.clause, row.company])
