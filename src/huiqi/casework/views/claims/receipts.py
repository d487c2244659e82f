"""Receipts of payments: the list with its sums, a receipt as a page and as a PDF with the amount in figures and in capitals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from huiqi.casework import queries
from huiqi.casework.domain.claims.rights import CONFIRM, SEE_PAYMENTS
from huiqi.casework.queries.claims import receipts as known
from huiqi.kernel.capitals import capital
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.money import full
from huiqi.ui.doors import Request, door
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.pdf import PDF, pdf
from huiqi.ui.words import chosen, chosen_day, in_english

_TEMPLATE: Final = Path(__file__).resolve().parents[2] / "templates" / "casework" / "claims" / "payment_receipt.typ"
_STATEMENT: Final = _TEMPLATE.with_name("clause_statement.typ")
# So many are printed; Excel has them all.
_ROWS_MOST: Final = 2000
WAYS: Final = (("automatic", "免申即享", "Without an application"),)
STATES: Final = (("stands", "有效", "Stands"), ("void", "作废", "Void"))


def address_of(one: Any) -> str:
    """Return where a receipt has its page."""
    return reverse("casework:payment_receipt", args=[one.pk])


RECEIPTS: Listing[Any] = Listing(
    zh="拨付凭证",
    en="Receipts",
    columns=(
        Column("number", "凭证号", "Number", lambda one: one.number, ("year", "serial"), address_of, "day"),
        Column("company", "企业", "Company", lambda one: one.claim.name, ("claim__company__name_key",), kind="wide"),
        Column("clause", "条款", "Clause", lambda one: chosen(one.claim.round.zh, one.claim.round.en), ("claim__round__zh",)),
        Column("article", "依据", "Article", lambda one: one.claim.round.article, ("claim__round__article",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
        Column("day", "到账日", "Paid on", lambda one: one.paid_on, ("paid_on",), kind="day"),
        Column("reference", "银行参考号", "Bank reference", lambda one: one.payment.reference, ("payment__reference",)),
        Column("payer", "付款方", "Payer", lambda one: one.zone.name, ("zone__name_key",)),
        Column("void", "作废原因", "Void because", lambda one: one.void_for, ("void_for",)),
    ),
    order=("-year", "-serial", "id"),
    filters=(
        Filter("state", "状态", "State", STATES, lambda rows, value: rows.filter(void_at__isnull=value == "stands")),
        Filter("way", "方式", "Way", WAYS, lambda rows, _: known.of_automatic(rows)),
    ),
    search=lambda rows, text: rows.filter(
        Q(claim__name__icontains=text) | Q(claim__credit_code__icontains=text) | Q(number__contains=text)
        | Q(payment__reference__contains=text) | Q(claim__round__zh__icontains=text)
    ),
    search_hint=("企业、信用代码、凭证号、参考号、条款", "Company, credit code, number, reference, clause"),
    empty=("还没有到账的款项。", "Nothing was paid yet."),
)  # fmt: skip


@require_safe
@door(*SEE_PAYMENTS, *CONFIRM)
def receipt_list(request: Request) -> HttpResponseBase:
    """Show the receipts within reach, with how many there are to how many companies over how much."""
    rows = known.receipts(request.actor)
    clauses = known.clauses_paid(request.actor)
    listing = replace(
        RECEIPTS,
        filters=(*RECEIPTS.filters, Filter("clause", "条款", "Clause", clauses, known.of_clause)),
        # With void ones among them a sum would be of nothing.
        total="amount" if request.GET.get("state") == "stands" else "",
    )
    asked = request.GET.get("clause", "")
    return show_list(
        request, listing, rows, template="casework/claims/payment_receipts.html", counted=known.receipts_counted(rows),
        clause=asked if asked in {key for key, _, _ in clauses} else "",
    )  # fmt: skip


@require_safe
@door(*SEE_PAYMENTS)
def clause_pdf(request: Request) -> HttpResponse:
    """Hand out the statement of a clause as a PDF: every payment that stands, and their sum in figures and in capitals."""
    now = read_clock()
    found = known.clause_statement(request.actor, clause=request.GET.get("clause", ""))
    made, total = found[-1].claim.round, sum((one.amount for one in found), Decimal(0))
    shares = known.borne_in(found)
    rest = total - sum((amount for _, amount in shares), Decimal(0))
    day = f"{day_in_china(now):%Y-%m-%d}"
    title = chosen(f"{made.zh}拨付对账单", f"Statement of {made.en}")
    data = {
        "english": in_english(),
        "title": title,
        "zone": made.zone.name,
        "article": made.article,
        "day": day,
        "rows": [
            [one.number, one.claim.name, full(one.amount), f"{one.paid_on:%Y-%m-%d}", one.payment.reference]
            for one in found[:_ROWS_MOST]
        ],
        "left_out": max(len(found) - _ROWS_MOST, 0),
        "times": len(found),
        "companies": len({one.claim.company_id for one in found}),
        "total": full(total),
        "capital": capital(total),
        "shares": [[chosen(*name), full(amount)] for name, amount in shares],
        "unshared": full(rest) if shares and rest else None,
    }
    response = HttpResponse(pdf(_STATEMENT, data=data, made_at=now), content_type=PDF)
    disposition = content_disposition_header(as_attachment=True, filename=f"{title} {day}.pdf")
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@door(*SEE_PAYMENTS, *CONFIRM)
def receipt_page(request: Request, id: UUID) -> HttpResponse:
    """Show one receipt."""
    one = known.receipt_of(request.actor, id=id)
    context = {
        "one": one,
        "rows": rows_of(one),
        "crumbs": [(RECEIPTS.title, reverse("casework:payment_receipts")), (one.number, "")],
    }
    return render(request, "casework/claims/payment_receipt.html", context)


@require_safe
@door(*SEE_PAYMENTS, *CONFIRM)
def receipt_pdf(request: Request, id: UUID) -> HttpResponse:
    """Hand out a receipt as a PDF, the same bytes each time."""
    one = known.receipt_of(request.actor, id=id)
    content = pdf(_TEMPLATE, data=told(one), made_at=one.void_at or one.made_at)
    response = HttpResponse(content, content_type=PDF)
    name = f"{chosen('拨付凭证', 'Receipt')} {one.number}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def rows_of(one: Any) -> list[tuple[str, str, bool]]:
    """Return what a receipt says, line by line, and whether it takes the whole width on paper."""
    claim, made, payment = one.claim, one.claim.round, one.payment
    reason = chosen(f"{made.policy_zh}：{made.zh}", f"{made.policy_en}: {made.en}")
    said = (
        ("收款单位", "Payee", claim.name, False),
        ("统一社会信用代码", "Credit code", claim.credit_code, False),
        ("收款账户", "Account", f"{payment.holder} {payment.bank} ****{payment.number[-4:]}", True),
        ("金额（大写）", "Amount in capitals", capital(one.amount), False),
        ("金额（小写）", "Amount", f"¥{full(one.amount)}", False),
        *([("各方承担", "Borne by", shared(claim), True)] if claim.borne else []),
        ("事由", "For", reason, True),
        ("依据", "Article", made.article, True),
        ("付款单位", "Payer", one.zone.name, False),
        ("到账日期", "Paid on", f"{one.paid_on:%Y-%m-%d}", False),
        ("拨付批次", "Batch", payment.batch.number, False),
        ("银行参考号", "Bank reference", payment.reference, False),
    )
    return [(chosen(zh, en), value, is_broad) for zh, en, value, is_broad in said]


def shared(claim: Any) -> str:
    """Return who bears what of an award that several pay."""
    parts = [(chosen(*part.name), full(part.amount)) for part in queries.borne_of(claim)]
    return chosen("；", "; ").join(chosen(f"{name}承担¥{amount}", f"{name} bears ¥{amount}") for name, amount in parts)


def told(one: Any) -> Mapping[str, object]:
    """Return a receipt as its PDF needs it."""
    return {
        "english": in_english(),
        "number": one.number,
        "zone": one.zone.name,
        "issued": chosen_day(day_in_china(one.made_at)),
        "maker": one.payment.batch.made_by_name,
        "checker": one.payment.batch.checked_by_name,
        "rows": rows_of(one),
        "void": one.void_for,
    }
