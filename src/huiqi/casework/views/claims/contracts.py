"""Conditions of contracts on which payouts depend: the list with where each stands, entering one, ending one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS, REVIEW, SEE_CLAIMS
from huiqi.casework.forms.claims.contracts import TermForm
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import NotVisible
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.listing import Column, Filter, Listing, show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen

OPEN = (("open", "约束中", "In force"), ("ended", "已解除", "Ended"))


def address_of(one: Any) -> str:
    """Return where a condition has its page."""
    return reverse("casework:contract_term", args=[one.pk])


TERMS: Listing[Any] = Listing(
    zh="合同约束",
    en="Contract conditions",
    columns=(
        Column("company", "企业", "Company", lambda one: one.company.name, ("company__name_key",), address_of, "wide"),
        Column("contract", "合同", "Contract", lambda one: one.contract, ("contract",)),
        Column("text", "约定", "Asks", lambda one: one.text, ("text",), kind="wide"),
        Column("due", "最迟", "By", lambda one: one.due_on, ("due_on",), kind="day"),
        Column("ended", "解除", "Ended", lambda one: one.ended_at, ("ended_at",), kind="day"),
    ),
    order=("due_on", "id"),
    filters=(
        Filter("state", "状态", "State", OPEN, lambda rows, value: rows.filter(ended_at__isnull=value == "open")),
    ),
    search=lambda rows, text: rows.filter(Q(company__name__icontains=text) | Q(contract__icontains=text) | Q(text__icontains=text)),
    search_hint=("企业、合同", "Company, contract"),
    empty=(
        "没有合同约束。投资合同里约定了条件的，登记后，条件没有满足就不拨付。",
        "None. Enter what an investment contract asks: nothing is paid to the company until it is met.",
    ),
)  # fmt: skip


@require_safe
@door(*SEE_CLAIMS)
def term_list(request: Request) -> HttpResponseBase:
    """Show the conditions within reach."""
    rows = queries.contract_terms(request.actor)
    may_add = request.actor.holds(*REVIEW, *MAKE_PAYMENTS)
    return show_list(request, TERMS, rows, template="casework/claims/contract_list.html", may_add=may_add)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*REVIEW, *MAKE_PAYMENTS)
@once
def add(request: Request) -> HttpResponse:
    """Enter a condition."""
    now = read_clock()
    form = TermForm(request.POST or None)
    form.offer(*queries.to_bind(request.actor, now=now))
    if request.method == "POST" and form.is_valid():
        with refusal_in(form, NotVisible):
            made = services.bind(said=form.said(), actor=request.actor, now=now)
            return redirect("casework:contract_term", made.pk)
    crumbs = [(TERMS.title, reverse("casework:contract_terms"))]
    return show_form(request, form, title=("登记合同约束", "Enter a contract condition"), crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_CLAIMS)
@once
def term_page(request: Request, id: UUID) -> HttpResponse:
    """Show one condition and where it stands; end it."""
    now = read_clock()
    one = queries.contract_term(request.actor, id=id)
    if request.method == "POST":
        with refusal_said(request):
            services.unbind(id=id, reason=request.POST.get("reason", ""), actor=request.actor, now=now)
            flash.success(request, chosen("已解除。", "Ended."))
        return redirect("casework:contract_term", id)
    standing = queries.term_standings([one], now=now)[one.pk]
    fact, policy = queries.term_words(one, now=now)
    context = {
        "one": one,
        "fact": fact,
        "policy": policy,
        "standing": standing.words,
        "blocks": standing.blocks,
        "may_end": one.ended_at is None and request.actor.holds(*REVIEW, *MAKE_PAYMENTS),
        "crumbs": [(TERMS.title, reverse("casework:contract_terms")), (one.company.name, "")],
    }
    return render(request, "casework/claims/contract.html", context)
