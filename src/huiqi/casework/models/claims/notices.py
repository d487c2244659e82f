"""Public notices of rounds, and the objections that come in writing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.casework.domain.claims.objections import Verdict
from huiqi.casework.models.claims.rounds import Round


class Notice(models.Model):
    """A notice of approved claims: from a day for some working days; when it ends, its clock says (`notice/<id>`)."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="notices")
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    posted_at = models.DateTimeField()
    posted_by = models.UUIDField(null=True)
    posted_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-posted_at", "-id")
        constraints = (models.CheckConstraint(condition=Q(days__gt=0), name="notice_has_days"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.first_day}"


class Objection(models.Model):
    """What somebody who says who they are objects to; looked into by its clock (`objection/<id>`)."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    claim = models.ForeignKey("casework.Claim", on_delete=models.PROTECT, related_name="objections")
    # With it the objector sees what became of it, without a log-in.
    receipt = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    identity = models.CharField(max_length=40)
    contact = models.CharField(max_length=100)
    text = models.TextField(max_length=4000)
    evidence = models.ForeignKey("register.EvidenceFile", null=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, default=Verdict.OPEN.value)
    answer = models.TextField(max_length=4000, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.UUIDField(null=True)
    judged_by_name = models.CharField(max_length=200, blank=True)
    # When the outcome went to the objector's own address, or why it did not.
    told_at = models.DateTimeField(null=True)
    told_problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("filed_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict__in=[one.value for one in Verdict]), name="objection_verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(identity="") & ~Q(contact=""), name="objection_is_not_anonymous"
            ),
            models.CheckConstraint(
                condition=Q(verdict="open", judged_at=None)
                | ~Q(verdict="open") & Q(judged_at__isnull=False) & ~Q(answer=""),
                name="objection_judged_is_answered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.filed_at:%Y-%m-%d}"
