"""Who approves what: bands of amounts, and stand-ins while somebody is away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.claims.rights import APPROVE


class ApprovalBand(models.Model):
    """Up to an amount, which role of a zone approves; one band without an end takes all that is above."""

    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    # In yuan, included.
    at_most = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    role = models.CharField(max_length=30)

    class Meta:
        ordering = (F("at_most").asc(nulls_last=True),)
        constraints = (
            models.UniqueConstraint(fields=("zone", "at_most"), nulls_distinct=False, name="band_once"),
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
