"""Money that was paid and is asked back, and parties that get nothing for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.ledger.models.lines import Line


class Recovery(models.Model):
    """An amount that is asked back of a party, in yuan, with the ground; what came back is counted here."""

    id = models.UUIDField(primary_key=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="recoveries")
    cause = models.CharField(max_length=100)
    party = models.UUIDField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    returned = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    ground = models.TextField()
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lt=10**16), name="recovery_above_zero"),
            models.CheckConstraint(
                condition=Q(returned__gte=0, returned__lte=F("amount")), name="recovery_not_more_than_asked"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="recovery_has_ground"),
        )

    def __str__(self) -> str:
        return f"{self.cause} {self.amount}"


class Ban(models.Model):
    """A party that gets nothing from one day to another, both included; lifted early with the reason."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    party = models.UUIDField()
    first_day = models.DateField()
    last_day = models.DateField()
    ground = models.TextField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    # Unknown of those that were made before this was kept.
    made_by = models.UUIDField(null=True)
    recovery = models.ForeignKey(Recovery, null=True, on_delete=models.PROTECT, related_name="bans")
    lifted_at = models.DateTimeField(null=True)
    lifted_for = models.TextField(blank=True)

    class Meta:
        ordering = ("-first_day", "-id")
        indexes = (models.Index(fields=("zone", "party", "last_day"), name="bans_of_party"),)
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="ban_has_days"),
            models.CheckConstraint(condition=~Q(ground=""), name="ban_has_ground"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_for="") | Q(lifted_at__isnull=False) & ~Q(lifted_for=""),
                name="ban_lifted_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.first_day} {self.last_day}"
