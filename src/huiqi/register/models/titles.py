"""Titles that organisations hold, with their validity. A row is never overwritten: a later one replaces it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.register.domain.titles import Level, Recognition
from huiqi.register.models.organisations import Organisation


class Title(models.Model):
    """One recognition of an organisation. Rows with `replaced_at` are what was known before."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="titles")
    kind = models.CharField(max_length=30)
    level = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=100, blank=True)
    recognition = models.CharField(max_length=10, blank=True)
    # The first day on which it holds, and the first on which it no longer does; none: without end.
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # The day from which it was taken away; its end is then this day.
    revoked_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    evidence = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-valid_from", "kind", "id")
        indexes = (
            models.Index(fields=("organisation", "kind", "valid_from")),
            models.Index(fields=("kind", "valid_to"), condition=Q(replaced_at=None), name="title_current_end"),
            models.Index(fields=("valid_to",), condition=Q(replaced_at=None), name="title_by_end"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__regex=r"^[a-z][a-z_]*$"), name="title_kind_form"),
            models.CheckConstraint(
                condition=Q(level__in=["", *(level.value for level in Level)]), name="title_level_known"
            ),
            models.CheckConstraint(
                condition=Q(recognition__in=[recognition.value for recognition in Recognition]),
                name="title_recognition_known",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="title_has_source"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="title_valid_some_day"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on=F("valid_to")), name="title_revoked_at_its_end"
            ),
            models.UniqueConstraint(
                fields=("organisation", "kind", "level", "valid_from"),
                condition=Q(replaced_at=None),
                name="title_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()
