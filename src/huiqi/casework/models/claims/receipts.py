"""Receipts of payments (拨付凭证): what a company shows for money that arrived."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Receipt(models.Model):
    """One payment that arrived, under a number of its zone and year. A row is never changed but to say that the bank took it back."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    payment = models.OneToOneField("casework.Payment", on_delete=models.PROTECT, related_name="receipt")
    claim = models.ForeignKey("casework.Claim", on_delete=models.PROTECT, related_name="receipts")
    # Counted without a gap: 2026 and 17 are number 2026-000017.
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=12)
    # In yuan.
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    paid_on = models.DateField()
    made_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)
    void_for = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-made_at", "-serial")
        constraints = (
            models.UniqueConstraint(fields=("zone", "year", "serial"), name="receipt_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_amount_positive"),
            models.CheckConstraint(condition=Q(void_at=None) | ~Q(void_for=""), name="receipt_void_for_a_reason"),
        )

    def __str__(self) -> str:
        return self.number
