"""The audit trail for auditors: the list, one act, and whether the chain holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.kernel.trail_check import last_check
from huiqi.register import queries, services
from huiqi.register.domain.trail_words import kind_words, words_of
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.templatetags.elements import acting
from huiqi.ui.words import chosen

_AREAS = (
    ("register.account", "账户与登录", "Accounts and log-in"),
    ("register.role", "角色", "Roles"),
    ("register.facts", "事实", "Facts"),
    ("register", "企业库", "Register"),
    ("rulebook", "政策库", "Rulebook"),
    ("casework", "运行与办理", "Casework"),
    ("ledger", "资金与账目", "Money and books"),
    ("messages", "消息", "Messages"),
    ("kernel", "系统", "System"),
)

TRAIL: Listing[Any] = Listing(
    zh="审计记录",
    en="Audit trail",
    columns=(
        Column("number", "序号", "Number", cell=lambda row: row.number, sort=("number",), kind="number"),
        Column(
            "act", "事项", "Act",
            cell=lambda row: chosen(*words_of(row.code)), sort=("code",),
            link=lambda row: reverse("register:trail_entry", args=[row.number]), kind="day",
        ),
        Column("at", "时间", "When", cell=lambda row: row.recorded_at, kind="day"),
        Column("who", "何人", "Who", cell=lambda row: acting(row.actor_name), sort=("actor_name",)),
        Column("organisation", "单位", "Organisation", cell=lambda row: row.organisation_name, kind="wide"),
        Column("subject", "对象", "Subject", cell=lambda row: f"{chosen(*kind_words(row.subject_kind))} {row.subject}", kind="wide"),
        Column("code", "代码", "Code", cell=lambda row: row.code),
    ),
    order=("-number",),
    filters=(
        Filter("area", "范围", "Area", _AREAS, narrow=lambda rows, value: rows.filter(code__startswith=f"{value}.")),
    ),
    search=queries.sought,
    search_hint=("姓名、单位、编号、代码或日期 2026-03-02，可用空格并列", "Name, organisation, identifier, code or day 2026-03-02; words are joined"),
    empty=("还没有记录。", "Nothing is recorded yet."),
)  # fmt: skip


@require_safe
@door(Role.AUDITOR)
def trail(request: Request) -> HttpResponseBase:
    """List what was done by whom, and say whether the chain held when it was verified last."""
    rows, check = queries.trail(request.actor), last_check()
    flaws = [(flaw.number, chosen(flaw.zh, flaw.text)) for flaw in check.flaws] if check else []
    return show_list(request, TRAIL, rows, template="register/trail.html", check=check, flaws=flaws)


@require_safe
@door(Role.AUDITOR)
def trail_entry(request: Request, number: int) -> HttpResponse:
    """Show one act, from what to what."""
    entry = queries.trail_entry(request.actor, number=number)
    title = chosen(*words_of(entry.code))
    crumbs = [(TRAIL.title, reverse("register:trail")), (f"{number}", "")]
    context = {"entry": entry, "title": title, "kind": chosen(*kind_words(entry.subject_kind)), "crumbs": crumbs}
    return render(request, "register/trail_entry.html", context)


@require_POST
@door(Role.AUDITOR)
def check_trail(request: Request) -> HttpResponse:
    """Have the whole chain verified by a worker, and show how far it is."""
    title = ("核验审计记录", "Verify the audit trail")
    job = services.ask_for_check(title=title, actor=request.actor, now=read_clock())
    return redirect("work", id=job.pk)
