"""Clocks that run: what is promised by when, for whatever part of casework promised it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Clock(models.Model):
    """A term that runs from a start, with its stops; `due_on`, `ends_at` and `provisional` are reckoned by the zone's calendar.

    What it is for stands in `cause` ("round/<id>/notice"), which only whoever started it reads.
    """

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    # Whose work it is: the zone or a park; who follows its work sees the clock.
    organisation = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True)
    # Officers may let it stand still, prolong it, leave days out; else only what started it may.
    by_hand = models.BooleanField(default=False)
    # A clock starts on a day, or at a moment of it.
    started_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    unit = models.CharField(max_length=20)
    roll = models.CharField(max_length=10)
    extension = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    # [{start, end, reason}, …] and [{first, last, reason}, …] (`domain.clocks`); end is null while it stands still.
    pauses = models.JSONField(default=list)
    excluded = models.JSONField(default=list)
    # Null while the clock stands still. `ends_at` is the first moment that is late.
    due_on = models.DateField(null=True)
    ends_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    # What officers were told of it (`domain.duties.Level`), and for which day it was due then.
    told = models.PositiveSmallIntegerField(default=0, db_default=0)
    told_for = models.DateField(null=True)

    class Meta:
        ordering = ("ends_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("cause",), condition=Q(stopped_at=None), name="clock_runs_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, extension__gte=0), name="clock_term_above_nothing"),
            models.CheckConstraint(
                condition=Q(due_on=None, ends_at=None) | Q(due_on__isnull=False, ends_at__isnull=False),
                name="clock_due_has_its_end",
            ),
        )
        indexes = (models.Index(fields=("zone", "ends_at"), condition=Q(stopped_at=None), name="clock_running"),)

    def __str__(self) -> str:
        return f"{self.cause} due {self.due_on}"
