"""From a session to an actor: made once for a request, at the first look, from the rights as they stand then."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from huiqi.kernel.actor import VISITOR, Actor
from huiqi.kernel.clock import read_clock
from huiqi.register import queries

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def actor_middleware(get_response: GetResponse) -> GetResponse:
    """Give each request its `actor`; who has not logged in is a visitor. Two queries, only where somebody asks."""

    def with_actor(request: HttpRequest) -> HttpResponseBase:
        request.actor = cast("Actor", SimpleLazyObject(lambda: actor_in(request)))  # type: ignore[attr-defined]  # ours
        return get_response(request)

    return with_actor


def actor_in(request: HttpRequest) -> Actor:
    """Return who acts in the request."""
    account = request.user
    if not account.is_authenticated:
        return VISITOR
    return queries.actor_of(person=account.person_id, now=read_clock())
