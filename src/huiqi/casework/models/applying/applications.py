"""Applications (申报): what one company gives under one intake, with evidence, and every step on the way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiqi.casework.domain.applying.states import Standing
from huiqi.casework.models.applying.intakes import Intake


class Application(models.Model):
    """One company under one intake. The claim that comes of it has its identifier."""

    id = models.UUIDField(primary_key=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="applications")
    company = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=10, default=Standing.DRAFT.value)
    # {question: [kind, text]} (`domain.campaigns`); what is not answered is not there.
    answers = models.JSONField(default=dict)
    # {question: {"accepted": bool, "reason", "by", "at"}}: what an officer found of each fact given.
    checks = models.JSONField(default=dict)
    # Grows with every change: whoever writes has to have seen the last one.
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200)
    # The declaration as it was read when it was submitted, and by whom.
    declaration = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    submitted_by_name = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    # While it is looked at, no other record of the register may come by it (`register.services.merging`).
    ON_ITS_WAY: ClassVar[Q] = Q(standing__in=("submitted", "returned", "accepted"))

    class Meta:
        ordering = ("-saved_at", "-id")
        indexes = (
            models.Index(fields=("intake", "standing"), name="application_by_intake"),
            models.Index(fields=("company", "standing"), name="application_by_company"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("intake", "company"), condition=~Q(standing="withdrawn"), name="application_once"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]), name="application_standing_known"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=("draft", "withdrawn"))
                | Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(declaration=""),
                name="application_submitted_is_declared",
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=("returned", "refused")) | ~Q(reason=""), name="application_refused_why"
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=("accepted", "claimed"))
                | Q(accepted_at__isnull=False, checked_by__isnull=False),
                name="application_accepted_is_checked",
            ),
            # Who applies does not check it, whichever way the row is written.
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(submitted_by=None) | ~Q(checked_by=models.F("submitted_by")),
                name="application_applicant_is_not_checker",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company_id} in {self.intake_id}"


class ApplicationFile(models.Model):
    """A file that proves a fact given (`question`), or the whole (empty); the last one of a question counts."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    question = models.CharField(max_length=120, blank=True)
    evidence = models.ForeignKey("register.EvidenceFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.application_id} {self.question}"


class ApplicationStep(models.Model):
    """One thing that was done with an application: only added."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    doing = models.CharField(max_length=20)
    standing = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.application_id} {self.doing}"
