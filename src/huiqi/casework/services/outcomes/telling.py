"""What the payee of an order is told: that its outcome is confirmed and owed, and that it was paid. One message each."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from huiqi.casework.domain.outcomes.rights import SEE_OWN_ORDERS
from huiqi.casework.models import Clock, OutcomeOrder
from huiqi.kernel.money import full
from huiqi.messages.services import Said, tell
from huiqi.register import queries as register


def tell_owed(order: OutcomeOrder, *, due: Clock | None, now: datetime) -> None:
    """Tell the payee how much is owed, why, by which day where the clause says it, and that the finance office pays it next."""
    assert order.amount is not None, "a confirmed outcome has its amount"
    amount = full(order.amount)
    title = (f"已列为应付：{amount}元", f"Owed to you: CNY {amount}")
    by_day = (f"，最迟{due.due_on:%Y-%m-%d}", f", by {due.due_on:%Y-%m-%d} at the latest") if due else ("", "")
    body = (
        f"“{order.title}”的结果已确认，按“{order.zh}”（{order.article}）应付{amount}元。接下来由财务部门付款{by_day[0]}，您不用做什么。",
        f"The outcome of “{order.title}” is confirmed: CNY {amount} by “{order.en}” ({order.article}). The finance office pays it next{by_day[1]}; there is nothing for you to do.",
    )
    tell_payee(order, "money.owed", title, body, now=now)


def tell_paid(order: OutcomeOrder, *, now: datetime) -> None:
    """Tell the payee how much was paid, for what, and what to do if it is not there."""
    assert order.amount is not None, "what was paid has its amount"
    amount = full(order.amount)
    title = (f"已付出：{amount}元", f"Paid out: CNY {amount}")
    body = (
        f"“{order.title}”的款项已由银行付出（{order.payment}）。请核对本单位账户；三个工作日仍未到账的，请联系财务部门。",
        f"The bank has paid “{order.title}” ({order.payment}). Check your account, and call the finance office if it is not there within three working days.",
    )
    tell_payee(order, "money.paid", title, body, now=now)


def tell_payee(order: OutcomeOrder, kind: str, title: tuple[str, str], body: tuple[str, str], *, now: datetime) -> None:
    """Tell those who act for the payee."""
    said = Said(
        kind=kind,
        key=f"outcome:{order.pk}:{kind}",
        title=title,
        body=body,
        link=reverse("casework:own_outcome_orders"),
    )
    tell(persons=register.holders(organisation=order.payee_id, roles=SEE_OWN_ORDERS, now=now), said=said, now=now)
