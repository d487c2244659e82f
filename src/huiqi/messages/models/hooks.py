"""Addresses of programs that want to be told, and what became of each call."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Hook(models.Model):
    """An address that a person's program is called at. Its secret is not kept: it follows from `salt` and the site's key."""

    class State(models.TextChoices):
        ON = "on"
        OFF = "off"
        # It was called in vain for days.
        FAILED = "failed"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True)
    # Whose rights decide what it is told. Opaque, as the zones are; the name as it was then.
    person = models.UUIDField()
    person_name = models.CharField(max_length=200)
    zones = ArrayField(models.UUIDField())
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=50))
    state = models.CharField(max_length=10, choices=State.choices, default=State.ON)
    salt = models.CharField(max_length=64)
    # The one before the last rotation, and until when it still signs.
    old_salt = models.CharField(max_length=64, blank=True)
    old_until = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("person",)),)
        constraints = (models.CheckConstraint(condition=Q(address__startswith="https://"), name="hook_address_secure"),)

    def __str__(self) -> str:
        return self.name


class HookCall(models.Model):
    """One call: what it says, how often it was tried, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True)
    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="calls")
    event = models.CharField(max_length=50)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    added_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    # What the receiver answered last, 0 where it did not; why it failed, by its code, and in the words of what refused it.
    status = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=30, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state="waiting"), name="hook_call_due"),
            models.Index(fields=("hook", "-added_at", "-id"), name="hook_call_log"),
            models.Index(fields=("added_at",), name="hook_call_age"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.state}"
