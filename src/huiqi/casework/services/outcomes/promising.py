"""Promising to pay for an outcome: entered with what is to come, worked out by the clause, approved by another person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.campaigns import Answer, stored
from huiqi.casework.domain.outcomes.rights import CONFIRM_ORDERS, ENTER_ORDERS
from huiqi.casework.domain.outcomes.states import Doing
from huiqi.casework.models import OutcomeOrder
from huiqi.casework.queries.outcomes import orders as known
from huiqi.casework.queries.outcomes.orders import Kept
from huiqi.casework.services.outcomes.failing import CannotSettle
from huiqi.casework.services.outcomes.stepping import (
    another,
    as_kept,
    booked,
    refuse_banned,
    step,
    taken_up,
    why,
    written,
)
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.ids import new_id
from huiqi.ledger import queries as ledger
from huiqi.ledger.services import Step
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services.evaluating import ClauseHead


@dataclass(frozen=True, slots=True)
class OrderSaid:
    """What is ordered: a clause, its title, who is paid and who ordered it (credit codes), what is to come by which day, out of which line."""

    policy: str
    clause: str
    title: str
    payee: str
    orderer: str
    expected_on: date
    line: UUID
    promised: Mapping[str, Answer]


@transaction.atomic
def enter_order(*, zone: UUID, said: OrderSaid, actor: Actor, now: datetime) -> OutcomeOrder:
    """Enter what is to be paid on its outcome, for another person to approve; raises CannotSettle."""
    if actor.person is None or zone not in known.zones_to_order(actor):
        raise CannotSettle("not_allowed", actor=actor.name)
    head = next(
        (one for one in known.heads_to_order(zone, now=now) if (one.policy, one.clause) == (said.policy, said.clause)),
        None,
    )
    if head is None:
        raise CannotSettle("no_clause")
    made = order_of(zone, said, head, actor=actor, now=now)
    made.save(force_insert=True)
    written(made, Doing.ENTER, actor=actor, now=now)
    return made


def order_of(zone: UUID, said: OrderSaid, head: ClauseHead, *, actor: Actor, now: datetime) -> OutcomeOrder:
    """Return an order, not kept yet, with the most that it can come to; raises CannotSettle."""
    assert actor.person is not None, "asked before"
    if not said.title.strip():
        raise CannotSettle("no_title")
    if said.expected_on < day_in_china(now):
        raise CannotSettle("is_past", day=said.expected_on)
    if not ledger.lines(actor).filter(pk=said.line, zone=zone, kind="line").exists():
        raise CannotSettle("no_line")
    promised = {key: stored(answer) for key, answer in said.promised.items()}
    hash_ = rulebook.current_book(zone=zone, now=now).hash
    most = amount_of(hash_, (head.policy, head.version, head.clause), promised, day=said.expected_on)
    if most == 0:
        raise CannotSettle("promises_nothing")
    return OutcomeOrder(
        id=new_id(now), zone_id=zone, payee_id=party(zone, said.payee, actor=actor),
        orderer_id=party(zone, said.orderer, actor=actor) if said.orderer.strip() else None, title=as_kept(said.title, most=200),
        policy=head.policy, version=head.version, clause=head.clause, policy_zh=head.policy_name[0],
        policy_en=head.policy_name[1], zh=head.name[0], en=head.name[1], article=head.article, pack_hash=hash_,
        line=said.line, promised=promised, expected_on=said.expected_on, most=most, since=now,
        entered_by=actor.person, entered_by_name=actor.name, entered_at=now,
    )  # fmt: skip


def party(zone: UUID, code: str, *, actor: Actor) -> UUID:
    """Return who has a credit code; raises CannotSettle. What the actor may not keep orders for is not there."""
    found = known.party_with(actor, code=code, zone=zone)
    if found in register.organisations_related(actor.person):
        raise CannotSettle("own_party")
    if found is None or not register.within_reach(actor, *ENTER_ORDERS).filter(pk=found).exists():
        raise CannotSettle("no_payee", code=code)
    return found


def amount_of(hash: str, said: tuple[str, str, str], answers: Kept, *, day: date) -> Decimal:
    """Return what a clause gives for answers on a day, in yuan; raises CannotSettle with all that it lacks."""
    found = known.worked_out(hash, said, answers, day=day)
    if found is None:
        raise CannotSettle("no_clause")
    head, own = found
    if own.outcome == "not_met":
        raise CannotSettle("not_met", names=names_of(head, own.failed))
    if own.missing:
        raise CannotSettle("missing", names=names_of(head, own.missing))
    if own.outcome != "met" or own.low is None or own.low != own.high:
        raise CannotSettle("open_amount")
    return own.low


def names_of(head: ClauseHead, ids: Sequence[str]) -> tuple[str, str]:
    """Return what facts and conditions are called, in both languages."""
    words = [head.words.get(name, (name, name)) for name in ids]
    return "、".join(zh for zh, _ in words), ", ".join(en for _, en in words)


@transaction.atomic
def approve_order(*, id: UUID, changes: int, actor: Actor, now: datetime) -> OutcomeOrder:
    """Approve what another one entered: the most that it can come to is committed. Raises CannotSettle, CannotMove."""
    order = taken_up(id, changes=changes, roles=CONFIRM_ORDERS, actor=actor)
    another(order.entered_by, actor=actor)
    refuse_banned(order, now=now)
    step(order, Doing.APPROVE, actor=actor, now=now, approved_by=actor.person, approved_by_name=actor.name)
    booked(
        order,
        "promise",
        (Step.RESERVE, order.most),
        (Step.COMMIT, order.most),
        maker=order.entered_by,
        actor=actor,
        now=now,
    )
    return order


@transaction.atomic
def refuse_order(*, id: UUID, changes: int, reason: str, actor: Actor, now: datetime) -> OutcomeOrder:
    """Refuse what another one entered, and say why; raises CannotSettle."""
    order = taken_up(id, changes=changes, roles=CONFIRM_ORDERS, actor=actor)
    another(order.entered_by, actor=actor)
    return step(order, Doing.REFUSE, actor=actor, now=now, reason=why(reason))


@transaction.atomic
def end_order(*, id: UUID, changes: int, reason: str, actor: Actor, now: datetime) -> OutcomeOrder:
    """End an order of which nothing came, and say why: all its money is free again. Raises CannotSettle, CannotMove."""
    order = taken_up(id, changes=changes, roles=CONFIRM_ORDERS, actor=actor)
    another(order.entered_by, actor=actor)
    step(order, Doing.END, actor=actor, now=now, reason=why(reason))
    booked(order, "end", (Step.CANCEL, order.most), maker=order.entered_by, actor=actor, now=now)
    return order
