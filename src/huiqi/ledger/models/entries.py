"""Entries and their transfers: only ever added (migration 0003), each under two names."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.ledger.domain.steps import ROUTES, State, Step
from huiqi.ledger.models.lines import Line


class Entry(models.Model):
    """What was moved at once, by a maker and a checker. `digest` is of the content: it tells a repetition from a mistake."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    # What the transfers of each step add up to, where it was said: shares of several payers.
    total = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    maker = models.UUIDField()
    checker = models.UUIDField()
    made_at = models.DateTimeField()
    # The database's own number of the transaction: transfers join their entry in that one alone.
    transaction = models.BigIntegerField()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("zone", "-id"), name="entries_of_zone"),)
        constraints = (
            models.UniqueConstraint(fields=("zone", "key"), name="entry_key_once"),
            models.CheckConstraint(condition=~Q(key=""), name="entry_has_key"),
            models.CheckConstraint(condition=~Q(maker=F("checker")), name="entry_maker_not_checker"),
            models.CheckConstraint(condition=Q(total=None) | Q(total__gt=0), name="entry_total_above_zero"),
        )

    def __str__(self) -> str:
        return self.key


def _routes() -> Q:
    """Return the condition that a step leads where it says; a correction is held against what it corrects by the database."""
    allowed = Q(step=Step.CORRECT.value, corrects__isnull=False)
    for step, (source, target) in ROUTES.items():
        allowed |= Q(step=step.value, source=source.value, target=target.value, corrects=None)
    return allowed


class Transfer(models.Model):
    """An amount that left one account of a line and came into another: debit and credit in one row."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="transfers")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    step = models.CharField(max_length=10, choices=[(step.value, step.value) for step in Step])
    source = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    target = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    cause = models.CharField(max_length=100)
    party = models.UUIDField(null=True)
    # What it takes back, in part or whole.
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrections", db_index=False
    )
    # The transfer of a line that this one repeats on a ceiling over the line; made by the database.
    mirrors = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="mirrored", db_index=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            # NaN is above every number for PostgreSQL, so the amount has a most as well.
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lt=10**16), name="transfer_above_zero"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_moves"),
            models.CheckConstraint(condition=_routes(), name="transfer_route"),
            models.CheckConstraint(condition=~Q(cause=""), name="transfer_has_cause"),
        )
        indexes = (
            models.Index(fields=("line", "id"), name="transfers_of_line"),
            models.Index(fields=("cause",), name="transfers_of_cause"),
            models.Index(fields=("party", "id"), condition=Q(party__isnull=False), name="transfers_of_party"),
            models.Index(fields=("corrects",), condition=Q(corrects__isnull=False), name="transfers_correcting"),
            models.Index(fields=("mirrors",), condition=Q(mirrors__isnull=False), name="transfers_mirroring"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.amount}"
