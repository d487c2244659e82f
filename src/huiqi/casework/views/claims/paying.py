"""Pages of finance: what is to be paid, batches, and their files for the bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.batches import Result, Stage
from huiqi.casework.domain.claims.rights import CHECK_PAYMENTS, MAKE_PAYMENTS, SEE_PAYMENTS
from huiqi.casework.domain.claims.states import State
from huiqi.casework.forms.claims.paying import chosen_ids
from huiqi.casework.queries.claims import paying
from huiqi.casework.queries.claims.ready import ready_to_pay
from huiqi.casework.views.claims.rounds import claim_address, round_address
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once, refused
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, spoken

STAGES = [(one.value, *one.words) for one in Stage]
RESULTS = [(one.value, *one.words) for one in Result]
TO_PAY = (State.OWED, State.FAILED)


def batch_address(batch: Any) -> str:
    """Return where a batch's page is."""
    return reverse("casework:batch", args=[batch.pk])


BATCHES: Listing[Any] = Listing(
    zh="拨付批次",
    en="Payment batches",
    columns=(
        Column("number", "批次号", "Number", lambda one: one.number, ("number",), batch_address),
        Column("stage", "状态", "State", lambda one: chosen(*Stage(one.stage).words), ("stage",)),
        Column("count", "笔数", "Payments", lambda one: one.count, ("count",), kind="number"),
        Column("total", "金额（元）", "Amount (yuan)", lambda one: one.total, ("total",), kind="number"),
        Column("paid", "成功", "Paid", lambda one: one.paid_count, ("paid_count",), kind="number"),
        Column("failed", "失败", "Failed", lambda one: one.failed_count, ("failed_count",), kind="number"),
        Column("maker", "经办人", "Made by", lambda one: one.made_by_name, ("made_by_name",)),
        Column("checker", "复核人", "Checked by", lambda one: one.checked_by_name, ("checked_by_name",)),
        Column("at", "编制", "Made", lambda one: one.made_at, ("made_at",), kind="day"),
    ),
    order=("-made_at", "-id"),
    filters=(Filter("stage", "状态", "State", STAGES, lambda rows, value: rows.filter(stage=value)),),
    search=lambda rows, text: rows.filter(number__contains=text),
    search_hint=("批次号", "Number"),
    empty=("还没有拨付批次。在“待拨付”中勾选后编制。", "No batch yet: pick what is to be paid and make one."),
)  # fmt: skip


@require_safe
@door(*SEE_PAYMENTS)
def to_pay(request: Request) -> HttpResponseBase:
    """Show what is owed and what the bank sent back, what is due first at the top."""
    may_make, now = request.actor.holds(*MAKE_PAYMENTS), read_clock()
    rows = queries.payable_claims(request.actor)
    blocked = queries.blocked(rows.filter(has_terms=True), now=now)
    barred = paying.barred_until(request.actor, now=now)
    listing = to_pay_listing(blocked, barred, can_pick=may_make and request.GET.get("format") != "xlsx")
    return show_list(
        request, listing, rows, template="casework/claims/to_pay.html",
        may_make=may_make, zones=queries.zones_to_pay(request.actor), today=day_in_china(now),
        ready=lambda: ready_to_pay(request.actor, blocked=blocked, barred=barred),
    )  # fmt: skip


@require_POST
@door(*MAKE_PAYMENTS)
@once
def make_batch(request: Request) -> HttpResponse:
    """Make a batch of what was picked, or of all that is ready."""
    now = read_clock()
    try:
        zone = UUID(request.POST.get("zone", ""))
        said: dict[str, Any] = {"zone": zone, "actor": request.actor, "now": now}
        if str(zone) in request.POST.getlist("everything"):
            seal = request.POST.get(f"seal-{zone}", "")
            if queries.payable_claims(request.actor, zone=zone).count() > services.MANY:
                title = ("编制拨付批次", "Make a batch")
                job = services.start_in_bulk("batch", title=title, seal=seal, **said | {"zone": str(zone)})
                return redirect("work", job.pk)
            batch = services.make_batch_of_all(seal=seal, **said)
        else:
            batch = services.make_batch(claims=chosen_ids(request.POST.getlist("pick")), **said)
    except NotVisible:
        raise
    except ValueError:
        refused(request, chosen("请选择高新区。", "Choose the zone."))
    except Cannot as error:
        refused(request, spoken(error))
    else:
        flash.success(request, chosen("批次已编制，请另一位财务复核。", "Made; somebody else of finance checks it."))
        return redirect(batch_address(batch))
    return redirect("casework:to_pay")


@require_safe
@door(*SEE_PAYMENTS)
def batch_list(request: Request) -> HttpResponseBase:
    """Show the batches."""
    return show_list(
        request, BATCHES, queries.batches(request.actor), template="casework/claims/batches.html",
        may_take=request.actor.holds(*MAKE_PAYMENTS),
    )  # fmt: skip


@require_safe
@door(*SEE_PAYMENTS)
def batch_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show a batch with its payments."""
    batch = queries.batch_of(request.actor, id=id)
    may_make, may_check = request.actor.holds(*MAKE_PAYMENTS), request.actor.holds(*CHECK_PAYMENTS)
    return show_list(
        request, payment_listing(batch), queries.payments_of(request.actor, batch),
        template="casework/claims/batch.html", batch=batch, stage=Stage(batch.stage).words,
        may_check=may_check and batch.stage == Stage.MADE,
        may_send=may_make and batch.stage in {Stage.CHECKED, Stage.SENT},
        may_withdraw=(may_make or may_check) and batch.stage in {Stage.MADE, Stage.CHECKED},
        crumbs=[(BATCHES.title, reverse("casework:batches")), (batch.number, "")],
    )  # fmt: skip


@require_POST
@door(*CHECK_PAYMENTS)
@once
def check_batch(request: Request, id: UUID) -> HttpResponse:
    """Agree to a batch."""
    return act(
        request, id, lambda: services.check_batch(id=id, actor=request.actor, now=read_clock()),
        ("已复核。", "Checked."),
    )  # fmt: skip


@require_POST
@door(*MAKE_PAYMENTS, *CHECK_PAYMENTS)
@once
def withdraw_batch(request: Request, id: UUID) -> HttpResponse:
    """Take a batch back before it is sent."""
    reason = request.POST.get("reason", "")
    return act(
        request, id, lambda: services.withdraw_batch(id=id, reason=reason, actor=request.actor, now=read_clock()),
        ("批次已撤回，事项回到待拨付。", "Withdrawn; its claims are to be paid as before."),
    )  # fmt: skip


@require_POST
@door(*MAKE_PAYMENTS)
@once
def bank_file(request: Request, id: UUID) -> HttpResponse:
    """Hand out the file for the bank."""
    with refusal_said(request):
        name, content = services.send_batch(
            id=id, fixed=request.POST.get("format") == "fixed", actor=request.actor, now=read_clock()
        )
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response
    return redirect("casework:batch", id)


def act(request: Request, id: UUID, do: Callable[[], object], done: tuple[str, str]) -> HttpResponse:
    """Do something with a batch, say what came of it, and show the batch again."""
    with refusal_said(request):
        do()
        flash.success(request, chosen(*done))
    return redirect("casework:batch", id)


def to_pay_listing(
    blocked: Mapping[UUID, Sequence[Any]], barred: Mapping[UUID, date], *, can_pick: bool
) -> Listing[Any]:
    """Return the list of what is to be paid; what a contract or a ban blocks says why and is not picked."""

    def why(one: Any) -> str:
        reasons = [chosen(*block.words) for block in blocked.get(one.pk, ())]
        if until := barred.get(one.company_id):
            reasons.append(chosen(f"限制享受至{until:%Y-%m-%d}", f"kept from support until {until:%Y-%m-%d}"))
        if one.asks_account:
            reasons.append(
                chosen("收款账户在企业确认后改过，待核实", "the account was changed after it confirmed: ask first")
            )
        if one.is_into_same:
            reasons.append(chosen("收款账户还没有更改", "the account was not changed since"))
        return chosen("；", "; ").join([one.reason, *reasons] if one.reason else reasons)

    def picked(one: Any) -> object:
        is_free = one.pk not in blocked and one.company_id not in barred and not one.asks_account
        return pick_cell(one, is_ready=one.state == State.OWED and is_free)

    columns: list[Column[Any]] = [
        Column("name", "企业", "Company", lambda one: one.name, ("company__name_key",), claim_address, "wide"),
        Column("clause", "条款", "Clause", lambda one: chosen(one.round.zh, one.round.en), ("round__zh",), lambda one: round_address(one.round)),
        Column("article", "依据", "Article", lambda one: one.round.article, ("round__article",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
        Column("due", "最迟拨付日", "Due", lambda one: one.pay_due, ("pay_due",), kind="day"),
        Column("state", "状态", "State", lambda one: chosen(*State(one.state).words), ("state",)),
        Column("reason", "退回或暂缓原因", "Why it came back or waits", why, ("reason",), kind="wide"),
        Column("account", "收款账户", "Account", account_cell, link=account_check),
    ]  # fmt: skip
    if can_pick:
        columns.insert(0, Column("pick", "选", "Pick", picked))
    states = [(one.value, *one.words) for one in TO_PAY]
    return Listing(
        zh="待拨付",
        en="To pay",
        columns=columns,
        order=("pay_due", "since", "id"),
        filters=(
            Filter("state", "状态", "State", states, lambda rows, value: rows.filter(state=value)),
            Filter(
                "account",
                "收款账户",
                "Account",
                (("ask", "待核实", "To be checked"),),
                lambda rows, _: rows.filter(asks_account=True),
            ),
        ),
        search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(round__zh__icontains=text)),
        search_hint=("企业、条款", "Company, clause"),
        total="amount",
        empty=("没有待拨付的事项。", "Nothing is to be paid."),
    )


def pick_cell(one: Any, *, is_ready: bool) -> object:
    """Return a box that picks a claim; what is owed and ready is picked already, what failed or is blocked is not."""
    ticked = " checked" if is_ready else ""
    label = chosen(f"选择{one.name}", f"Pick {one.name}")
    box = '<input type="checkbox" form="batch" name="pick" value="{}" aria-label="{}"{}>'
    return format_html(box, one.pk, label, ticked)


def account_cell(one: Any) -> str:
    """Return what is still to be done about a claim's account."""
    return chosen("去核实", "Ask the company") if one.asks_account else ""


def account_check(one: Any) -> str:
    """Return where a claim's account is checked, where it has to be."""
    return reverse("casework:check_account", args=[one.company_id]) if one.asks_account else ""


def odd(one: Any) -> str:
    """Return what a checker should look at twice about the account of a payment."""
    confirmed = one.claim.account
    said = []
    if confirmed is not None and (one.number, one.holder) != (confirmed.number, confirmed.holder):
        said.append(chosen("企业确认后改过", "changed after it confirmed"))
    if one.sent_back_for is not None:
        why = one.sent_back_for or chosen("没有说明原因", "no reason given")
        said.append(chosen(f"银行退回过这一账户：{why}", f"the bank sent this account back before: {why}"))
    # As on the notice: another name may be a new one of the company, or another company.
    if one.holder != one.claim.name:
        said.append(chosen("户名与公示的企业名称不同", "the holder is not the company on the notice"))
    return chosen("；", "; ").join(said)


def payment_listing(batch: Any) -> Listing[Any]:
    """Return the list of a batch's payments."""
    title_zh, title_en = f"拨付批次 {batch.number}", f"Batch {batch.number}"
    return Listing(
        zh=title_zh,
        en=title_en,
        columns=(
            Column("reference", "参考号", "Reference", lambda one: one.reference, ("reference",)),
            Column("company", "企业", "Company", lambda one: one.claim.name, ("claim__name",), lambda one: claim_address(one.claim), "wide"),
            Column("clause", "条款", "Clause", lambda one: chosen(one.claim.round.zh, one.claim.round.en), ("claim__round__zh",)),
            Column("holder", "户名", "Holder", lambda one: one.holder, ("holder",)),
            Column("bank", "开户银行", "Bank", lambda one: one.bank, ("bank",)),
            Column("number", "账号", "Account", lambda one: one.number, ("number",)),
            Column("odd", "账户提示", "Look twice", odd),
            Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
            Column("result", "结果", "Result", lambda one: chosen(*Result(one.result).words), ("result",)),
            Column("reason", "原因", "Reason", lambda one: one.reason, ("reason",)),
        ),
        order=("reference",),
        filters=(Filter("result", "结果", "Result", RESULTS, lambda rows, value: rows.filter(result=value)),),
        search=lambda rows, text: rows.filter(Q(claim__name__icontains=text) | Q(reference__contains=text)),
        search_hint=("企业、参考号", "Company, reference"),
    )  # fmt: skip
