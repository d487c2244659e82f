"""Batches of payments, and the payments in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.claims.batches import Result, Stage


class Batch(models.Model):
    """Payments that go to the bank together: one person makes it, another checks it."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12)
    stage = models.CharField(max_length=10, default=Stage.MADE.value)
    count = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=18, decimal_places=2)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("zone", "number"), name="batch_number_once"),
            models.CheckConstraint(condition=Q(stage__in=[one.value for one in Stage]), name="batch_stage_known"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("made_by")), name="batch_maker_is_not_checker"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=("made", "withdrawn")) | Q(checked_by__isnull=False), name="batch_sent_is_checked"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """One claim in a batch, to the account as it was then. A claim has one payment that waits or was paid, and never two."""

    id = models.UUIDField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="payments")
    claim = models.ForeignKey("casework.Claim", on_delete=models.PROTECT, related_name="payments")
    # By which the bank's result is matched.
    reference = models.CharField(max_length=20, unique=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    holder = models.CharField(max_length=200)
    bank = models.CharField(max_length=200)
    branch = models.CharField(max_length=12, blank=True)
    number = models.CharField(max_length=32)
    result = models.CharField(max_length=10, default=Result.WAITING.value)
    reason = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("reference",)
        constraints = (
            models.UniqueConstraint(
                fields=("claim",), condition=Q(result__in=("waiting", "paid")), name="payment_never_twice"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(condition=Q(result__in=[one.value for one in Result]), name="payment_result_known"),
        )

    def __str__(self) -> str:
        return self.reference
