"""Imports: the file as it came, how far it is, who did what; and what its source's columns mean, in versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.imports.domain.states import Codeless, State


class Source(models.Model):
    """Where sheets of one form come from (税务局年报): their map is remembered."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="import_source_once"),)

    def __str__(self) -> str:
        return self.name


class MapVersion(models.Model):
    """What the columns of a source's sheets mean, as somebody said it at a moment; never changed, a later one follows."""

    id = models.UUIDField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("source", "number"), name="import_map_number"),)

    def __str__(self) -> str:
        return f"{self.source.name} {self.number}"


class SheetFile(models.Model):
    """A file as it came; its content lies in the storage under a random name and is never changed."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    ending = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class SheetImport(models.Model):
    """One sheet on its way into the register. Its identifier is the batch of the facts that it brings in."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey(SheetFile, on_delete=models.PROTECT, related_name="imports")
    map = models.ForeignKey(MapVersion, on_delete=models.PROTECT, null=True, related_name="imports")
    # The sheets of the file, and the first rows of the chosen one: pages show them without reading the file.
    sheets = models.JSONField()
    sheet = models.CharField(max_length=100, blank=True)
    head = models.JSONField()
    codeless = models.CharField(max_length=10, default=Codeless.LEAVE.value)
    takes_names = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=State.RECEIVED.value)
    # The last work that somebody started for it.
    job = models.UUIDField(null=True)
    # Of all that the last check would do, with the values that it would replace: what is brought in is what was shown.
    plan_digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    undo_batch = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    received_by = models.UUIDField(null=True)
    received_by_name = models.CharField(max_length=200)
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by_name = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-received_at", "-id")
        indexes = (models.Index(fields=("organisation", "-received_at"), name="import_by_place"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="import_state_known"),
            models.CheckConstraint(condition=Q(codeless__in=[one.value for one in Codeless]), name="import_codeless"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
