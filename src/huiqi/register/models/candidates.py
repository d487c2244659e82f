"""Candidates: companies that are brought towards a title in a year (培育库)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.register.domain.ladder import Stage
from huiqi.register.models.organisations import Organisation


class Candidate(models.Model):
    """A company aims at a title in a year: all its rows are its one roadmap."""

    id = models.UUIDField(primary_key=True)
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="candidacies")
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-year", "kind", "id")
        indexes = (models.Index(fields=("kind", "year", "stage"), name="candidate_by_aim"),)
        constraints = (
            models.UniqueConstraint(fields=("company", "kind", "year"), name="candidate_once"),
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in Stage]), name="candidate_stage_known"
            ),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2199), name="candidate_year_sane"),
            models.CheckConstraint(condition=~Q(source=""), name="candidate_has_source"),
        )

    def __str__(self) -> str:
        return f"{self.company_id} {self.kind} {self.year}"
