"""Schemes of responsibility, their grids and key companies, and who is responsible when; a moment has one answer."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from huiqi.register.domain.grid import Duty, Way
from huiqi.register.models.organisations import Organisation
from huiqi.register.models.people import Person


def one_at_a_time(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint: for the same columns no two periods overlap."""
    same = ((column, RangeOperators.EQUAL) for column in columns)
    return ExclusionConstraint(name=name, expressions=(*same, ("period", RangeOperators.OVERLAPS)), condition=condition)


class Scheme(models.Model):
    """Which companies of a zone or park are looked after, and what each of them needs."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes")
    name = models.CharField(max_length=200)
    # Needed beside the officer, who always is.
    duties = ArrayField(models.CharField(max_length=10), default=list)
    needs_department = models.BooleanField(default=False)
    # How often somebody has to be in touch; none: the source says nothing of it.
    contact_every_days = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="scheme_once"),
            models.CheckConstraint(
                condition=Q(duties__contained_by=[Duty.LEADER.value, Duty.DEPUTY.value]), name="scheme_duties_known"
            ),
            models.CheckConstraint(
                condition=Q(contact_every_days=None) | Q(contact_every_days__gte=1), name="scheme_contact_some_day"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="scheme_has_source"),
        )

    def __str__(self) -> str:
        return self.name


class Grid(models.Model):
    """A grid of a scheme: an area, a department's part, or one commissioner's companies."""

    id = models.UUIDField(primary_key=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="grids")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=2000)
    department = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="grids")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name_key", "id")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "name"), name="grid_once"),
            # What a place refers to, so that it cannot lead into the grid of another scheme (migration).
            models.UniqueConstraint(fields=("id", "scheme"), name="grid_of_scheme"),
        )

    def __str__(self) -> str:
        return self.name


class GridDuty(models.Model):
    """A person has a duty in a grid for a time: one at a moment."""

    id = models.UUIDField(primary_key=True)
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=10)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    period = DateTimeRangeField()

    class Meta:
        ordering = ("-period", "id")
        constraints = (
            models.CheckConstraint(condition=Q(duty__in=[duty.value for duty in Duty]), name="duty_known"),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="duty_begins"),
            one_at_a_time("duty_of_one_person", "grid", "duty"),
        )

    def __str__(self) -> str:
        return f"{self.duty} of {self.grid_id}"


class KeyCompany(models.Model):
    """A company is looked after in a scheme for a time, and why."""

    id = models.UUIDField(primary_key=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="key_companies")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="key_in")
    reason = models.CharField(max_length=200)
    period = DateTimeRangeField()

    class Meta:
        ordering = ("-period", "id")
        constraints = (
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="key_company_begins"),
            models.CheckConstraint(condition=~Q(reason=""), name="key_company_has_reason"),
            one_at_a_time("key_company_once", "scheme", "company"),
        )

    def __str__(self) -> str:
        return f"{self.company_id} in {self.scheme_id}"


class PlacementBatch(models.Model):
    """Companies that were put into grids in one act, which can be taken back in one."""

    id = models.UUIDField(primary_key=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="batches")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.made_by_name}"


class GridPlace(models.Model):
    """A company is in a grid of a scheme for a time: one at a moment. A place that was undone never was."""

    id = models.UUIDField(primary_key=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="places")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grid_places")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="places")
    period = DateTimeRangeField()
    batch = models.ForeignKey(PlacementBatch, null=True, on_delete=models.PROTECT, related_name="places")
    # The batch whose act ended it.
    ended_by = models.ForeignKey(PlacementBatch, null=True, on_delete=models.PROTECT, related_name="ended")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-period", "id")
        indexes = (models.Index(fields=("grid",), condition=Q(undone_at=None), name="place_by_grid"),)
        constraints = (
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="place_begins"),
            one_at_a_time("place_in_one_grid", "scheme", "company", condition=Q(undone_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.company_id} in {self.grid_id}"


class Visit(models.Model):
    """Somebody was in touch with a company on a day."""

    id = models.UUIDField(primary_key=True)
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    way = models.CharField(max_length=10)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="visits")
    person_name = models.CharField(max_length=200)
    note = models.CharField(max_length=2000, blank=True)
    recorded_at = models.DateTimeField()
    # Recorded by mistake.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-day", "-recorded_at", "id")
        indexes = (
            models.Index(fields=("company", "-day"), condition=Q(withdrawn_at=None), name="visit_last"),
            models.Index(fields=("day",), condition=Q(withdrawn_at=None), name="visit_by_day"),
        )
        constraints = (models.CheckConstraint(condition=Q(way__in=[way.value for way in Way]), name="visit_way_known"),)

    def __str__(self) -> str:
        return f"{self.company_id} {self.day}"
