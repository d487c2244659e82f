"""Records that may be one company, and records that were brought together, with everything that it takes to part them again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.register.models.organisations import Organisation


class DuplicatePair(models.Model):
    """Two records that may be one company, and why; a pair that somebody has looked at is not brought up again."""

    class State(models.TextChoices):
        OPEN = "open"
        APART = "apart"
        MERGED = "merged"

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-found_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Merge(models.Model):
    """One record brought into another. `moved` lists what pointed at it: table, key, column; `batch` holds what was said then."""

    id = models.UUIDField(primary_key=True)
    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    moved = models.JSONField()
    stayed = models.PositiveIntegerField(default=0)
    names_added = models.JSONField(default=list)
    # The credit code that the one kept had none of, and got from the other.
    code_moved = models.CharField(max_length=18, blank=True)
    merged_at = models.DateTimeField()
    merged_by_name = models.CharField(max_length=200)
    parted_at = models.DateTimeField(null=True)
    parted_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-merged_at", "-id")
        indexes = (models.Index(fields=("kept", "-merged_at"), name="merge_by_kept"),)
        constraints = (
            models.UniqueConstraint(fields=("gone",), condition=Q(parted_at=None), name="merge_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"
