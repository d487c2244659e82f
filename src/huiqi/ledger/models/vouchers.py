"""Vouchers: money of a line that is committed to a holder, who spends it at providers until a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.ledger.models.entries import Entry
from huiqi.ledger.models.lines import Line


class Voucher(models.Model):
    """A voucher; what is left of it is what its cause (`voucher/<id>`) still has committed on its line."""

    id = models.UUIDField(primary_key=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="vouchers")
    holder = models.UUIDField()
    # What it is good for; opaque here.
    code = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    # The last day on which it can be used.
    last_day = models.DateField()
    issued_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="vouchers")

    class Meta:
        ordering = ("-issued_at", "-id")
        indexes = (models.Index(fields=("holder", "last_day"), name="vouchers_of_holder"),)
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0, amount__lt=10**16), name="voucher_above_zero"),)

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"

    @property
    def cause(self) -> str:
        """The cause under which the ledger keeps what is left of it."""
        return f"voucher/{self.pk}"


class VoucherUse(models.Model):
    """A use of a voucher at a provider; it has a cause of its own, for which the provider is paid."""

    id = models.UUIDField(primary_key=True)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="uses")
    provider = models.UUIDField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    used_at = models.DateTimeField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="voucher_use")

    class Meta:
        ordering = ("-used_at", "-id")
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0, amount__lt=10**16), name="use_above_zero"),)

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.amount}"

    @property
    def cause(self) -> str:
        """The cause under which the provider is paid."""
        return f"voucher-use/{self.pk}"
