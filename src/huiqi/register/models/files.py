"""Files that people hand in as evidence: what is known of them. Their content lies in the storage under a random name."""

from __future__ import annotations

from django.db import models

from huiqi.register.models.organisations import Organisation


class EvidenceFile(models.Model):
    """One file; it is never changed."""

    id = models.UUIDField(primary_key=True)
    # Whose evidence it is: who sees the facts of the organisation may read it.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence_files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    added_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
