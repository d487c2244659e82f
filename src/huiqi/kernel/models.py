"""The audit trail: who did what to what, when, from what to what; each row carries the hash of the one before."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class AuditEntry(models.Model):
    """One act. Rows are only ever added: the database refuses to change or remove them (migration 0001)."""

    number = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    code = models.CharField(max_length=100)
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=100)
    subject = models.CharField(max_length=64)
    organisation = models.UUIDField(null=True)
    # Text, not JSON: the hash is over these very characters, and a parser may change them.
    details = models.TextField()
    previous_hash = models.CharField(max_length=64)
    own_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=("subject_kind", "subject", "number")),
            models.Index(fields=("actor", "number")),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(number__gte=1), name="audit_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z_]+\.[a-z_]+\.[a-z_]+$"), name="audit_code_form"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.code}"


class Look(models.Model):
    """Somebody looked at sensitive facts. Rows are only ever added (migration 0005), and sealed in batches by the audit trail.

    `reached` holds the organisations whose facts they were, with all that these are in; `names` the facts.
    """

    id = models.BigAutoField(primary_key=True)
    looked_at = models.DateTimeField()
    person = models.UUIDField()
    person_name = models.CharField(max_length=200)
    # The page, without what was asked of it.
    place = models.CharField(max_length=200)
    reached = ArrayField(models.UUIDField())
    names = ArrayField(models.CharField(max_length=100))

    class Meta:
        indexes = (
            GinIndex(fields=("reached",), name="look_reached"),
            models.Index(fields=("person", "-id"), name="look_person"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.person_name}"


class TrailCheck(models.Model):
    """The audit trail was verified: how far it went, and what was found to be wrong with it."""

    checked_at = models.DateTimeField()
    number = models.BigIntegerField()
    own_hash = models.CharField(max_length=64)
    looks = models.BigIntegerField()
    # [[number, Chinese, English], …]; the first hundred.
    flaws = models.JSONField()

    class Meta:
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d} {len(self.flaws)}"


class Job(models.Model):
    """A piece of long work that somebody started and watches: how far it is, how it ended, where its result is."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=100)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    # Who may look: the person who started it.
    owner = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Why it failed, in words for the owner.
    problem = models.TextField(blank=True)
    # The page with the result, once it is there.
    result = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("owner", "-added_at")),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Call(models.Model):
    """A call of a program that changed something, under the key that it chose: sent again, it gets the same answer.

    A form of a person under its ticket, too (`huiqi.ui.once`).
    """

    token = models.CharField(max_length=64)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    answered_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="call_once"),)

    def __str__(self) -> str:
        return f"{self.token} {self.key}"
