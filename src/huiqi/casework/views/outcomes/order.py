"""One order: what was promised, what came with which evidence, every step; and what the actor may do with it where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiqi.casework import queries, services
from huiqi.casework.domain.campaigns import answer_of
from huiqi.casework.domain.outcomes.rights import (
    CHECK_ORDER_PAYMENTS,
    CONFIRM_ORDERS,
    ENTER_ORDERS,
    MAKE_ORDER_PAYMENTS,
    SEE_ORDERS,
)
from huiqi.casework.domain.outcomes.states import Doing, Stage
from huiqi.casework.forms.campaigns import first_answers
from huiqi.casework.forms.outcomes.orders import ActForm, OutcomeForm
from huiqi.casework.views.outcomes.orders import trail
from huiqi.casework.views.survey_results import answer_words, question_name
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.words import headed
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

_OF_PERSON: Mapping[str, str] = {"entered": "entered_by", "reported": "reported_by", "paying": "paid_by"}


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_ORDERS)
@once
def order_page(request: Request, id: UUID) -> HttpResponse:
    """Show an order, and do with it what the actor may."""
    now = read_clock()
    order = queries.outcome_order(request.actor, id=id)
    acts = acts_of(request, order)
    form = ActForm(request.POST or None, initial={"changes": order.changes})
    form.offer(acts, saying_why=_SAYING_WHY)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            do(request, id, form.cleaned_data)
            flash.success(request, chosen("已处理。", "Done."))
            return redirect("casework:outcome_order", id)
    return render(
        request,
        "casework/outcomes/order.html",
        shown(request, order, form, acts, now=now),
        status=422 if form.errors else 200,
    )


def do(request: Request, id: UUID, said: Mapping[str, Any]) -> None:
    """Do what the pressed button says."""
    common: dict[str, Any] = {"id": id, "changes": said["changes"], "actor": request.actor, "now": read_clock()}
    act, reason = request.POST.get("act", ""), said.get("reason", "")
    if act in _PLAIN:
        _PLAIN[act](**common)
    elif act in _SAYING_WHY:
        _SAYING_WHY[act](reason=reason, **common)
    elif act == "hand_in":
        services.hand_in_payment(payment=said.get("payment", ""), **common)
    else:
        raise services.CannotSettle("not_allowed", actor=request.actor.name)


_PLAIN: Mapping[str, Any] = {
    "approve": services.approve_order,
    "confirm": services.confirm_outcome,
    "pay": services.check_payment,
}
_SAYING_WHY: Mapping[str, Any] = {
    "refuse": services.refuse_order,
    "end": services.end_order,
    "send_back": services.send_outcome_back,
    "reject": services.reject_payment,
}


def acts_of(request: Request, order: Any) -> dict[str, tuple[str, str]]:
    """Return what the actor may do with an order where it stands; the second half is never for who did the first."""
    first = _OF_PERSON.get(order.stage)
    is_mine = first is not None and getattr(order, first) == request.actor.person
    offered = (
        ("approve", ("批准并承诺资金", "Approve and commit the money"), Stage.ENTERED, CONFIRM_ORDERS),
        ("refuse", ("不予批准", "Refuse"), Stage.ENTERED, CONFIRM_ORDERS),
        ("confirm", ("确认结果", "Confirm the outcome"), Stage.REPORTED, CONFIRM_ORDERS),
        ("send_back", ("退回核实", "Send back"), Stage.REPORTED, CONFIRM_ORDERS),
        ("hand_in", ("登记付款", "Enter the payment"), Stage.OWED, MAKE_ORDER_PAYMENTS),
        ("pay", ("复核付款并入账", "Check and book the payment"), Stage.PAYING, CHECK_ORDER_PAYMENTS),
        ("reject", ("退回付款", "Send the payment back"), Stage.PAYING, CHECK_ORDER_PAYMENTS),
        ("end", ("终止，资金退回预算", "End it; the money is free again"), Stage.PROMISED, CONFIRM_ORDERS),
    )
    return {
        act: words
        for act, words, stage, roles in offered
        if order.stage == stage and request.actor.holds(*roles) and not is_mine
    }


def shown(
    request: Request, order: Any, form: ActForm, acts: Mapping[str, tuple[str, str]], *, now: datetime
) -> dict[str, Any]:
    """Return what the page of an order shows."""
    return {
        "order": order,
        "stage": Stage(order.stage).words,
        "rows": compared(request, order, now=now),
        "pay_by": queries.clock_of(cause=f"outcome/{order.pk}/pay"),
        "is_late": order.pay_due is not None and order.pay_due < day_in_china(now),
        "pay_days": queries.pay_days(order),
        "left": None if order.amount is None else order.most - order.amount,
        "files": [one.evidence for one in order.files.select_related("evidence")],
        "file_page": f"{'institutions' if order.payee.kind == 'institution' else 'companies'}:file",
        "payee": reverse(f"{'institutions' if order.payee.kind == 'institution' else 'companies'}:portrait", args=[order.payee_id]),
        "steps": [(headed(Doing(one.doing).words), one) for one in order.steps.all()],
        "form": form,
        "acts": [(act, chosen(*names)) for act, names in acts.items()],
        "may_report": order.stage == Stage.PROMISED and request.actor.holds(*ENTER_ORDERS),
        "crumbs": [*trail(), (order.title, "")],
    }  # fmt: skip


def compared(request: Request, order: Any, *, now: datetime) -> list[tuple[str, str, str]]:
    """Return what was promised beside what came, fact by fact."""
    return [
        (
            question_name(question, entry),
            answer_words(answer_of(promised), entry) if promised else "",
            answer_words(answer_of(came), entry) if came else "",
        )
        for question, entry, promised, came in queries.facts_of_order(request.actor, order=order, now=now)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ENTER_ORDERS)
@once
def report(request: Request, id: UUID) -> HttpResponse:
    """Report what came of an order."""
    now = read_clock()
    order = queries.outcome_order(request.actor, id=id)
    if order.stage != Stage.PROMISED:
        return redirect("casework:outcome_order", id)
    facts = queries.facts_of_order(request.actor, order=order, now=now)
    questions = [question for question, *_ in facts]
    entries = {question.name: entry for question, entry, *_ in facts}
    first = first_answers(questions, order.outcome or order.promised, {}, entries)
    form = OutcomeForm(
        request.POST or None, request.FILES or None, questions=questions, entries=entries, first=first,
        initial={"changes": order.changes},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.report_outcome(
                id=id, changes=form.cleaned_data["changes"], outcome=form.answers(), uploads=form.uploads(),
                actor=request.actor, now=now,
            )  # fmt: skip
            flash.success(request, chosen("已提交，等待另一人确认。", "Handed in; another person confirms it."))
            return redirect("casework:outcome_order", id)
    lead = (
        f"按今天（{day_in_china(now):%Y-%m-%d}）和实际结果计算，最多 {order.most:,.2f} 元。条款没有满足的，不能提交。",
        f"Worked out as of today ({day_in_china(now):%Y-%m-%d}) from what came, CNY {order.most:,.2f} at most.",
    )
    crumbs = [*trail(), (order.title, reverse("casework:outcome_order", args=[id]))]
    return show_form(
        request,
        form,
        title=("提交结果", "Report the outcome"),
        crumbs=crumbs,
        lead=lead,
        button=("提交确认", "Hand in"),
    )
