"""Receipts: made with the booking of a payment, numbered without a gap, void where the bank takes the money back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from huiqi.casework.models import Payment, Receipt
from huiqi.kernel import audit
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.copying import copy_models
from huiqi.kernel.ids import new_ids


def make_receipts(payments: Sequence[Payment], *, zone: UUID, now: datetime) -> None:
    """Make the receipts of payments that were just booked as paid, in the transaction of the booking."""
    # One at a time gives out numbers; it holds until the booking is whole.
    audit.locked_head()
    day = day_in_china(now)
    last = Receipt.objects.filter(zone=zone, year=day.year).aggregate(last=Max("serial"))["last"] or 0
    copy_models([
        Receipt(
            id=key, zone_id=zone, payment=one, claim_id=one.claim_id, year=day.year, serial=serial,
            number=f"{day.year}-{serial:06d}", amount=one.amount, paid_on=day, made_at=now,
        )
        for serial, (key, one) in enumerate(zip(new_ids(now, len(payments)), payments, strict=True), start=last + 1)
    ])  # fmt: skip


def void_receipts(payments: Collection[UUID], *, reason: str, now: datetime) -> None:
    """Say of receipts that the bank took their payments back."""
    Receipt.objects.filter(payment__in=payments, void_at=None).update(void_at=now, void_for=reason[:500] or "银行退回")
