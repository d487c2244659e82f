"""Who decides about other people's money and data logs in with more than a password, where the zone asks for it."""

from __future__ import annotations

from dataclasses import replace

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from huiqi.kernel.actor import VISITOR, Actor
from huiqi.kernel.clock import read_clock
from huiqi.register import queries
from huiqi.register.domain.rights import NEED_SECOND_FACTOR

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def actor_in(request: HttpRequest) -> Actor:
    """Return who acts in the request, as far as the log-in carries: roles that wait for a second factor are not held."""
    actor = whole_actor(request)
    if not is_asked_of(actor) or is_there(request):
        return actor
    return replace(actor, grants=tuple(grant for grant in actor.grants if grant.role not in NEED_SECOND_FACTOR))


def is_missing(request: HttpRequest) -> bool:
    """Return whether whoever logged in holds a role that waits for a second factor."""
    return is_asked_of(whole_actor(request)) and not is_there(request)


def whole_actor(request: HttpRequest) -> Actor:
    """Return who logged in, with every role held at the moment."""
    if not request.user.is_authenticated:
        return VISITOR
    return queries.actor_of(person=request.user.person_id, now=read_clock())


def is_asked_of(actor: Actor) -> bool:
    """Return whether the zone asks the actor for a second factor."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and actor.holds(*NEED_SECOND_FACTOR)


def is_there(request: HttpRequest) -> bool:
    """Return whether the account has a second factor; sessions from before it was added are ended then."""
    found: bool = Authenticator.objects.filter(user_id=request.user.pk, type__in=_FACTORS).exists()
    return found
