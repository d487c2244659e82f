"""From a session to an actor: made once for a request, at the first look, from the rights as they stand then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from huiqi.kernel import looks
from huiqi.kernel.actor import VISITOR, Actor
from huiqi.kernel.clock import read_clock
from huiqi.register import queries
from huiqi.ui.doors import Door, lead
from huiqi.ui.words import chosen

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# How exactly the list of sessions says when one was last used.
_SEEN_EVERY_SECONDS = 300


def actor_middleware(get_response: GetResponse) -> GetResponse:
    """Give each request its `actor`; who has not logged in is a visitor. Asked of the database only where somebody asks."""

    def with_actor(request: HttpRequest) -> HttpResponseBase:
        request.actor = cast("Actor", SimpleLazyObject(lambda: actor_in(request)))  # type: ignore[attr-defined]  # ours
        # Who looked at what is written before the page goes out.
        with looks.kept(request.path):
            return get_response(request)

    with_actor.process_view = to_second_factor  # type: ignore[attr-defined]  # how Django finds it
    return with_actor


def actor_in(request: HttpRequest) -> Actor:
    """Return who acts in the request."""
    account = request.user
    if not account.is_authenticated:
        return VISITOR
    return queries.actor_of(person=account.person_id, now=read_clock())


def to_second_factor(request: HttpRequest, view: Any, arguments: Any, named: Any) -> HttpResponseBase | None:
    """Lead whoever could come in with a second factor to setting one up, instead of refusing."""
    guard: Door | None = getattr(view, "door", None)
    if guard is None or guard.lets_in(request.actor) or not request.user.is_authenticated:  # type: ignore[attr-defined]  # ours
        return None
    if not queries.waits_for_second_factor(person=request.user.person_id, now=read_clock()):
        return None
    text = chosen("这个页面需要两步验证。请先设置一种。", "This page needs a second factor. Please set one up first.")
    messages.warning(request, text)
    return lead(request, reverse("mfa_index"))


def session_middleware(get_response: GetResponse) -> GetResponse:
    """Keep the list of sessions: when each was last used, and from where; written once in five minutes, not at every request."""

    def with_session(request: HttpRequest) -> HttpResponseBase:
        if request.session.session_key and request.user.is_authenticated:
            now = int(read_clock().timestamp())
            if now - request.session.get("seen", 0) >= _SEEN_EVERY_SECONDS:
                UserSession.objects.create_from_request(request)
                # This also puts off the end of the session.
                request.session["seen"] = now
        return get_response(request)

    return with_session


def text_middleware(get_response: GetResponse) -> GetResponse:
    """Answer a page's request that holds NUL with 400: nobody types it, and no column of the database can hold it."""

    def with_text(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    with_text.process_view = refuse_nul  # type: ignore[attr-defined]  # how Django finds it
    return with_text


def refuse_nul(request: HttpRequest, view: Any, arguments: Any, named: Any) -> None:
    """Refuse NUL in what was sent to a page; the API says itself what is not valid. Raises BadRequest."""
    if getattr(view, "door", None) is None:
        return
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            if "\0" in name or any("\0" in value for value in values):
                raise BadRequest("NUL")
