"""What a zone knows of the calendar beyond the bundled tables: notices of years, and its own working hours."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CalendarYear(models.Model):
    """The notices of a year as somebody entered them for a zone; a later entry replaces an earlier one, which stays to be read."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    # [{number, issuer, title, published}, …] and [{name, name_en, first, last, working}, …] (`domain.calendars`).
    notices = models.JSONField()
    festivals = models.JSONField()
    # The words as they were pasted, to be held against the document.
    text = models.TextField(blank=True)
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=200)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-year", "-entered_at")
        constraints = (
            models.UniqueConstraint(fields=("zone", "year"), condition=Q(replaced_at=None), name="calendar_year_once"),
        )

    def __str__(self) -> str:
        return f"{self.year} of {self.zone}"


class OfficeHours(models.Model):
    """The working hours of a zone's offices; a later row replaces an earlier one."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    # [["09:00", "12:00"], …]
    spans = models.JSONField()
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=200)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-entered_at",)
        constraints = (models.UniqueConstraint(fields=("zone",), condition=Q(replaced_at=None), name="hours_once"),)

    def __str__(self) -> str:
        return f"hours of {self.zone}"
