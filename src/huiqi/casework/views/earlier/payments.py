"""What was paid before Huiqi: the list of all that counts, and the clauses of which nothing is known yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework.domain.earlier.states import AGREE, ENTER, SAY_NONE, SEE_EARLIER, SEE_FILES, SEE_OWN
from huiqi.casework.queries.earlier import files as known
from huiqi.casework.queries.earlier.unknown import clauses_before
from huiqi.casework.services.earlier import nothing
from huiqi.casework.services.earlier.failing import CannotBringIn
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once, refused
from huiqi.ui.words import chosen, in_english, spoken

TITLE: Final = ("此前支付", "Paid before Huiqi")


@require_safe
@door(*SEE_EARLIER, *SEE_OWN)
def payments(request: Request) -> HttpResponseBase:
    """Show the payments within reach that count."""
    rows = known.earlier_payments(request.actor)
    return show_list(
        request, payment_list(known.files_seen(request.actor), known.clauses_paid(request.actor, now=read_clock())), rows,
        template="casework/earlier/payments.html", counted=known.counted(rows), may_add=request.actor.holds(*ENTER),
        may_see_files=request.actor.holds(*SEE_FILES), may_see_clauses=request.actor.holds(*SEE_EARLIER),
    )  # fmt: skip


def payment_list(openable: Collection[UUID], clauses: list[tuple[str, str, str]]) -> Listing[Any]:
    """Return the list of payments; files that the actor may open are linked."""

    def address(one: Any) -> str:
        return reverse("casework:earlier_file", args=[one.file_id]) if one.file_id in openable else ""

    return replace(
        PAYMENTS,
        columns=(*PAYMENTS.columns, Column("file", "来自文件", "From", lambda one: one.file.name, ("file__name",), address)),
        filters=(Filter("clause", "条款", "Clause", clauses, of_clause),),
    )  # fmt: skip


def of_clause(rows: Any, value: str) -> Any:
    """Return the payments under a clause."""
    policy, _, clause = value.partition("/")
    return rows.filter(policy=policy, clause=clause)


PAYMENTS: Listing[Any] = Listing(
    zh=TITLE[0],
    en=TITLE[1],
    columns=(
        Column("name", "企业", "Company", lambda one: one.name or one.code, ("name",), kind="wide"),
        Column("code", "信用代码", "Credit code", lambda one: one.code, ("code",)),
        Column("clause", "条款（清单里的叫法）", "Clause (as listed)", lambda one: one.clause_said, ("policy", "clause"), kind="wide"),
        Column("year", "年度", "Year", lambda one: str(one.year), ("year",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
        Column("day", "拨付日期", "Paid on", lambda one: one.paid_on, ("paid_on",), kind="day"),
        Column("document", "凭证", "Document", lambda one: one.document, ("document",)),
        Column("note", "备注", "Note", lambda one: one.note, ("note",)),
        Column("row", "行", "Row", lambda one: one.row, ("row",), kind="number"),
    ),
    order=("-paid_on", "-id"),
    search=lambda rows, text: rows.filter(
        Q(name__icontains=text) | Q(code__icontains=text) | Q(clause_said__icontains=text) | Q(document__icontains=text)
    ),
    search_hint=("企业、信用代码、条款、凭证", "Company, credit code, clause, document"),
    empty=(
        "还没有导入启用惠企以前的支付。限额要看以前的，就先导入，或说明没有。",
        "No payment from before Huiqi is here. Where limits look back, bring them in, or state that there were none.",
    ),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_EARLIER)
@once
def clauses(request: Request) -> HttpResponse:
    """Show the clauses whose limits look back before Huiqi, with what is known; state that nothing was paid, confirm it, or take it back."""
    now = read_clock()
    zones = list(register.within_reach(request.actor, *SEE_EARLIER).filter(kind="zone").values_list("pk", "name"))
    if request.method == "POST":
        return state(request)
    english = in_english()
    context = {
        "zones": [(key, name, clauses_before(request.actor, zone=key, now=now)) for key, name in zones],
        "may_state": request.actor.holds(*SAY_NONE),
        "may_agree": request.actor.holds(*AGREE),
        "me": request.actor.person,
        "may_add": request.actor.holds(*ENTER),
        "english": english,
        "crumbs": [(chosen(*TITLE), reverse("casework:earlier_payments")), (chosen("条款", "Clauses"), "")],
    }
    return render(request, "casework/earlier/clauses.html", context)


def state(request: Request) -> HttpResponse:
    """State that nothing was paid under a clause before Huiqi, confirm it, or take it back."""
    post, now = request.POST, read_clock()
    try:
        zone, clause = UUID(post.get("zone", "")), post.get("clause", "")[:401]
        if post.get("act") == "confirm":
            nothing.confirm_nothing(zone=zone, clause=clause, actor=request.actor, now=now)
        elif post.get("act") == "take_back":
            nothing.take_back_nothing(zone=zone, clause=clause, actor=request.actor, now=now)
        else:
            nothing.state_nothing(zone=zone, clause=clause, reason=post.get("reason", ""), actor=request.actor, now=now)
    except ValueError:
        return HttpResponse(status=400)
    except CannotBringIn as error:
        refused(request, spoken(error))
    else:
        flash.success(request, chosen("已记录。", "Recorded."))
    return redirect("casework:earlier_clauses")
