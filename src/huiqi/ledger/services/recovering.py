"""Money that was paid and is asked back, what of it comes back, and parties that get nothing for a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.ledger.domain.posting import CannotMove, Movement, sound
from huiqi.ledger.domain.rights import CHECK, MAKE
from huiqi.ledger.domain.steps import Step
from huiqi.ledger.models import Ban, Line, Obligation, Recovery
from huiqi.ledger.services.allowing import CannotKeep, allowed
from huiqi.ledger.services.apart import refuse_own
from huiqi.ledger.services.moving import move


@transaction.atomic
def ask_back(
    *, line: UUID, cause: str, amount: Decimal, ground: str, due_on: date, actor: Actor, now: datetime
) -> Recovery:
    """Ask back what was paid for a cause, in yuan, never more than was paid; raises CannotKeep, CannotMove."""
    audit.locked_head()
    if not sound(amount):
        raise CannotMove("amount_invalid", amount=amount)
    row = Line.objects.filter(pk=line).first()
    paid = Obligation.objects.filter(line=line, cause=cause, party__isnull=False).first()
    if row is None:
        raise CannotKeep("no_line")
    allowed(row.within, actor=actor, roles=MAKE)
    if paid is None or paid.party is None:
        raise CannotKeep("nothing_paid", cause=cause)
    sums = Recovery.objects.filter(line=line, cause=cause).aggregate(open=Sum(F("amount") - F("returned")))
    open_before = sums["open"] or Decimal(0)
    if open_before + amount > paid.paid:
        raise CannotKeep("asked_more", paid=paid.paid, open=open_before, wanted=amount)
    recovery = Recovery.objects.create(
        id=new_id(now), line=row, cause=cause, party=paid.party, amount=amount, ground=ground, due_on=due_on,
        asked_at=now, asked_by_name=actor.name,
    )  # fmt: skip
    audit.record(
        "ledger.recovery.asked", actor=actor, subject_kind="ledger_recovery", subject=recovery.pk,
        organisation=row.within[-1], after={"cause": cause, "amount": amount, "ground": ground}, now=now,
    )  # fmt: skip
    return recovery


@transaction.atomic
def recover(
    *, id: UUID, key: str, amount: Decimal, maker: UUID, checker: UUID, actor: Actor, now: datetime
) -> Recovery:
    """Book what came back of a recovery, in yuan; it is free on its line again. Raises CannotKeep, CannotMove."""
    audit.locked_head()
    recovery = Recovery.objects.select_for_update().select_related("line").filter(pk=id).first()
    if recovery is None:
        raise CannotKeep("no_recovery")
    left = recovery.amount - recovery.returned
    if recovery.line.transfers.filter(entry__zone=recovery.line.zone, entry__key=key).exists():
        return recovery
    if amount > left:
        raise CannotKeep("returned_more", left=left, wanted=amount)
    movement = Movement(recovery.line_id, Step.RETURN, amount, recovery.cause, recovery.party)
    move(
        zone=recovery.line.zone, key=key, movements=[movement], maker=maker, checker=checker, actor=actor, now=now
    )  # fmt: skip
    recovery.returned += amount
    recovery.save(update_fields=["returned"])
    audit.record(
        "ledger.recovery.returned", actor=actor, subject_kind="ledger_recovery", subject=recovery.pk,
        organisation=recovery.line.within[-1], after={"amount": amount, "returned": recovery.returned}, now=now,
    )  # fmt: skip
    return recovery


@transaction.atomic
def ban(
    *, zone: UUID, party: UUID, first_day: date, last_day: date, ground: str, actor: Actor, now: datetime,
    recovery: UUID | None = None,
) -> Ban:  # fmt: skip
    """Keep a party from getting anything of a zone from one day to another; raises CannotKeep."""
    allowed([zone], actor=actor, roles=(*MAKE, *CHECK))
    if last_day < first_day:
        raise CannotKeep("days_turned")
    made = Ban.objects.create(
        id=new_id(now), zone=zone, party=party, first_day=first_day, last_day=last_day, ground=ground, made_at=now,
        made_by_name=actor.name, made_by=actor.person, recovery_id=recovery,
    )  # fmt: skip
    audit.record(
        "ledger.ban.made", actor=actor, subject_kind="ledger_ban", subject=made.pk, organisation=zone,
        after={"party": party, "first_day": first_day, "last_day": last_day, "ground": ground}, now=now,
    )  # fmt: skip
    return made


@transaction.atomic
def lift(*, id: UUID, reason: str, actor: Actor, now: datetime) -> Ban:
    """Lift a ban before its last day, with the reason; raises CannotKeep."""
    row = Ban.objects.select_for_update().filter(pk=id, lifted_at=None).first()
    if row is None:
        raise CannotKeep("no_ban")
    allowed([row.zone], actor=actor, roles=CHECK)
    if row.made_by is not None and row.made_by == actor.person:
        raise CannotKeep("own_ban")
    refuse_own([row.party], actor=actor)
    row.lifted_at, row.lifted_for = now, reason
    row.save()
    audit.record(
        "ledger.ban.lifted", actor=actor, subject_kind="ledger_ban", subject=row.pk, organisation=row.zone,
        after={"reason": reason}, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def prolong(*, id: UUID, last_day: date, ground: str, actor: Actor, now: datetime) -> Ban:
    """Keep a party out for longer, by a ban that begins where the first one ends; raises CannotKeep."""
    row = Ban.objects.select_for_update().filter(pk=id, lifted_at=None).first()
    if row is None:
        raise CannotKeep("no_ban")
    if last_day <= row.last_day:
        raise CannotKeep("not_longer", day=row.last_day)
    later = Ban.objects.filter(zone=row.zone, party=row.party, lifted_at=None, last_day__gt=row.last_day)
    if later.exists():
        raise CannotKeep("prolonged")
    return ban(
        zone=row.zone, party=row.party, first_day=row.last_day + timedelta(days=1), last_day=last_day, ground=ground,
        recovery=row.recovery_id, actor=actor, now=now,
    )  # fmt: skip
