"""Intakes (申报受理): a clause for which companies apply in a period, as an officer opened it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from huiqi.casework.domain.applying.ways import Way


class Intake(models.Model):
    """A clause, from a first day to a last day, over a zone or park; closed earlier where an officer ended it."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    scope = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    policy = models.CharField(max_length=200)
    version = models.CharField(max_length=100)
    clause = models.CharField(max_length=200)
    policy_zh = models.TextField()
    policy_en = models.TextField()
    zh = models.TextField()
    en = models.TextField()
    article = models.TextField()
    way = models.CharField(max_length=20)
    first_day = models.DateField()
    last_day = models.DateField()
    # What companies read before they begin.
    notes = models.TextField(max_length=4000, blank=True)
    # Whether each fact that a company gives needs a file.
    needs_proof = models.BooleanField(default=True)
    # In working days: to check what was submitted, to put right what was sent back, to pay after acceptance.
    check_days = models.PositiveSmallIntegerField()
    fix_days = models.PositiveSmallIntegerField()
    pay_days = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-first_day", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="intake_has_days"),
            models.CheckConstraint(condition=~Q(article=""), name="intake_has_article"),
            models.CheckConstraint(condition=Q(way__in=[one.value for one in Way]), name="intake_way_known"),
            models.CheckConstraint(condition=Q(check_days__gt=0, fix_days__gt=0), name="intake_has_terms"),
            models.CheckConstraint(
                condition=Q(way="fast_claim", pay_days__gt=0) | ~Q(way="fast_claim") & Q(pay_days=None),
                name="intake_fast_is_paid_by",
            ),
            # One period at a time for a clause in a place: what a company applies for is never in doubt.
            ExclusionConstraint(
                name="intake_one_at_a_time",
                expressions=[
                    ("scope", RangeOperators.EQUAL),
                    ("policy", RangeOperators.EQUAL),
                    ("clause", RangeOperators.EQUAL),
                    (
                        Func(F("first_day"), F("last_day"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(closed_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy}/{self.clause} {self.first_day}"
