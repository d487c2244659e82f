"""The clock of orders paid on their outcome: by when one is paid that is owed, as its clause says; it stops when it is paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huiqi.casework.models import Clock, OutcomeOrder
from huiqi.casework.queries.outcomes.orders import pay_days
from huiqi.casework.services.claims.due import working
from huiqi.casework.services.clocks import start_clocks, stop_clocks


def pay_clock(order: UUID) -> str:
    """Return what the clock is called by which an order is paid."""
    return f"outcome/{order}/pay"


def start_pay_clock(order: OutcomeOrder, *, now: datetime) -> Clock | None:
    """Start the clock by which an order is paid; None where its clause has no term for it."""
    days = pay_days(order)
    if days is None:
        return None
    title = (f"待付款：{order.title}", f"To pay: {order.title}")
    said = working(pay_clock(order.pk), title, days, now, "outcome_order", order.pk)
    (started,) = start_clocks(zone=order.zone_id, organisation=order.zone_id, said=[said], now=now)
    return started


def stop_pay_clock(order: OutcomeOrder, *, now: datetime) -> None:
    """Stop the clock of an order that was paid."""
    stop_clocks(causes=[pay_clock(order.pk)], now=now)
