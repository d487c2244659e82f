"""The door of a page: who may come in. Every view has one; a test walks all addresses with all roles.

A door only says which roles have business there; which rows somebody sees is the query's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Concatenate, Final, ParamSpec, cast
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import NotVisible
from huiqi.ui.words import chosen

Rest = ParamSpec("Rest")


class Request(HttpRequest):
    """A request as views get it: with the actor that the site's middleware made of the session."""

    actor: Actor
    # Of forms that take effect once (`huiqi.ui.once`): what was asked is not done, and may be asked again.
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in: everybody, everybody who has logged in (no roles), or who holds one of the roles somewhere."""

    roles: tuple[Role, ...] = ()
    is_public: bool = False

    def lets_in(self, actor: Actor) -> bool:
        """Return whether the actor may come in."""
        if self.is_public:
            return True
        return actor.person is not None and (not self.roles or actor.holds(*self.roles))


PUBLIC: Final = Door(is_public=True)
LOGGED_IN: Final = Door()

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ANY_ID: Final = "01900000-0000-7000-8000-000000000000"

View = Callable[Concatenate[Request, Rest], HttpResponseBase]
Opened = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def door(opened: Door | Role, /, *more: Role) -> Callable[[View[Rest]], Opened[Rest]]:
    """Put a door before a view: `@door(PUBLIC)`, `@door(LOGGED_IN)` or `@door(Role.LEADER, Role.AUDITOR)`.

    Nobody is sent to the log-in; who has logged in and may not come in gets 403; a row that is not there for them, 404.
    """
    guard = opened if isinstance(opened, Door) else Door((opened, *more))

    def guarded(view: View[Rest]) -> Opened[Rest]:
        @wraps(view)
        def enter(request: HttpRequest, /, *arguments: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            known = cast("Request", request)
            if not guard.lets_in(known.actor):
                if known.actor.person is not None:
                    raise PermissionDenied
                return to_log_in(request)
            try:
                return view(known, *arguments, **named)
            except NotVisible as error:
                raise Http404 from error

        enter.door = guard  # type: ignore[attr-defined]  # read by the test that walks all addresses
        return enter

    return guarded


def is_open(address: str, actor: Actor) -> bool:
    """Return whether the door of the page at an address lets the actor in: where it does not, nothing leads there."""
    return door_at(_ID.sub(_ANY_ID, urlsplit(address).path)).lets_in(actor)


@lru_cache(maxsize=4096)
def door_at(path: str) -> Door:
    """Return the door at a path whose identifiers are all alike; what is no page of ours guards itself."""
    try:
        found: Door = getattr(resolve(path).func, "door", PUBLIC)
    except Resolver404:
        return PUBLIC
    return found


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Send to the log-in and back to the page; who was sending something reads that it was not taken."""
    if request.method == "POST" and not wants_data(request):
        text = chosen(
            "您的登录已结束，刚才的内容还没有提交。登录后会回到原来的页面，请再提交一次。",
            "Your log-in had ended, and what you sent was not taken. After logging in you are back on the page: please send it again.",
        )
        messages.warning(request, text)
    return lead(request, f"{reverse('account_login')}?{urlencode({'next': page_of(request)})}")


def lead(request: HttpRequest, address: str) -> HttpResponse:
    """Lead elsewhere: the whole page where htmx asked for a part of it; a script that wants data is told 401 and where."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    if wants_data(request):
        return JsonResponse({"log_in": address}, status=401)
    return redirect(address)


def wants_data(request: HttpRequest) -> bool:
    """Return whether a script asks, which shows what it gets itself."""
    return request.headers.get("Accept") == "application/json"


def page_of(request: HttpRequest) -> str:
    """Return the page that a request comes from; its own address where it asks for a whole page, or does not say."""
    is_page = request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request")
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if is_page or not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return request.get_full_path()
    there = urlsplit(came_from)
    return urlunsplit(("", "", there.path, there.query, ""))
