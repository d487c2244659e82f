"""The bank's result files as they came, and what came of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from huiqi.casework.domain.claims.bank_files import Flaw


class BankResult(models.Model):
    """One file of a bank's, byte by byte, with its hash. Rows are only added; what came of the file is written once, when it is booked."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    size_bytes = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=200)
    # The work that books it, where a worker does.
    job = models.UUIDField(null=True)
    booked_at = models.DateTimeField(null=True)
    paid = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    bounced = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    # Numbers of the batches that it is about.
    batches = ArrayField(models.CharField(max_length=12), default=list)

    class Meta:
        ordering = ("-taken_at", "-id")
        indexes = (models.Index(fields=("zone", "sha256"), name="bank_result_by_hash"),)
        constraints = (models.CheckConstraint(condition=~Q(sha256=""), name="bank_result_has_hash"),)

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"


class ResultFlaw(models.Model):
    """What was wrong with one line of a bank's file, so that it was not booked; line 0 is the whole file. Rows are only added."""

    result = models.ForeignKey(BankResult, on_delete=models.PROTECT, related_name="flaws")
    line = models.PositiveIntegerField()
    reference = models.TextField(blank=True)
    flaw = models.CharField(max_length=20)
    # Of another amount than the payment's, in yuan: what the line says, as a number of any size, and what it should have said.
    said = models.TextField(blank=True)
    due = models.DecimalField(max_digits=18, decimal_places=2, null=True)

    class Meta:
        ordering = ("line", "id")
        indexes = (models.Index(fields=("result", "line"), name="result_flaw_by_line"),)
        constraints = (
            models.CheckConstraint(condition=Q(flaw__in=[one.value for one in Flaw]), name="result_flaw_known"),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.flaw}"
