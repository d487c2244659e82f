"""The archive (档案): audit packs of finished claims, filed under a number, with hash, index and retention."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ArchiveRecord(models.Model):
    """The pack of one finished claim as it was filed. The database refuses to change or remove a row (migration)."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey("casework.Claim", on_delete=models.PROTECT, related_name="archived")
    # How often the claim had been changed: one that goes on (a returned payment) is filed anew, beside the first.
    version = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    # As it stood: whose, which clause, how much in yuan, how it ended.
    name = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, blank=True)
    zh = models.TextField()
    en = models.TextField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    state = models.CharField(max_length=10)
    # None: for ever.
    keep_years = models.PositiveSmallIntegerField(null=True)
    keep_until = models.DateField(null=True)
    # SHA-256 of the file, and of its manifest; [[name, bytes, SHA-256], …] of what is in it.
    sha256 = models.CharField(max_length=64)
    manifest = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    index = models.JSONField()
    filed_at = models.DateTimeField()
    filed_by = models.UUIDField(null=True)
    filed_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-year", "-serial")
        constraints = (
            models.UniqueConstraint(fields=("zone", "year", "serial"), name="archive_number_once"),
            models.UniqueConstraint(fields=("claim", "version"), name="archive_claim_once_as_it_stood"),
            models.CheckConstraint(
                condition=Q(keep_years=None, keep_until=None) | Q(keep_years__isnull=False, keep_until__isnull=False),
                name="archive_retention_has_its_end",
            ),
        )

    def __str__(self) -> str:
        return self.number
