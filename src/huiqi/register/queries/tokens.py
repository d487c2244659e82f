"""Tokens: everybody sees their own."""

from __future__ import annotations

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.models import Token


def tokens(actor: Actor) -> QuerySet[Token]:
    """Return the actor's own tokens."""
    return Token.objects.filter(person=actor.person) if actor.person else Token.objects.none()
