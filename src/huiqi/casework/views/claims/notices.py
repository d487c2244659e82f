"""Public notices for everybody, without a log-in: the list, one notice, its PDF, objecting to it, and what became of an objection."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from allauth.core import ratelimit
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.objections import Verdict
from huiqi.casework.forms.claims.public import ObjectionForm
from huiqi.kernel.clock import read_clock
from huiqi.register.services import Upload
from huiqi.ui.doors import PUBLIC, Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Listing, show_list
from huiqi.ui.pdf import PDF
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

COMPANIES: Final[Listing[Any]] = Listing(
    zh="公示企业",
    en="Companies on notice",
    columns=(
        Column("name", "企业", "Company", lambda one: one.name, ("name",), kind="wide"),
        Column("code", "统一社会信用代码", "Credit code", lambda one: one.credit_code, ("credit_code",)),
        Column("amount", "金额（元）", "Amount (yuan)", lambda one: one.amount, ("amount",), kind="number"),
    ),
    order=("place", "id"),
    search=lambda rows, text: rows.filter(Q(name__icontains=text) | Q(credit_code__icontains=text)),
    search_hint=("企业名称或统一社会信用代码", "Company or credit code"),
    empty=("没有企业。", "There are no companies."),
)


def trail(name: str = "", address: str = "") -> list[tuple[str, str]]:
    """Return the way to a page of notices, or to what lies behind it."""
    top = chosen("兑现公示", "Public notices")
    return [(top, reverse("casework:notices")), (name, address)] if name else [(top, "")]


@require_safe
@door(PUBLIC)
def notice_list(request: Request) -> HttpResponse:
    """Show the notices that stand."""
    context = {"notices": queries.public_notices(now=read_clock()), "crumbs": trail()}
    return render(request, "casework/claims/notices.html", context)


@require_safe
@door(PUBLIC)
def notice_page(request: Request, id: UUID) -> HttpResponseBase:
    """Show one notice with its companies, page by page."""
    found = queries.public_notice(id, now=read_clock())
    made = found.row.round
    crumbs = trail(chosen(made.zh, made.en))
    return show_list(
        request, COMPANIES, queries.claims_on(found),
        template="casework/claims/notice.html", notice=found, round=made, crumbs=crumbs,
        before=queries.posted_before(found), off=queries.taken_off(found),
    )  # fmt: skip


@require_safe
@door(PUBLIC)
def notice_pdf(request: Request, id: UUID) -> HttpResponse:
    """Hand out a notice as a PDF: the same at any time; making one may take seconds, so visitors get some a minute."""
    refused: HttpResponse | None = refused_visitor(request, "notice_pdf", get=True)
    if refused is not None:
        return refused
    found = queries.public_notice(id, now=read_clock())
    made = found.row.round
    response = HttpResponse(services.notice_pdf(found), content_type=PDF)
    name = f"{chosen('公示', 'Notice')} {chosen(made.zh, made.en)} {found.row.first_day:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return response


def refused_visitor(request: Request, action: str, *, get: bool) -> HttpResponse | None:
    """Return the answer to a visitor who does something too often; None for others and where it is not too often."""
    if request.actor.person is not None:
        return None
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action=action, limit_get=get)
    return refused


@require_http_methods(["GET", "HEAD", "POST"])
@door(PUBLIC)
def objection_form(request: Request, id: UUID) -> HttpResponse:
    """Take an objection in writing."""
    now = read_clock()
    found = queries.public_notice(id, now=now)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    # Looked up beside the other checks: all that is wrong is said at once.
    named = form.cleaned_data.get("company") if form.errors or form.is_valid() else None
    claim = queries.claim_on(found, named) if named else None
    if named and claim is None:
        form.add_error("company", chosen("公示名单里没有这家企业。", "This company is not on the notice."))
    if form.is_valid() and claim is not None:
        refused = refused_visitor(request, "objection", get=False)
        if refused is not None:
            return refused
        said = form.cleaned_data
        upload = Upload(said["file"].name, said["file"].read()) if said["file"] else None
        with refusal_in(form):
            filed = services.object_to(
                notice=id,
                said=services.ObjectionSaid(
                    claim.pk, said["name"], said["identity"], said["contact"], said["text"], upload
                ),
                now=now,
            )
            return redirect("casework:receipt", filed.receipt)
    made = found.row.round
    crumbs = trail(chosen(made.zh, made.en), reverse("casework:notice", args=[id]))
    lead = (
        "请写明事实并留下姓名和联系方式；匿名异议不予受理。您的姓名和联系方式不会告诉企业。",
        "Say the facts, your name and how to reach you: anonymous objections are not taken. The company is not told who you are.",
    )
    return show_form(request, form, title=("提出异议", "Object"), button=("提交异议", "Send"), crumbs=crumbs, lead=lead)


@require_safe
@door(PUBLIC)
def receipt(request: Request, receipt: str) -> HttpResponse:
    """Show an objector what became of the objection."""
    found = queries.objection_by_receipt(receipt)
    context = {
        "objection": found,
        "clock": queries.clock_of(cause=f"objection/{found.pk}"),
        "verdict": Verdict(found.verdict).words,
        "crumbs": trail(chosen("异议回执", "Receipt")),
    }
    response = render(request, "casework/claims/receipt.html", context)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
