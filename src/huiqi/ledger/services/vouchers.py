"""Vouchers: issued to a holder, used at providers, and what is left runs out with the last day.

What a provider is owed for a use, one person proposes to pay and another confirms (`promising.propose_settlement`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.ids import new_id
from huiqi.ledger import queries
from huiqi.ledger.domain.posting import Movement
from huiqi.ledger.domain.steps import TO_OWED, Step
from huiqi.ledger.models import Obligation, Voucher, VoucherUse
from huiqi.ledger.services.allowing import CannotKeep
from huiqi.ledger.services.moving import move


@dataclass(frozen=True, slots=True)
class Two:
    """The two people of an entry, the actor, and the moment."""

    maker: UUID
    checker: UUID
    actor: Actor
    now: datetime


@transaction.atomic
def issue_voucher(
    *, line: UUID, zone: UUID, key: str, holder: UUID, code: str, amount: Decimal, last_day: date, two: Two
) -> Voucher:
    """Commit an amount of a line to a holder until a day, in yuan; a repetition returns the first voucher. Raises CannotMove."""
    audit.locked_head()
    before = Voucher.objects.filter(entry__zone=zone, entry__key=key).first()
    number = before.pk if before else new_id(two.now)
    cause = f"voucher/{number}"
    movements = [Movement(line, step, amount, cause, holder) for step in (Step.RESERVE, Step.COMMIT)]
    entry = move(
        zone=zone, key=key, movements=movements, maker=two.maker, checker=two.checker, actor=two.actor, now=two.now
    )  # fmt: skip
    if before:
        return before
    return Voucher.objects.create(
        id=number, line_id=line, holder=holder, code=code, amount=amount, last_day=last_day, issued_at=two.now,
        entry_id=entry,
    )  # fmt: skip


@transaction.atomic
def use_voucher(*, id: UUID, key: str, provider: UUID, amount: Decimal, two: Two) -> VoucherUse:
    """Owe a provider an amount of a voucher, in yuan; a repetition returns the first use. Raises CannotKeep, CannotMove."""
    audit.locked_head()
    voucher = voucher_of(id)
    zone = voucher.line.zone
    before = VoucherUse.objects.filter(voucher=voucher, entry__key=key).first()
    if before is None and day_in_china(two.now) > voucher.last_day:
        raise CannotKeep("voucher_over", day=voucher.last_day)
    number = before.pk if before else new_id(two.now)
    spent = Movement(voucher.line_id, Step.CANCEL, amount, voucher.cause, voucher.holder)
    owed = [Movement(voucher.line_id, step, amount, f"voucher-use/{number}", provider) for step in TO_OWED]
    entry = move(
        zone=zone, key=key, movements=[spent, *owed], maker=two.maker, checker=two.checker, actor=two.actor, now=two.now
    )  # fmt: skip
    return before or VoucherUse.objects.create(
        id=number, voucher=voucher, provider=provider, amount=amount, used_at=two.now, entry_id=entry
    )  # fmt: skip


@transaction.atomic
def expire_vouchers(*, actor: Actor, now: datetime) -> Decimal:
    """Give back to their lines what is left of vouchers whose last day is over; return how much that is, in yuan.

    It follows from the terms on which two people issued each of them: they are maker and checker of its entry.
    """
    audit.locked_head()
    over = queries.vouchers(actor).filter(last_day__lt=day_in_china(now), left__gt=Decimal(0)).select_related("entry")
    total = Decimal(0)
    for voucher in over.order_by("pk"):
        movement = Movement(voucher.line_id, Step.CANCEL, voucher.left, voucher.cause, voucher.holder)
        move(
            zone=voucher.line.zone, key=f"{voucher.cause}/expired", movements=[movement], maker=voucher.entry.maker,
            checker=voucher.entry.checker, actor=actor, now=now,
        )  # fmt: skip
        total += voucher.left
    return total


def voucher_of(id: UUID) -> Voucher:
    """Return a voucher with its line; raises CannotKeep."""
    found = Voucher.objects.select_related("line").filter(pk=id).first()
    if found is None:
        raise CannotKeep("no_voucher")
    return found


def left_of(voucher: Voucher) -> Decimal:
    """Return what is left of a voucher, in yuan."""
    kept = Obligation.objects.filter(line=voucher.line_id, cause=voucher.cause).values_list("committed", flat=True)
    return kept.first() or Decimal(0)
