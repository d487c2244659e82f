"""The list of clauses that pay without an application: seen, added to, agreed to, taken off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.listed import Listed, stands
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.rights import AGREE_LISTING, REVIEW, SEE_CLAIMS
from huiqi.casework.forms.claims.listed import ListedForm
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import NotVisible
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen


def state_of(one: Any) -> Listed:
    """Return where a clause on the list stands."""
    return stands(is_agreed=one.agreed_at is not None, is_off=one.taken_off_at is not None)


def address_of(one: Any) -> str:
    """Return where a clause of the list has its page."""
    return reverse("casework:listed_clause", args=[one.pk])


def narrow_state(rows: Any, value: str) -> Any:
    """Return the clauses that stand there."""
    is_off = value == Listed.OFF
    found = rows.filter(taken_off_at__isnull=not is_off)
    return found if is_off else found.filter(agreed_at__isnull=value == Listed.WAITING)


LISTED: Listing[Any] = Listing(
    zh="免申即享清单",
    en="Paid without application",
    columns=(
        Column("clause", "条款", "Clause", lambda one: chosen(one.zh, one.en), ("zh",), address_of, "wide"),
        Column("scope", "范围", "Over", lambda one: one.scope.name, ("scope__name_key",)),
        Column("state", "状态", "State", lambda one: chosen(*state_of(one).words)),
        Column("notice", "公示（工作日）", "Notice (working days)", lambda one: one.notice_days, ("notice_days",), kind="number"),
        Column("confirm", "确认（工作日）", "To confirm (working days)", lambda one: one.confirm_days, ("confirm_days",), kind="number"),
        Column("listed", "列入", "Listed by", lambda one: one.listed_by_name, ("listed_by_name",)),
        Column("agreed", "同意", "Agreed by", lambda one: one.agreed_by_name, ("agreed_by_name",)),
        Column("at", "列入日", "Since", lambda one: one.listed_at, ("listed_at",), kind="day"),
    ),
    order=("-listed_at", "-id"),
    filters=(Filter("state", "状态", "State", [(one.value, *one.words) for one in Listed], narrow_state),),
    search=lambda rows, text: rows.filter(Q(zh__icontains=text) | Q(en__icontains=text) | Q(article__icontains=text)),
    search_hint=("条款或依据", "Clause or article"),
    empty=(
        "清单是空的。列入后，企业的数据一符合就自动生成事项，不用申请。",
        "The list is empty. Once a clause is on it, whoever comes to meet it has its case made by itself.",
    ),
)  # fmt: skip


@require_safe
@door(*SEE_CLAIMS)
def listed_list(request: Request) -> HttpResponseBase:
    """Show the list within reach."""
    rows = queries.listed_clauses(request.actor)
    may_add = request.actor.holds(*REVIEW)
    return show_list(request, LISTED, rows, template="casework/claims/listed_list.html", may_add=may_add)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*REVIEW)
@once
def add(request: Request) -> HttpResponse:
    """Put a clause on the list."""
    now = read_clock()
    form = ListedForm(request.POST or None, initial={"confirm_days": 15})
    form.offer(queries.to_list(request.actor, now=now))
    if request.method == "POST" and form.is_valid():
        with refusal_in(form, NotVisible):
            made = services.list_clause(said=form.said(), actor=request.actor, now=now)
            flash.success(request, chosen("已列入，等待审批人同意。", "Listed; an approver has to agree."))
            return redirect("casework:listed_clause", made.pk)
    lead = (
        "列入并经审批人同意后，企业一符合条款就自动生成事项；信用、金额、争议都没有问题的，按这里的条件直接公示或请企业确认。",
        "Once an approver agrees, whoever comes to meet the clause has its case made by itself; an ordinary one goes to its notice or its company.",
    )
    crumbs = [(LISTED.title, reverse("casework:listed"))]
    return show_form(
        request, form, title=("列入清单", "Put on the list"), button=("列入", "Put on it"), crumbs=crumbs, lead=lead
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_CLAIMS)
@once
def listed_page(request: Request, id: UUID) -> HttpResponse:
    """Show one clause of the list; agree to it, or take it off."""
    one = queries.listed_clause(request.actor, id=id)
    if request.method == "POST":
        with refusal_said(request):
            ACTS.get(request.POST.get("act", ""), nothing)(request, id)
            flash.success(request, chosen("已处理。", "Done."))
        return redirect("casework:listed_clause", id)
    state = state_of(one)
    lines, is_other = queries.paid_from(request.actor, one, now=read_clock())
    context = {
        "one": one,
        "lines": lines,
        "is_other": is_other and state is not Listed.OFF,
        "state": state.words,
        "order": Order(one.order).words,
        "may_agree": state is Listed.WAITING and request.actor.holds(*AGREE_LISTING),
        "may_take_off": state is not Listed.OFF and request.actor.holds(*REVIEW, *AGREE_LISTING),
        "crumbs": [(LISTED.title, reverse("casework:listed")), (chosen(one.zh, one.en), "")],
    }
    return render(request, "casework/claims/listed.html", context)


def agree(request: Request, id: UUID) -> None:
    """Agree that it is on the list."""
    services.agree_to_listing(id=id, actor=request.actor, now=read_clock())


def take_off(request: Request, id: UUID) -> None:
    """Take it off the list."""
    services.take_off(id=id, reason=request.POST.get("reason", ""), actor=request.actor, now=read_clock())


def nothing(request: Request, id: UUID) -> None:
    """Say that no button was pressed."""
    raise services.CannotClaim("none_chosen")


ACTS: dict[str, Callable[[Request, UUID], None]] = {"agree": agree, "take_off": take_off}
