"""The bank's result files as they came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class BankResult(models.Model):
    """One file of a bank's, byte by byte, with its hash and what came of it. Rows are only added."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    size_bytes = models.PositiveIntegerField()
    paid = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    bounced = models.PositiveIntegerField()
    problems = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-taken_at", "-id")
        constraints = (models.CheckConstraint(condition=~Q(sha256=""), name="bank_result_has_hash"),)

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"
