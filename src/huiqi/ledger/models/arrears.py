"""Plans for what is owed: how much of each line's payable money is to be paid in which year. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.ledger.models.lines import Line
from huiqi.ledger.models.proposals import Proposal


class ArrearsPlan(models.Model):
    """What a line owed when the plan was made, in yuan; its years add up to it (migration 0006)."""

    id = models.UUIDField(primary_key=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="plans")
    owed = models.DecimalField(max_digits=18, decimal_places=2)
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    # Unknown of those that one person made before it took two.
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="plan")

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(owed__gt=0, owed__lt=10**16), name="plan_above_zero"),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.owed}"


class ArrearsYear(models.Model):
    """What a plan pays in a year, in yuan."""

    plan = models.ForeignKey(ArrearsPlan, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "year"), name="plan_year_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lt=10**16), name="plan_year_above_zero"),
            models.CheckConstraint(condition=Q(year__range=(1978, 2200)), name="plan_year_is_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.amount}"
