"""Editions of the compendium: what was issued, kept to the byte."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.rulebook.models.packs import Content, PackVersion


class Edition(models.Model):
    """A compendium that was issued: the file, what it is of, how many were printed. Rows are only ever added (migration 0005)."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    title = models.CharField(max_length=200)
    # The day whose policies in force it holds, how many they are, and the version they come from.
    day = models.DateField()
    policies = models.PositiveIntegerField()
    version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="editions")
    # Printed copies; none where it is not known.
    copies = models.PositiveIntegerField(null=True)
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="editions")
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    issued_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-issued_at", "-id")
        indexes = (models.Index(fields=("zone", "-issued_at"), name="editions_of_zone"),)
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="edition_has_title"),)

    def __str__(self) -> str:
        return self.title
