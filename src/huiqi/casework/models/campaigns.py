"""Survey campaigns, and the companies that they ask."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.casework.domain.campaigns import Progress, Question, Stage


class Campaign(models.Model):
    """Chosen companies are asked for chosen facts by a day."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    purpose = models.TextField(max_length=2000, blank=True)
    # [[name of the fact, period], …] in the order of the form.
    asks = models.JSONField()
    due_on = models.DateField()
    stage = models.CharField(max_length=10, default=Stage.DRAFT.value)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-added_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(stage="draft", opened_at=None, closed_at=None)
                | Q(stage="open", opened_at__isnull=False, closed_at=None)
                | Q(stage="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="campaign_stage_has_its_moments",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, in the order of the form."""
        return tuple(Question(name, period) for name, period in self.asks)


class AskedCompany(models.Model):
    """One company that a campaign asks, with its answers before and after the officer's look."""

    id = models.UUIDField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="asked")
    company = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    progress = models.CharField(max_length=10, default=Progress.WAITING.value)
    # {question: [kind, text]} (`domain.campaigns`); what is not answered is not there.
    answers = models.JSONField(default=dict)
    # Grows with every change: whoever writes has to have seen the last one.
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    looked_by_name = models.CharField(max_length=200, blank=True)
    # Why it was returned.
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("company", "progress"), name="asked_by_company"),)
        constraints = (
            models.UniqueConstraint(fields=("campaign", "company"), name="asked_once"),
            models.CheckConstraint(
                condition=Q(progress__in=[progress.value for progress in Progress]), name="asked_progress_known"
            ),
            models.CheckConstraint(
                condition=~Q(progress__in=["sent", "taken"]) | Q(sent_at__isnull=False), name="asked_sent_has_moment"
            ),
            models.CheckConstraint(condition=~Q(progress="returned") | ~Q(reason=""), name="asked_returned_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.company_id} in {self.campaign_id}"
