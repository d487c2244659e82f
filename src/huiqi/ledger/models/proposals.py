"""Proposals: a budget changes when a second person confirms it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.ledger.domain.proposals import PLANNING, Kind, Standing
from huiqi.ledger.domain.steps import Step
from huiqi.ledger.models.entries import Entry, Transfer
from huiqi.ledger.models.lines import Line

_STEPS = (Step.SET, Step.CUT, Step.CORRECT, Step.COMMIT, Step.OWE, Step.PAY, Step.CANCEL, Step.RETURN)

_PLANNING = sorted(kind.value for kind in PLANNING)


class Proposal(models.Model):
    """A change that somebody proposes, and what a second person said of it; confirmed, it has its entry."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    reason = models.TextField()
    # What its kind needs besides the parts: holder, last day, voucher (`services.promised`).
    details = models.JSONField(default=dict)
    standing = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Standing])
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="proposal")

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("zone", "standing", "-made_at"), name="proposals_of_zone"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="proposal_kind_known"),
            models.CheckConstraint(
                condition=Q(standing=Standing.OPEN.value, decided_by=None, decided_at=None)
                | Q(standing=Standing.WITHDRAWN.value, decided_at__isnull=False)
                | Q(standing__in=(Standing.CONFIRMED.value, Standing.REFUSED.value), decided_by__isnull=False)
                & ~Q(decided_by=F("made_by")),
                name="proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.CONFIRMED.value, entry__isnull=False) & ~Q(kind__in=_PLANNING)
                | Q(standing=Standing.CONFIRMED.value, entry=None, kind__in=_PLANNING)
                | ~Q(standing=Standing.CONFIRMED.value) & Q(entry=None),
                name="proposal_confirmed_has_entry",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.standing}"


class ProposalPart(models.Model):
    """A line of a proposal with its amount, in yuan."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="parts")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="proposed")
    step = models.CharField(max_length=10, choices=[(step.value, step.value) for step in _STEPS])
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    transfer = models.ForeignKey(Transfer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lt=10**16), name="part_above_zero"),
            models.CheckConstraint(
                condition=Q(step=Step.CORRECT.value, transfer__isnull=False)
                | Q(step__in=[step.value for step in _STEPS if step is not Step.CORRECT], transfer=None),
                name="part_step_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.amount}"
