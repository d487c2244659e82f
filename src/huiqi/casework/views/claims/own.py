"""What a company is offered: the list, one offer with its three steps, one button to take it, and the account on file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.applying.states import Standing
from huiqi.casework.domain.applying.steps import way_of
from huiqi.casework.domain.claims.exceptions import Exceptional
from huiqi.casework.domain.claims.rights import CONFIRM
from huiqi.casework.domain.claims.states import State
from huiqi.casework.domain.claims.steps import steps_of
from huiqi.casework.forms.claims.public import AccountForm, AnswerForm
from huiqi.casework.queries.claims import receipts as known
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.register import services as register_services
from huiqi.register.domain.rights import KEEP_BANK_ACCOUNTS
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

SHOWN = tuple(
    State(name)
    for name in (
        "noticed",
        "objected",
        "offered",
        "confirmed",
        "held",
        "owed",
        "paying",
        "failed",
        "paid",
        "declined",
        "lapsed",
        "revoked",
    )
)
_PAID_OUT = {State.PAYING.value, State.PAID.value, State.DECLINED.value, State.LAPSED.value, State.REVOKED.value}
OWN: Listing[Any] = Listing(
    zh="奖补领取",
    en="Awards to take",
    columns=(
        Column("clause", "奖补", "Award", lambda one: chosen(one.round.zh, one.round.en), ("round__zh",), lambda one: reverse("casework:own_claim", args=[one.pk]), "wide"),
        Column("company", "企业", "Company", lambda one: one.name, ("company__name_key",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
        Column("state", "状态", "State", lambda one: chosen(*State(one.state).words), ("state",)),
        Column("due", "请在此日前确认", "Confirm by", lambda one: one.confirm_due, ("confirm_due",), kind="day"),
        Column("since", "自", "Since", lambda one: one.since, ("since",), kind="day"),
    ),
    order=("-since", "id"),
    filters=(Filter("state", "状态", "State", [(one.value, *one.words) for one in SHOWN], lambda rows, value: rows.filter(state=value)),),
    search=lambda rows, text: rows.filter(round__zh__icontains=text),
    search_hint=("奖补名称", "Name of the award"),
    empty=("现在没有可以领取的奖补。符合条件时会自动通知，不用申请。", "Nothing to take now. You are told by itself once you meet a policy."),
)  # fmt: skip


@require_safe
@door(*CONFIRM)
def own_claims(request: Request) -> HttpResponseBase:
    """Show what the actor's companies are offered and were paid."""
    return show_list(request, OWN, queries.with_due(queries.own_claims(request.actor)))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*CONFIRM)
@once
def own_claim(request: Request, id: UUID) -> HttpResponse:
    """Show one offer; take it with one button, or decline it."""
    page = queries.own_claim_page(request.actor, id=id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = read_clock()
        with refusal_said(request):
            if "decline" in request.POST:
                services.decline(id=id, reason="", actor=request.actor, now=now)
                flash.success(request, chosen("已放弃领取。", "Declined."))
            else:
                account = form.cleaned_data["account"] or page.claim.pk
                done = services.confirm(id=id, account=account, actor=request.actor, now=now)
                flash.success(request, chosen(*said(done)))
        return redirect("casework:own_claim", id)
    claim = page.claim
    context = {
        "page": page,
        "claim": claim,
        "round": claim.round,
        "state": State(claim.state).words,
        "borne": queries.borne_of(claim),
        "steps": steps_shown(page),
        "receipts": known.receipts_of_claim(claim.pk),
        "is_offered": claim.state == State.OFFERED,
        "may_grow": claim.state == State.OFFERED and Exceptional.FREED in claim.exceptions,
        "may_change_account": claim.state not in _PAID_OUT and request.actor.holds(*KEEP_BANK_ACCOUNTS),
        "crumbs": [(OWN.title, reverse("casework:own_claims")), (chosen(claim.round.zh, claim.round.en), "")],
    }
    return render(request, "casework/claims/own.html", context)


def steps_shown(page: Any) -> Any:
    """Return the steps of the way: who applied did more than confirm, whom the zone found did nothing else."""
    claim, applied = page.claim, page.applied
    if applied is None:
        return steps_of(State(claim.state), is_posted=bool(claim.round.notice_days))
    return way_of(
        Standing(applied.standing), is_filled=True, claim=State(claim.state), has_questions=bool(applied.answers)
    )


def said(claim: Any) -> tuple[str, str]:
    """Return what a company reads after it confirmed."""
    if claim.state == State.OWED:
        return "已确认，等待拨付，不用再做什么。", "Confirmed; it will be paid. There is nothing more to do."
    return (
        f"已确认，但资金不足，正在排队：{claim.why[0]}",
        f"Confirmed, but the money does not suffice: you stand in line. {claim.why[1]}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_BANK_ACCOUNTS)
@once
def account(request: Request, id: UUID) -> HttpResponse:
    """Put the account of a company on file."""
    company = register.organisation(request.actor, id=id)
    before = register.bank_account(request.actor, organisation=id)
    initial = (
        {"seen": before.pk, "holder": before.holder, "bank": before.bank, "branch": before.branch}
        if before
        else {"holder": company.name}
    )
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("seen")
        with refusal_in(form):
            register_services.set_bank_account(
                organisation=id, said=register_services.AccountSaid(**fields), seen=seen, actor=request.actor,
                now=read_clock(),
            )  # fmt: skip
            flash.success(request, chosen("收款账户已更新。", "The account is on file."))
            # Who came from an offer that asked for it goes on there.
            offered = queries.own_claims(request.actor).filter(company=id, state=State.OFFERED.value).first()
            return redirect("casework:own_claim", offered.pk) if offered else redirect("casework:account", id)
    lead = (
        f"{company.name}的收款账户{'：' + before.bank + ' ' + before.masked if before else '还没有登记'}。奖补只拨付到这里。",
        f"Account of {company.name}: {before.bank + ' ' + before.masked if before else 'none yet'}. Awards are paid to it alone.",
    )
    return show_form(request, form, title=("收款账户", "Account"), lead=lead)
