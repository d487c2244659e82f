"""The outcome of an order: reported with evidence, worked out by the clause, confirmed by another person; only then it is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.campaigns import Answer, stored
from huiqi.casework.domain.outcomes.rights import CONFIRM_ORDERS, ENTER_ORDERS
from huiqi.casework.domain.outcomes.states import Doing
from huiqi.casework.models import OutcomeFile, OutcomeOrder
from huiqi.casework.services.outcomes.due import start_pay_clock
from huiqi.casework.services.outcomes.failing import CannotSettle
from huiqi.casework.services.outcomes.promising import amount_of
from huiqi.casework.services.outcomes.stepping import another, booked, refuse_banned, step, taken_up, why
from huiqi.casework.services.outcomes.telling import tell_owed
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.ledger.services import Step
from huiqi.register.services.files import Upload, kept


@transaction.atomic
def report_outcome(
    *, id: UUID, changes: int, outcome: Mapping[str, Answer], uploads: Sequence[Upload], actor: Actor, now: datetime
) -> OutcomeOrder:
    """Say what came of an order, with its evidence; before the clause is met it is refused. Raises CannotSettle, CannotKeepFile."""
    order = taken_up(id, changes=changes, roles=ENTER_ORDERS, actor=actor)
    if not uploads:
        raise CannotSettle("no_proof")
    said = {key: stored(answer) for key, answer in outcome.items()}
    today = day_in_china(now)
    amount = amount_of(order.pack_hash, (order.policy, order.version, order.clause), said, day=today)
    if amount > order.most:
        raise CannotSettle("more_than_promised", amount=amount, most=order.most)
    with ExitStack() as files:
        step(
            order, Doing.REPORT, actor=actor, now=now, outcome=said, amount=amount, reported_by=actor.person,
            reported_by_name=actor.name, reported_on=today, confirmed_by=None, confirmed_by_name="",
        )  # fmt: skip
        for upload in uploads:
            evidence = files.enter_context(kept(upload, organisation=order.payee, actor=actor, now=now))
            OutcomeFile.objects.create(order=order, evidence=evidence, report=order.changes)
    return order


@transaction.atomic
def confirm_outcome(*, id: UUID, changes: int, actor: Actor, now: datetime) -> OutcomeOrder:
    """Confirm what another one reported: that much is owed from today, the rest is free again. Raises CannotSettle, CannotMove."""
    order = taken_up(id, changes=changes, roles=CONFIRM_ORDERS, actor=actor)
    another(order.reported_by, actor=actor)
    refuse_banned(order, now=now)
    doing = Doing.CONFIRM if order.amount else Doing.CLOSE
    step(order, doing, actor=actor, now=now, confirmed_by=actor.person, confirmed_by_name=actor.name)
    assert order.amount is not None, "a report has its amount"
    booked(
        order, "outcome", (Step.OWE, order.amount), (Step.CANCEL, order.most - order.amount), maker=order.reported_by,
        actor=actor, now=now,
    )  # fmt: skip
    if doing is Doing.CONFIRM:
        tell_owed(order, due=start_pay_clock(order, now=now), now=now)
    return order


@transaction.atomic
def send_outcome_back(*, id: UUID, changes: int, reason: str, actor: Actor, now: datetime) -> OutcomeOrder:
    """Send back what another one reported, and say why; its evidence stays. Raises CannotSettle."""
    order = taken_up(id, changes=changes, roles=CONFIRM_ORDERS, actor=actor)
    another(order.reported_by, actor=actor)
    return step(order, Doing.SEND_BACK, actor=actor, now=now, reason=why(reason), amount=None)
