"""Runs: a zone's rules over a snapshot of its register on a day, and what every clause gave to every company."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from huiqi.casework.models.snapshots import Snapshot


class Run(models.Model):
    """A determination run. What it gave is there whole (`done`) or not at all (`waiting`)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"

    id = models.UUIDField(primary_key=True)
    scope = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    day = models.DateField()
    # What decided: the published pack, with the files and figures that a what-if changes in it.
    pack = models.CharField(max_length=100)
    pack_hash = models.CharField(max_length=64)
    files = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    # The policies asked for; none: all.
    policies = ArrayField(models.CharField(max_length=200), default=list)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="runs")
    # What was awarded before, for the limits that look back; none where nothing was.
    past = models.ForeignKey("casework.Past", null=True, on_delete=models.PROTECT, related_name="runs")
    # Clauses ("policy/clause") whose limits look at payments that nobody has brought in, each with the clauses at which they look.
    past_unknown = models.JSONField(default=dict)
    # Where companies applied: it is over those of them alone whose applications were accepted.
    intake = models.ForeignKey("casework.Intake", null=True, on_delete=models.PROTECT, related_name="runs")
    repeats = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeated_by")
    # Whether it shows what would be, not what is.
    is_trial = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    job = models.UUIDField()
    started_at = models.DateTimeField()
    started_by = models.UUIDField(null=True)
    started_by_name = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)
    # Over all clauses, once it is done: SHA-256 of the answers, companies, and how many of them meet at least one clause.
    digest = models.CharField(max_length=64, blank=True)
    companies = models.PositiveIntegerField(default=0)
    companies_met = models.PositiveIntegerField(default=0)
    low = models.DecimalField(max_digits=24, decimal_places=2, default=0)
    high = models.DecimalField(max_digits=24, decimal_places=2, default=0)
    open_amounts = models.PositiveIntegerField(default=0)
    # By park, industry and size: labels, companies, those that meet a clause, money of all clauses.
    groups = models.JSONField(default=dict)
    # Cells that were not as the dictionary has them, by fact; titles of policies that are not in force on the day.
    unreadable = models.JSONField(default=dict)
    not_in_force = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=("scope", "-started_at")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(snapshot__isnull=False, finished_at__isnull=False) & ~Q(digest=""),
                name="run_done_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.name or f"{self.pack} {self.day}"


class RunClause(models.Model):
    """One clause of a run: counts and money, and the answers of all companies, packed (`domain.answers`)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="clauses")
    place = models.PositiveIntegerField()
    policy = models.CharField(max_length=200)
    version = models.CharField(max_length=100)
    clause = models.CharField(max_length=200)
    policy_zh = models.TextField()
    policy_en = models.TextField()
    zh = models.TextField()
    en = models.TextField()
    article = models.TextField(blank=True)
    delivery_zh = models.TextField()
    delivery_en = models.TextField()
    has_money = models.BooleanField()
    has_limits = models.BooleanField()
    met = models.PositiveIntegerField()
    not_met = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    # Of those who meet it; none where the clause promises no money.
    low = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    open_amounts = models.PositiveIntegerField()
    # What the ids mean by which it refuses or waits; counts and money by park, industry and size.
    words = models.JSONField()
    groups = models.JSONField()
    digest = models.CharField(max_length=64)
    answers = models.BinaryField()
    # Amounts that limits changed, of those who meet it: {row: [{"limit", "before", "after"}, …]}, both ends in yuan.
    adjustments = models.JSONField(default=dict)
    # Who shares the amounts (`domain.payers`), and what each of them bears of those who meet it: {row: [yuan, …]}, where the amount is exact.
    payers = models.JSONField(default=list)
    borne = models.JSONField(default=dict)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("run", "policy", "clause"), name="run_clause_once"),)

    def __str__(self) -> str:
        return f"{self.policy}/{self.clause}"
