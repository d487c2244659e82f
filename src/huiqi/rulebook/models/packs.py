"""Packs as they were published: versions of a zone's pack, the files of each, and each content once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Content(models.Model):
    """The bytes of a file, under their SHA-256: a file that a version does not change is not kept twice."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class PackVersion(models.Model):
    """A state of a zone's pack, with the packs it needs, that was published. Rows are only ever added (migration 0001).

    `hash` is the engine's, over the rules; `digest` is over all files, scenarios too.
    """

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    pack = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, db_index=True)
    digest = models.CharField(max_length=64)
    # What is new in it, in words.
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    published_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("zone", "-number")
        constraints = (
            models.UniqueConstraint(fields=("zone", "number"), name="pack_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="pack_version_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.pack} {self.number}"


class PackFile(models.Model):
    """A file of a version: its path (`xian/policies/retired_policy.yaml`) and content."""

    version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=400)
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="files")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "path"), name="pack_file_path_once"),)

    def __str__(self) -> str:
        return self.path
