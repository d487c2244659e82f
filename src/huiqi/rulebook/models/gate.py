"""The records of the gate: who said what about which text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.rulebook.domain.gate import Gate, Outcome
from huiqi.rulebook.models.drafts import Draft


class GateRecord(models.Model):
    """One check of a draft on record. Rows are only ever added (migration 0004)."""

    # Counted: of two records of one moment the later one is right.
    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="records")
    gate = models.CharField(max_length=30, choices=[(gate.value, gate.value) for gate in Gate])
    outcome = models.CharField(max_length=20, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    # Whose opinion it is, where it is not that of the one who records it.
    given_by = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    # The document that holds it: its name, number or address.
    document = models.CharField(max_length=400, blank=True)
    # The digest of the draft's texts: what the record is about.
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(gate__in=[gate.value for gate in Gate]), name="gate_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]), name="gate_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="gate_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.gate} {self.outcome}"
