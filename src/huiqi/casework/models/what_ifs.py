"""What-ifs: changes of figures and texts that somebody tries out, and what they would do. Nothing published is touched."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiqi.casework.models.runs import Run


class WhatIf(models.Model):
    """A named trial over a zone or park: what is changed in the published pack, and the runs before and after, once done."""

    id = models.UUIDField(primary_key=True)
    scope = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    day = models.DateField()
    pack = models.CharField(max_length=100)
    pack_hash = models.CharField(max_length=64)
    # The policies that are open for change; figures as typed, by parameter; texts by path.
    policies = ArrayField(models.CharField(max_length=200))
    figures = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    # How often it was changed: who writes over an older one is told.
    edition = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)
    job = models.UUIDField(null=True)
    before = models.OneToOneField(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    after = models.OneToOneField(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    # How many companies fare how, in all and by group (`domain.effects`).
    effects = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=("scope", "-made_at")),)

    def __str__(self) -> str:
        return self.name
