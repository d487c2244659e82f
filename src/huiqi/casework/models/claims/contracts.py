"""What a company promised in a contract with the zone (an investment contract), on which its payouts depend."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ContractTerm(models.Model):
    """One condition of a contract: a fact that has to be true by a day, else nothing is paid to the company. Rows stay when it ends."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    # The contract's number or name, and what it asks in its own words.
    contract = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    # A fact of the dictionary that says yes or no.
    fact = models.CharField(max_length=200)
    due_on = models.DateField()
    # The policy whose payouts depend on it; empty: all of them.
    policy = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_for = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("company",), condition=Q(ended_at=None), name="contract_term_open"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(ended_for=""), name="contract_term_ends_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract} {self.fact}"
