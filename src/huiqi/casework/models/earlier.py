"""What was paid before Huiqi: where the lists come from, their files, their payments, and clauses under which nothing was paid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.earlier.states import Outcome, State


class EarlierSource(models.Model):
    """Where lists of one form come from (财政局2025年拨付台账): what their columns and their names of clauses mean is remembered."""

    id = models.UUIDField(primary_key=True)
    place = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    map = models.JSONField(null=True)
    # The zone's own name of a clause, written in whatever way, to "policy/clause"; empty: not to be brought in.
    clauses = models.JSONField(default=dict)

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("place", "name"), name="earlier_source_once"),)

    def __str__(self) -> str:
        return self.name


class EarlierFile(models.Model):
    """A list as it came: one officer enters it, another confirms it, and two take it back."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(EarlierSource, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    ending = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=100, unique=True)
    # The sheets of the file, and the first rows of the chosen one: pages show them without reading the file.
    sheets = models.JSONField()
    sheet = models.CharField(max_length=100, blank=True)
    head = models.JSONField()
    map = models.JSONField(null=True)
    state = models.CharField(max_length=10, default=State.RECEIVED.value)
    job = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    # Over what is entered, as the one who entered it saw it: the other confirms the same, or nothing.
    rows_digest = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()
    received_by_name = models.CharField(max_length=200)
    checked_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    undo_asked_at = models.DateTimeField(null=True)
    undo_asked_by = models.UUIDField(null=True)
    undo_asked_by_name = models.CharField(max_length=200, blank=True)
    undo_reason = models.CharField(max_length=500, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="earlier_state_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")), name="earlier_confirmed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None) | ~Q(undone_by=F("undo_asked_by")), name="earlier_undone_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "undoing", "undone"))
                | Q(entered_by__isnull=False, confirmed_by__isnull=False),
                name="earlier_counts_by_two",
            ),
        )

    def __str__(self) -> str:
        return self.name


class EarlierPayment(models.Model):
    """A row of a list: what was paid, to whom, under what; what is wrong with it, or what waits for a decision."""

    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(EarlierFile, on_delete=models.PROTECT, related_name="payments", db_index=False)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    code = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200, blank=True)
    # None where the register does not have it: it is looked for again, by its code, by each run.
    company = models.UUIDField(null=True)
    clause_said = models.CharField(max_length=200, blank=True)
    policy = models.CharField(max_length=200, blank=True)
    clause = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    paid_on = models.DateField(null=True)
    document = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # What makes two rows one payment: document, company, clause and year; without a document the day and the amount.
    key = models.CharField(max_length=64, blank=True)
    # What is wrong at its cells, in both languages; companies that may be meant; which one an officer chose.
    faults = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    choice = models.CharField(max_length=40, blank=True)
    counts_in = models.ForeignKey(
        "register.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("file", "row")
        constraints = (
            models.UniqueConstraint(fields=("file", "row"), name="earlier_row_once"),
            # While it counts: a payment counts once in a zone, whoever brings it in at the same moment.
            models.UniqueConstraint(
                fields=("counts_in", "key"), condition=Q(counts_in__isnull=False), name="earlier_payment_counts_once"
            ),
            models.CheckConstraint(condition=Q(outcome__in=[one.value for one in Outcome]), name="earlier_outcome"),
            models.CheckConstraint(
                condition=Q(counts_in=None)
                | Q(amount__gt=0, year__isnull=False, paid_on__isnull=False) & ~Q(clause="") & ~Q(key=""),
                name="earlier_counts_whole",
            ),
        )
        indexes = (
            models.Index(fields=("company",), condition=Q(counts_in__isnull=False), name="earlier_of_company"),
            models.Index(
                fields=("counts_in", "paid_on"), condition=Q(counts_in__isnull=False), name="earlier_counting"
            ),
            # The list of all of them, the latest first.
            models.Index(fields=("paid_on", "id"), condition=Q(counts_in__isnull=False), name="earlier_by_day"),
            models.Index(fields=("file", "outcome", "row"), name="earlier_by_outcome"),
        )

    def __str__(self) -> str:
        return f"{self.row} {self.outcome}"


class NothingBefore(models.Model):
    """Somebody states, with a reason, that nothing was paid under a clause before the zone began with Huiqi; it counts once another agrees."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    policy = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    said_at = models.DateTimeField()
    said_by = models.UUIDField(null=True)
    said_by_name = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-said_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("zone", "policy", "clause"), condition=Q(taken_back_at=None), name="nothing_before_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="nothing_before_for_a_reason"),
            # Like a list of payments: one states it, another confirms it, whichever way the row is written.
            models.CheckConstraint(
                condition=Q(confirmed_at=None)
                | Q(confirmed_by__isnull=False, said_by__isnull=False) & ~Q(confirmed_by=models.F("said_by")),
                name="nothing_before_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy}/{self.clause}"
