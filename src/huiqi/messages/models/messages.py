"""What was said to whom, and what became of it on each channel."""

from __future__ import annotations

from django.db import models

from huiqi.messages.domain.kinds import Channel


class Message(models.Model):
    """Something said to a person, in both languages. `person` is opaque: who it is, other parts know."""

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    kind = models.CharField(max_length=50)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    # A page of this site.
    link = models.CharField(max_length=500, blank=True)
    # The same thing is said once: whoever tries again finds the first.
    key = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("person", "-added_at")),)
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="message_said_once"),
            models.CheckConstraint(
                condition=models.Q(link="") | models.Q(link__startswith="/") & ~models.Q(link__startswith="//"),
                name="message_link_inside",
            ),
        )

    def __str__(self) -> str:
        return self.title_zh


class Delivery(models.Model):
    """A message on its way through one channel to one address, as it was when the message was made."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Channel])
    target = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("due_at",), condition=models.Q(state="waiting"), name="delivery_due"),
            models.Index(fields=("-due_at", "id")),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
