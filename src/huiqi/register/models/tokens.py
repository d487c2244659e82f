"""Tokens with which programs act for a person."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huiqi.register.models.people import Person


class Token(models.Model):
    """A token of a person: only the hash of its secret is kept. It ends by itself, or when somebody ends it."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=200)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=50))
    added_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gte=F("added_at")), name="token_ends_after_its_start"),
        )

    def __str__(self) -> str:
        return self.name
