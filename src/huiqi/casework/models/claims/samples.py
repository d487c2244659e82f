"""Sample checks with receivers (抽查回访): a random draw of paid claims, a call about each, and what was found wrong."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.casework.domain.claims.sampling import Stratum


class Sample(models.Model):
    """A draw out of the claims paid from one day to another: what was asked, the seed, and out of how many."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    paid_from = models.DateField()
    paid_to = models.DateField()
    # A policy alone, or all.
    policy = models.CharField(max_length=200, blank=True)
    stratum = models.CharField(max_length=10, default=Stratum.NONE.value)
    seed = models.CharField(max_length=64)
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    # SHA-256 over the identifiers drawn from, in order: whoever draws again starts from the same.
    population_hash = models.CharField(max_length=64)
    due_on = models.DateField(null=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.UUIDField(null=True)
    drawn_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-drawn_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(paid_from__lte=models.F("paid_to")), name="sample_has_days"),
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=models.F("population")), name="sample_has_size"),
        )

    def __str__(self) -> str:
        return f"{self.paid_from} {self.seed}"


class Call(models.Model):
    """One claim of a sample: what its receiver answered, to whom and when; where something is wrong, what was found about it."""

    id = models.UUIDField(primary_key=True)
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="calls")
    claim = models.ForeignKey("casework.Claim", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    # Null until answered; yes or no to each question.
    received = models.BooleanField(null=True)
    amount_right = models.BooleanField(null=True)
    fee_asked = models.BooleanField(null=True)
    spoken_with = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    is_wrong = models.BooleanField(default=False)
    finding = models.CharField(max_length=1000, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("sample", "claim"), name="call_once_a_sample"),
            models.CheckConstraint(
                condition=Q(answered_at=None)
                | Q(received__isnull=False, amount_right__isnull=False, fee_asked__isnull=False),
                name="call_answered_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(finding="") & Q(is_wrong=True), name="call_settled_has_finding"
            ),
            # Who heard of it does not settle it.
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=models.F("answered_by")), name="call_settled_by_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sample_id} {self.place}"
