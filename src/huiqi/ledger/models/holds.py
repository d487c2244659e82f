"""Entries that could not be booked for lack of room or money, and wait."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.ledger.models.entries import Entry
from huiqi.ledger.models.lines import Line


class Hold(models.Model):
    """An entry as it was asked for, and why it is not booked; taken up later, or dropped with the reason."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    key = models.CharField(max_length=200)
    # The movements, as text and exact numbers.
    movements = models.JSONField()
    total = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    maker = models.UUIDField()
    checker = models.UUIDField()
    # Why: the code of the failure, the line or ceiling that lacks, what it had and what was wanted, in yuan.
    code = models.CharField(max_length=30)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="holds")
    party = models.UUIDField(null=True)
    cause = models.CharField(max_length=100)
    had = models.DecimalField(max_digits=18, decimal_places=2)
    wanted = models.DecimalField(max_digits=18, decimal_places=2)
    held_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="hold")

    class Meta:
        ordering = ("held_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("zone", "key"), name="hold_key_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, entry=None)
                | Q(ended_at__isnull=False, entry__isnull=False)
                | Q(ended_at__isnull=False, entry=None) & ~Q(said=""),
                name="hold_ends_in_entry_or_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.code}"
