"""What lines owe that no flow pays by itself, and what was paid of it, by two people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.ledger import queries, services
from huiqi.ledger.domain.rights import MAKE, SEE_LINES
from huiqi.ledger.forms import ReturnForm
from huiqi.ledger.views.handing_in import hand_in
from huiqi.ledger.views.lines import crumbs
from huiqi.ledger.views.transfers import cause_address, cause_name
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.words import chosen

if TYPE_CHECKING:
    from huiqi.ledger.queries.owed import SeenOwed


@require_safe
@door(*SEE_LINES)
def owed(request: Request) -> HttpResponseBase:
    """Show what is owed and paid by hand; who proposes payments goes on from it."""
    listing = OWED
    if request.actor.holds(*MAKE):
        act: Column[SeenOwed] = Column(
            "act", "办理", "Act", lambda _: chosen("登记支付", "Book a payment"), (),
            lambda row: reverse("ledger:pay_owed", args=(row.pk,)),
        )  # fmt: skip
        listing = replace(OWED, columns=[*OWED.columns, act])
    return show_list(request, listing, queries.owed_by_hand(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*MAKE)
@once
def pay_owed(request: Request, id: int) -> HttpResponse:
    """Hand in what the bank paid of what is owed."""
    found = queries.owed_of(request.actor, id=id)
    lead = (
        f"{found.party_name}：应付 {found.payable:,.2f} 元。银行付出后登记，由财务复核人确认。",
        f"{found.party_name}: CNY {found.payable:,.2f} are owed. Book what the bank has paid; a finance approver confirms it.",
    )
    return hand_in(
        request, ReturnForm(request.POST or None, initial={"amount": found.payable}),
        lambda said, common: services.propose_pay(
            line=found.line_id, cause=found.cause, amount=said["amount"], **common
        ),
        title=("登记支付", "Book a payment"), lead=lead,
        crumbs=[*crumbs(), (chosen(OWED.zh, OWED.en), reverse("ledger:owed"))],
    )  # fmt: skip


OWED: Listing[SeenOwed] = Listing(
    zh="待付款项",
    en="To be paid by hand",
    columns=(
        Column("party", "收款方", "Receiver", lambda row: row.party_name, ("party_name",), lambda row: reverse("ledger:party", args=(row.party,)) if row.party else "", "wide"),
        Column("cause", "事由", "Cause", lambda row: cause_name(row.cause), ("cause",), lambda row: cause_address(row.cause), "wide"),
        Column("line", "预算", "Line", lambda row: chosen(*row.line.title), ("line__title_zh",), lambda row: reverse("ledger:line", args=(row.line_id,)), "wide"),
        Column("payable", "应付（元）", "Owed, yuan", lambda row: row.payable, ("payable",), kind="number"),
        Column("paid", "已付（元）", "Paid, yuan", lambda row: row.paid, ("paid",), kind="number"),
        Column("since", "自", "Since", lambda row: row.since, ("since",), kind="day"),
    ),
    order=("since", "id"),
    filters=(
        Filter("line_kind", "资金", "Money", (("fund", "基金", "Funds"), ("line", "预算", "Budget lines")), lambda rows, value: rows.filter(line__kind=value)),
    ),
    search=lambda rows, text: rows.filter(party_name__icontains=text) | rows.filter(cause__icontains=text),
    search_hint=("收款方或事由", "receiver or cause"),
    total="payable",
    empty=("没有要另行支付的款项。风险补偿、以前年度的欠付在这里登记支付；兑现事项由拨付批次支付。", "Nothing is to be paid by hand. Losses and arrears of earlier years are paid here; awards go by batches."),
)  # fmt: skip
