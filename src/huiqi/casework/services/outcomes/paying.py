"""Paying for an outcome that is confirmed: entered by finance as the bank names it, booked when another one has checked it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.outcomes.rights import CHECK_ORDER_PAYMENTS, MAKE_ORDER_PAYMENTS
from huiqi.casework.domain.outcomes.states import Doing
from huiqi.casework.models import OutcomeOrder
from huiqi.casework.services.outcomes.due import stop_pay_clock
from huiqi.casework.services.outcomes.failing import CannotSettle
from huiqi.casework.services.outcomes.stepping import another, as_kept, booked, refuse_banned, step, taken_up, why
from huiqi.casework.services.outcomes.telling import tell_paid
from huiqi.kernel.actor import Actor
from huiqi.ledger.services import Step


@transaction.atomic
def hand_in_payment(*, id: UUID, changes: int, payment: str, actor: Actor, now: datetime) -> OutcomeOrder:
    """Enter that the bank has paid what is owed, by the name of the payment there; raises CannotSettle."""
    order = taken_up(id, changes=changes, roles=MAKE_ORDER_PAYMENTS, actor=actor)
    if not payment.strip():
        raise CannotSettle("no_payment")
    refuse_banned(order, now=now)
    return step(
        order, Doing.HAND_IN, actor=actor, now=now, payment=as_kept(payment, most=200), paid_by=actor.person,
        paid_by_name=actor.name, checked_by=None, checked_by_name="",
    )  # fmt: skip


@transaction.atomic
def check_payment(*, id: UUID, changes: int, actor: Actor, now: datetime) -> OutcomeOrder:
    """Check a payment that another one entered, and book it; raises CannotSettle, CannotMove."""
    order = taken_up(id, changes=changes, roles=CHECK_ORDER_PAYMENTS, actor=actor)
    another(order.paid_by, actor=actor)
    step(order, Doing.PAY, actor=actor, now=now, checked_by=actor.person, checked_by_name=actor.name)
    booked(order, "pay", (Step.PAY, order.amount), maker=order.paid_by, actor=actor, now=now)
    stop_pay_clock(order, now=now)
    tell_paid(order, now=now)
    return order


@transaction.atomic
def reject_payment(*, id: UUID, changes: int, reason: str, actor: Actor, now: datetime) -> OutcomeOrder:
    """Send a payment back that another one entered, and say why: it is still owed. Raises CannotSettle."""
    order = taken_up(id, changes=changes, roles=CHECK_ORDER_PAYMENTS, actor=actor)
    another(order.paid_by, actor=actor)
    return step(order, Doing.REJECT, actor=actor, now=now, reason=why(reason))
