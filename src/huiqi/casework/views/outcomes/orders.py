"""Orders for officers: the list, entering one by a clause, and one order with all that was promised, proved and paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.outcomes.rights import ENTER_ORDERS, SEE_ORDERS, SEE_OWN_ORDERS
from huiqi.casework.forms.outcomes.orders import ClauseForm, OrderForm
from huiqi.casework.queries.words import fact_words
from huiqi.casework.views.outcomes.listing import ORDERS, OWN_ORDERS, orders
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries as rulebook
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import set_choices, show_form
from huiqi.ui.listing import show_list
from huiqi.ui.once import once
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


@require_safe
@door(*SEE_ORDERS)
def order_list(request: Request) -> HttpResponseBase:
    """Show the orders within reach."""
    may_enter = request.actor.holds(*ENTER_ORDERS)
    rows = queries.outcome_orders(request.actor)
    shown = orders(day_in_china(read_clock()))
    return show_list(request, shown, rows, template="casework/outcomes/list.html", may_enter=may_enter)


@require_safe
@door(*SEE_OWN_ORDERS)
def own_order_list(request: Request) -> HttpResponseBase:
    """Show whoever is paid what was ordered of it."""
    return show_list(request, OWN_ORDERS, queries.own_outcome_orders(request.actor))


def trail() -> list[tuple[str, str]]:
    """Return the crumbs that lead to the orders."""
    return [(ORDERS.title, reverse("casework:outcome_orders"))]


def zone_to_order(request: Request) -> UUID:
    """Return the zone in which the actor enters orders; raises Http404 where there is none."""
    zones = queries.zones_to_order(request.actor)
    if not zones:
        raise Http404
    return zones[0]


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ENTER_ORDERS)
@once
def choose_clause(request: Request) -> HttpResponse:
    """Choose the clause by which an order is worked out."""
    heads = queries.heads_to_order(zone_to_order(request), now=read_clock())
    form = ClauseForm(request.POST or None)
    words = [
        (f"{one.policy}/{one.clause}", chosen(f"{one.policy_name[0]}：{one.name[0]}（{one.subject[0]}）", f"{one.policy_name[1]}: {one.name[1]} ({one.subject[1]})"))
        for one in heads
    ]  # fmt: skip
    set_choices(form, clause=words)
    if request.method == "POST" and form.is_valid():
        policy, _, clause = form.cleaned_data["clause"].partition("/")
        return redirect("casework:enter_outcome_order", policy, clause)
    lead = (
        "按结果付费：先约定最多付多少，拿到结果和证明、另一人确认后才列为应付。这里是不以企业为对象的条款；企业的奖补走发放批次。",
        "The most is promised first; it is owed once another person has confirmed the outcome. Awards to companies go by rounds.",
    )
    return show_form(
        request, form, title=("登记约定", "Enter an order"), crumbs=trail(), lead=lead, button=("下一步", "Next")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*ENTER_ORDERS)
@once
def enter(request: Request, policy: str, clause: str) -> HttpResponse:
    """Enter an order under a clause."""
    now, zone = read_clock(), zone_to_order(request)
    found = [one for one in queries.heads_to_order(zone, now=now) if (one.policy, one.clause) == (policy, clause)]
    if not found:
        raise Http404
    head, entries = found[0], fact_words(zone=zone, now=now)
    book = rulebook.current_book(zone=zone, now=now)
    questions = queries.questions_of(book, head, day=day_in_china(now))
    lines = queries.lines_to_order(request.actor, zone=zone)
    form = OrderForm(request.POST or None, questions=questions, entries=entries, lines=lines)
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            said: Any = form.said(policy, clause)
            made = services.enter_order(zone=zone, said=said, actor=request.actor, now=now)
            return redirect("casework:outcome_order", made.pk)
    lead = (
        f"{head.policy_name[0]}：{head.name[0]}（{head.article}）。下面的数据按全部达成填写，算出约定的最高金额；另一人批准后资金预留。",
        f"{head.policy_name[1]}: {head.name[1]} ({head.article}). Give the facts as they are if all is reached: they make the most that is promised.",
    )
    return show_form(
        request, form, title=("登记约定", "Enter an order"), crumbs=trail(), lead=lead, button=("提交批准", "Hand in")
    )
