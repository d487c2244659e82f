"""An account that was changed after the company had confirmed: somebody of finance asks the company, and says how."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiqi.casework.forms.claims.public import AccountCheckForm
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.words import Pair
from huiqi.register import queries as register
from huiqi.register import services
from huiqi.register.domain.rights import CHECK_BANK_ACCOUNTS
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(*CHECK_BANK_ACCOUNTS)
@once
def check(request: Request, id: UUID) -> HttpResponse:
    """Show the account on file beside the one before, and note that the company was asked."""
    company = register.organisation(request.actor, id=id)
    account = register.bank_account(request.actor, organisation=id)
    form = AccountCheckForm(request.POST or None, initial={"account": account.pk if account else None})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            services.check_bank_account(id=said["account"], how=said["how"], actor=request.actor, now=read_clock())
            flash.success(request, chosen("已记录核实结果，可以列入拨付批次。", "Noted: it can be paid now."))
            return redirect("casework:to_pay")
    crumbs = [(chosen("待拨付", "To pay"), reverse("casework:to_pay"))]
    title, button = ("核实收款账户", "Check the account"), ("核实无误", "It is right")
    return show_form(request, form, title=title, button=button, lead=told(company.name, account), crumbs=crumbs)


def told(name: str, account: Any) -> Pair:
    """Return what is to be asked: the account, who put it on file and when, and the one before."""
    if account is None:
        return f"{name}没有在册的收款账户。", f"{name} has no account on file."
    before = register.account_before(account)
    day = f"{day_in_china(account.made_at):%Y-%m-%d}"
    now = f"{account.holder}，{account.bank}，{account.number}"
    was = f"{before.holder}，{before.bank}，{before.number}" if before else "—"
    return (
        f"{name}：{account.made_by_name}于{day}登记 {now}。原账户：{was}。",
        f"{name}: {account.made_by_name} put on file on {day}: {now}. Before: {was}.",
    )
