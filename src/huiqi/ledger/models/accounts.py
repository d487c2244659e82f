"""Balances, kept by the database alone: who writes them otherwise than by a transfer is refused (migration 0003)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.ledger.domain.steps import State
from huiqi.ledger.models.lines import Line

_STATES = [(state.value, state.value) for state in State]


class Account(models.Model):
    """What of a line is in one state, in yuan; SET counts what the line was given."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="accounts")
    state = models.CharField(max_length=10, choices=_STATES)
    balance = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("line", "state"), name="account_once"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="account_state_known"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="account_not_below_zero"),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"


class Obligation(models.Model):
    """What one cause has on one line, in yuan: nothing of it can be taken for another cause, or paid twice."""

    id = models.BigAutoField(primary_key=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="obligations", db_index=False)
    cause = models.CharField(max_length=100)
    # Whom it is for, as soon as somebody said so.
    party = models.UUIDField(null=True)
    reserved = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    committed = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    payable = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    paid = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    # When it was promised first, and when it moved last.
    since = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("line", "cause"), name="obligation_once"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, committed__gte=0, payable__gte=0, paid__gte=0),
                name="obligation_not_below_zero",
            ),
        )
        indexes = (
            models.Index(fields=("cause",), name="obligation_cause"),
            models.Index(fields=("party", "id"), condition=Q(party__isnull=False), name="obligation_party"),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.cause}"
