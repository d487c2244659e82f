"""Where and when a person wants to be told what."""

from __future__ import annotations

from django.db import models

from huiqi.messages.domain.kinds import Channel


class Address(models.Model):
    """Where a person is reached on a channel."""

    person = models.UUIDField()
    channel = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Channel])
    target = models.CharField(max_length=500)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "channel"), name="address_one_a_channel"),)

    def __str__(self) -> str:
        return f"{self.channel} of {self.person}"


class Wishes(models.Model):
    """Language, quiet hours, digest, and the kinds that are wanted or not wanted on a channel against the kind's own rule."""

    class Language(models.TextChoices):
        CHINESE = "zh"
        ENGLISH = "en"

    person = models.UUIDField(primary_key=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.CHINESE)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    daily = models.BooleanField(default=False)
    # {"mail": {"run.done": true}}: only what differs from the kind's own channels.
    choices = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"wishes of {self.person}"
