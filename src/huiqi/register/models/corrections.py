"""What companies ask to be corrected about themselves; nothing changes until an officer accepts it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.register.domain.values import Columns, State, value_of
from huiqi.register.domain.values import Value as FactValue
from huiqi.register.models.facts import Subject
from huiqi.register.models.files import EvidenceFile


class Correction(models.Model):
    """One fact as the company says it is, why, and with what evidence; then what was decided, by whom and why."""

    class Status(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="corrections")
    name = models.CharField(max_length=100)
    period = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20)
    number = models.DecimalField(max_digits=38, decimal_places=18, null=True)
    text = models.TextField(null=True)  # noqa: DJ001  # an empty text is a value
    day = models.DateField(null=True)
    truth = models.BooleanField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    reason = models.TextField()
    evidence = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="corrections")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)
    # The row that was added to the facts when it was accepted.
    fact = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = (models.Index(fields=("status", "asked_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "name", "period"), condition=Q(status="open"), name="correction_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status="open", decided_at=None) | ~Q(status="open") & Q(decided_at__isnull=False),
                name="correction_closed_when_decided",
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(decision=""), name="correction_refused_why"),
            models.CheckConstraint(
                condition=Q(status="accepted", fact__isnull=False) | ~Q(status="accepted") & Q(fact=None),
                name="correction_accepted_is_fact",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.period} {self.status}"

    @property
    def value(self) -> FactValue:
        """What the company says it is."""
        return value_of(Columns(State(self.state), number=self.number, text=self.text, day=self.day, truth=self.truth))
