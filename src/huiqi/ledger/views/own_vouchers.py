"""An institution sees the vouchers that were used with it: what it is owed, what was settled, as a list, an Excel file and a PDF."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ledger import queries
from huiqi.ledger.domain.rights import PROVIDE
from huiqi.ledger.views.statements import ROWS_MOST, sent_as_pdf
from huiqi.ledger.views.transfers import issued
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.words import chosen, in_english

if TYPE_CHECKING:
    from huiqi.ledger.queries.own import OwnUse

_SETTLED, _OWED = ("已结算", "Settled"), ("待结算", "To settle")


@require_safe
@door(*PROVIDE)
def own_uses(request: Request) -> HttpResponseBase:
    """Show an institution the vouchers that were used with it."""
    rows = queries.own_uses(request.actor)
    return show_list(
        request, issued(request, OWN_USES, rows, line="voucher__line"), rows, template="ledger/own_uses.html",
        sums=queries.own_use_sums(request.actor),
    )  # fmt: skip


@require_safe
@door(*PROVIDE)
def own_uses_pdf(request: Request) -> HttpResponse:
    """Send an institution the statement of its vouchers as a PDF."""
    now = read_clock()
    rows = queries.own_uses(request.actor)
    shown, sums = list(rows[:ROWS_MOST]), queries.own_use_sums(request.actor)
    names = "、".join(dict.fromkeys(one.own_name for one in shown))
    states = ((("已使用", "Used"), sums.used), (_SETTLED, sums.settled), (_OWED, sums.owed))
    data = {
        "english": in_english(),
        "issuer": queries.issuers(rows, line="voucher__line"),
        "title": chosen(f"{names}券结算对账单", f"Vouchers used with {names}" if names else "Vouchers used with us"),
        "day": f"{day_in_china(now):%Y-%m-%d}",
        "states": [{"name": chosen(*words), "amount": f"{amount:,.2f}"} for words, amount in states],
        "rows": [line_of(one) for one in shown],
        "left_out": sums.uses - len(shown),
    }
    return sent_as_pdf(data, now=now)


def line_of(one: OwnUse) -> dict[str, str]:
    """Return a use as the statement prints it."""
    return {
        "day": f"{day_in_china(one.used_at):%Y-%m-%d}",
        "line": one.voucher.code,
        "step": state_of(one),
        "amount": f"{one.amount:,.2f}",
        "cause": one.party_name,
    }


def state_of(one: OwnUse) -> str:
    """Return whether a use is settled."""
    return chosen(*(_OWED if one.owed else _SETTLED))


OWN_USES: Listing[OwnUse] = Listing(
    zh="收到的券",
    en="Vouchers used with us",
    columns=(
        Column("party", "使用企业", "Used by", lambda one: one.party_name, ("party_name",), kind="wide"),
        Column("voucher", "券", "Voucher", lambda one: one.voucher.code, ("voucher__code",)),
        Column("amount", "金额（元）", "Amount, yuan", lambda one: one.amount, ("amount",), kind="number"),
        Column("owed", "待结算（元）", "To settle, yuan", lambda one: one.owed, ("owed",), kind="number"),
        Column("state", "结算", "Settlement", state_of),
        Column("used_at", "使用时间", "Used", lambda one: one.used_at, ("used_at",), kind="day"),
        Column("own", "服务机构", "With", lambda one: one.own_name, ("own_name",)),
    ),
    order=("-used_at", "-id"),
    filters=(
        Filter("state", "结算", "Settlement", (("owed", *_OWED), ("paid", *_SETTLED)),
               lambda rows, value: rows.filter(owed__gt=Decimal(0)) if value == "owed" else rows.filter(owed=Decimal(0))),
    ),
    search=lambda rows, text: rows.filter(party_name__icontains=text) | rows.filter(voucher__code__icontains=text),
    search_hint=("企业或券", "company or voucher"),
    empty=("还没有企业在本单位用券。企业用券后，财务登记并结算，进度显示在这里。", "No voucher was used with you yet. What is used shows here, and how far its settlement is."),
)  # fmt: skip
