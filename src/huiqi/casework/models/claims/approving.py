"""Who approves what: bands of amounts, and stand-ins while somebody is away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.claims.rights import APPROVE


class BandSet(models.Model):
    """Who approves how much in a zone: one person proposes, another agrees; the set that was agreed last counts.

    Those from before two people were asked have nobody who proposed.
    """

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.UUIDField(null=True)
    agreed_by_name = models.CharField(max_length=200, blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("zone",), condition=Q(agreed_at=None, dropped_at=None), name="bands_proposed_once"
            ),
            models.CheckConstraint(condition=Q(agreed_by=None) | ~Q(agreed_by=F("made_by")), name="bands_by_two"),
            models.CheckConstraint(condition=Q(agreed_at=None) | Q(dropped_at=None), name="bands_agreed_or_dropped"),
        )

    def __str__(self) -> str:
        return f"{self.zone_id} {self.made_at:%Y-%m-%d}"


class ApprovalBand(models.Model):
    """Up to an amount, which role approves; one band of a set without an end takes all that is above."""

    bands = models.ForeignKey(BandSet, on_delete=models.CASCADE, related_name="rows")
    # In yuan, included.
    at_most = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    role = models.CharField(max_length=30)

    class Meta:
        ordering = (F("at_most").asc(nulls_last=True),)
        constraints = (
            models.UniqueConstraint(fields=("bands", "at_most"), nulls_distinct=False, name="band_once_in_set"),
            models.CheckConstraint(condition=Q(at_most=None) | Q(at_most__gt=0), name="band_has_width"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in APPROVE]), name="band_role_approves"),
        )

    def __str__(self) -> str:
        return f"{self.at_most} {self.role}"


class StandIn(models.Model):
    """Somebody approves in another's place for a time. One that was ended early has its end; the row stays."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    away = models.UUIDField()
    away_name = models.CharField(max_length=200)
    person = models.UUIDField()
    person_name = models.CharField(max_length=200)
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-first_day", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="stand_in_has_days"),
            models.CheckConstraint(condition=~Q(person=F("away")), name="stand_in_is_another"),
        )

    def __str__(self) -> str:
        return f"{self.person_name} for {self.away_name}"
