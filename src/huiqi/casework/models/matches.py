"""What each company can get at present, clause by clause, and what changed for it: at most one piece of news a batch."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Match(models.Model):
    """A company's own answer under a clause, before other claims and the past are looked at. None: it was never met nor open."""

    class Outcome(models.TextChoices):
        MET = "met"
        NOT_MET = "not_met"
        UNKNOWN = "unknown"

    company = models.ForeignKey("register.Organisation", on_delete=models.CASCADE, related_name="+")
    zone = models.UUIDField()
    policy = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # In yuan; none where it cannot be told.
    low = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    # Ids of the facts and figures that are missing.
    missing = ArrayField(models.CharField(max_length=200), default=list)
    # When the outcome became what it is.
    since = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("zone", "policy", "clause", "outcome", "-high"), name="match_by_clause"),)
        constraints = (
            models.UniqueConstraint(fields=("company", "policy", "clause"), name="match_once"),
            models.CheckConstraint(condition=Q(outcome__in=("met", "not_met", "unknown")), name="match_outcome_known"),
        )

    def __str__(self) -> str:
        return f"{self.policy}/{self.clause} {self.outcome}"


class Matched(models.Model):
    """That a company was matched with all policies once, when last, and by which rules."""

    company = models.OneToOneField(
        "register.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    pack_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.company_id} {self.at:%Y-%m-%d}"


class MatchNews(models.Model):
    """What changed for a company in one batch: what its one message says (`domain.news`)."""

    batch = models.UUIDField()
    company = models.ForeignKey("register.Organisation", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    content = models.JSONField()
    # When the company was told, with whatever else was new for it by then; none while it waits for that.
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("company", "-at")),
            models.Index(fields=("id",), condition=Q(told_at=None), name="match_news_untold"),
        )
        constraints = (models.UniqueConstraint(fields=("batch", "company"), name="match_news_once"),)

    def __str__(self) -> str:
        return f"{self.company_id} {self.at:%Y-%m-%d}"
