"""The list of clauses that pay without an application (免申即享清单): whoever meets one has its case made by itself."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.claims.order import Order


class ListedClause(models.Model):
    """A clause on the list of a zone or park: one person puts it there, another agrees; one that is off the list stays as a row."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    scope = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    policy = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    # What it was called when it was listed.
    zh = models.TextField()
    en = models.TextField()
    article = models.TextField()
    # The terms of its rounds (`Round`), and the lines that pay them: one, or one for each payer of the clause, in their order.
    notice_days = models.PositiveSmallIntegerField(null=True)
    confirm_days = models.PositiveSmallIntegerField()
    order = models.CharField(max_length=20, default=Order.LISTED.value)
    lines = ArrayField(models.UUIDField())
    # Who they are, by their ids in the rules: a line is its payer's, whatever order the rules name them in later.
    payers = ArrayField(models.CharField(max_length=50), default=list)
    reason = models.CharField(max_length=500)
    listed_at = models.DateTimeField()
    listed_by = models.UUIDField()
    listed_by_name = models.CharField(max_length=200)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.UUIDField(null=True)
    agreed_by_name = models.CharField(max_length=200, blank=True)
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by_name = models.CharField(max_length=200, blank=True)
    taken_off_for = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-listed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("scope", "policy", "clause"), condition=Q(taken_off_at=None), name="clause_listed_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("listed_by")), name="clause_listed_by_two"
            ),
            models.CheckConstraint(
                condition=Q(taken_off_at=None) | ~Q(taken_off_for=""), name="clause_off_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy}/{self.clause}"
