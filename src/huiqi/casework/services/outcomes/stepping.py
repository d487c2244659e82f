"""The one way in which an order goes from stage to stage: locked, the table asked, the step and the audit written down."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from huiqi.casework.domain.outcomes.states import Doing, Stage, after
from huiqi.casework.models import OutcomeOrder, OutcomeStep
from huiqi.casework.queries.outcomes import orders as known
from huiqi.casework.services.outcomes.failing import CannotSettle
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.ledger import queries as books
from huiqi.ledger import services as ledger
from huiqi.ledger.services import Movement, Step
from huiqi.register import queries as register

_REASON_MOST = 1000


def taken_up(id: UUID, *, changes: int, roles: tuple[Role, ...], actor: Actor) -> OutcomeOrder:
    """Return an order as it was seen, locked, if the actor holds one of the roles there; raises CannotSettle, CannotSeeOrder."""
    seen = known.outcome_order(actor, id=id)
    if actor.person is None or not register.within_reach(actor, *roles).filter(pk=seen.payee_id).exists():
        raise CannotSettle("not_allowed", actor=actor.name)
    if {seen.payee_id, seen.orderer_id} & register.organisations_related(actor.person):
        raise CannotSettle("own_party")
    audit.locked_head()
    order = OutcomeOrder.objects.select_for_update(of=("self",)).select_related("payee").get(pk=id)
    if order.changes != changes:
        last = order.steps.order_by("-pk").first()
        raise CannotSettle("changed_meanwhile", name=last.by_name if last else order.entered_by_name)
    return order


def step(
    order: OutcomeOrder, doing: Doing, *, actor: Actor, now: datetime, reason: str = "", **fields: object
) -> OutcomeOrder:
    """Take a locked order one step on, set further fields and keep it; raises CannotSettle("not_there")."""
    stage = after(order.stage, doing)
    if stage is None:
        raise CannotSettle("not_there", stage=Stage(order.stage).words, doing=doing.words)
    before = order.stage
    order.stage, order.since, order.reason, order.changes = stage.value, now, reason, order.changes + 1
    for name, value in fields.items():
        setattr(order, name, value)
    order.save()
    written(order, doing, actor=actor, now=now, before=before)
    return order


def written(order: OutcomeOrder, doing: Doing, *, actor: Actor, now: datetime, before: str = "") -> None:
    """Write down what was done with an order."""
    OutcomeStep.objects.create(
        order=order,
        doing=doing.value,
        stage=order.stage,
        at=now,
        by=actor.person,
        by_name=actor.name,
        reason=order.reason,
    )
    audit.record(
        f"casework.outcome_order.{_DONE[doing]}",
        actor=actor, subject_kind="outcome_order", subject=order.pk, organisation=order.payee_id, now=now,
        before={"stage": before}, after={"stage": order.stage, "amount": order.amount, "reason": order.reason},
    )  # fmt: skip


_DONE = {
    Doing.ENTER: "entered",
    Doing.APPROVE: "approved",
    Doing.REFUSE: "refused",
    Doing.REPORT: "reported",
    Doing.SEND_BACK: "returned",
    Doing.CONFIRM: "confirmed",
    Doing.CLOSE: "closed",
    Doing.END: "ended",
    Doing.HAND_IN: "handed_in",
    Doing.REJECT: "rejected",
    Doing.PAY: "paid",
}


def another(first: UUID | None, *, actor: Actor) -> None:
    """Refuse that the one who did the first half does the second; raises CannotSettle."""
    if actor.person == first:
        raise CannotSettle("same_person")


def refuse_banned(order: OutcomeOrder, *, now: datetime) -> None:
    """Refuse what a payee would get that is kept from support; raises CannotSettle."""
    found = books.banned(zone=order.zone_id, parties=[order.payee_id], day=day_in_china(now))
    if order.payee_id in found:
        raise CannotSettle("banned", name=order.payee.name, day=found[order.payee_id])


def booked(
    order: OutcomeOrder, key: str, *steps: tuple[Step, Decimal | None], maker: UUID | None, actor: Actor, now: datetime
) -> None:
    """Move the money of an order, made by one and checked by the actor; raises CannotMove."""
    assert maker is not None, "somebody did the first half"
    assert actor.person is not None, "somebody does the second"
    movements = [Movement(order.line, one, amount, order.cause, order.payee_id) for one, amount in steps if amount]
    ledger.move(
        zone=order.zone_id, key=f"{order.cause}/{key}", movements=movements, note=order.title, maker=maker,
        checker=actor.person, actor=actor, now=now,
    )  # fmt: skip


def why(reason: str) -> str:
    """Return a reason as it is kept; raises CannotSettle where there is none or it is too long."""
    if not reason.strip():
        raise CannotSettle("no_reason")
    return as_kept(reason, most=_REASON_MOST)


def as_kept(text: str, *, most: int) -> str:
    """Return a text as it is kept; raises CannotSettle where it is longer."""
    kept = text.strip()
    if len(kept) > most:
        raise CannotSettle("too_long", most=most, length=len(kept))
    return kept
