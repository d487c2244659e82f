"""Undertakings, the labels they carry, and the companies in them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from huiqi.register.domain.titles import Level
from huiqi.register.domain.undertakings import AWAY, Group, Outcome
from huiqi.register.models.organisations import Organisation
from huiqi.register.models.ranges import DateRange


class Undertaking(models.Model):
    """A carrier, enclave, station, platform or project; the subject of facts has the same id."""

    id = models.UUIDField(primary_key=True)
    group = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=2000)
    # The zone or park that counts it; who sees that one sees the undertaking.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="undertakings")
    # Who runs it, or the host of a station.
    operator = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="operated")
    # Empty: in the zone itself.
    city = models.CharField(max_length=100, blank=True)
    begun_on = models.DateField(null=True)
    # The first day on which it is no more.
    ended_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=1000, blank=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name_key", "id")
        indexes = (models.Index(fields=("group", "name_key", "id"), name="undertaking_in_order"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(group__in=[group.value for group in Group]), name="undertaking_group_known"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="undertaking_has_source"),
            models.CheckConstraint(
                condition=~Q(group__in=[group.value for group in AWAY]) | ~Q(city=""), name="undertaking_away_has_city"
            ),
            models.CheckConstraint(
                condition=Q(begun_on=None) | Q(ended_on=None) | Q(begun_on__lt=F("ended_on")),
                name="undertaking_some_day",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Label(models.Model):
    """A recognition that an undertaking carries: kind, level, and from when to when."""

    id = models.UUIDField(primary_key=True)
    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="labels")
    kind = models.CharField(max_length=40)
    # As it is printed where that says more than the kind: 火炬专业化众创空间.
    name = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    # Recorded by mistake: it counts on no day.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("kind", "name", "level", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(level__in=["", *(level.value for level in Level)]), name="label_level_known"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="label_has_source"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="label_valid_some_day",
            ),
            models.UniqueConstraint(
                fields=("undertaking", "kind", "name", "level", "valid_from"),
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="label_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.level}".strip()


class Residency(models.Model):
    """A company is in an undertaking from a day on, until it graduates or leaves."""

    id = models.UUIDField(primary_key=True)
    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="residencies")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="residencies")
    entered_on = models.DateField()
    # The first day on which it is no longer there.
    left_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-entered_on", "id")
        indexes = (models.Index(fields=("undertaking", "entered_on"), name="residency_by_day"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on=None, outcome="")
                | Q(left_on__isnull=False, outcome__in=[outcome.value for outcome in Outcome]),
                name="residency_ends_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(entered_on__lt=F("left_on")), name="residency_some_day"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="residency_has_source"),
            ExclusionConstraint(
                name="residency_once",
                expressions=(
                    ("undertaking", RangeOperators.EQUAL),
                    ("company", RangeOperators.EQUAL),
                    (DateRange("entered_on", "left_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.company_id} in {self.undertaking_id}"
