"""The register as it was for a run: a row here, the content in a file that is named after it."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """The companies of a zone or park with their facts, valid on a day, known at a moment. Rows are only added."""

    id = models.UUIDField(primary_key=True)
    scope = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    known_at = models.DateTimeField()
    # SHA-256 of the content; the file has its name.
    digest = models.CharField(max_length=64)
    companies = models.PositiveIntegerField()
    values = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "day", "digest"), name="snapshot_content_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"
