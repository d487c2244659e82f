"""A form that is sent twice counts once: it carries a ticket, and the second one is led to where the first went."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import wraps
from typing import Final, ParamSpec
from uuid import UUID

from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from huiqi.kernel.calls import KEPT, CallKept, keep_call, kept_call
from huiqi.kernel.clock import read_clock
from huiqi.kernel.ids import moment_of
from huiqi.ui.doors import Request, View
from huiqi.ui.words import chosen

Rest = ParamSpec("Rest")

_FOUND: Final = 302
# Of an identifier that says when it was made.
_TIMED: Final = 7
# What differs between two sendings of the same form.
_FLEETING: Final = frozenset({"csrfmiddlewaretoken", "ticket"})


def once(view: View[Rest]) -> View[Rest]:
    """Let the forms of a view take effect once each: `@door(...)`, then `@once`.

    Ticket, act and where it led are kept in one transaction: a form that is refused (`refused`, or shown again) keeps nothing and
    may be sent again. Of two at the same moment the second waits for the first. The page shows the ticket by `{% ticket %}`.
    """
    return _taking_tickets(view, takes_changes=False)


def once_the_same(view: View[Rest]) -> View[Rest]:
    """Let a form that is sent twice as it is take effect once; one that was changed since goes on to the view.

    For forms that say anew how something is to be, and for those whose version tells the view that they are out of date.
    """
    return _taking_tickets(view, takes_changes=True)


def _taking_tickets(view: View[Rest], *, takes_changes: bool) -> View[Rest]:
    @wraps(view)
    def enter(request: Request, /, *arguments: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
        brought = ticket_of(request)
        request.is_refused = False
        if brought is None or request.actor.person is None:
            return view(request, *arguments, **named)
        if is_too_old(brought):
            return shown_anew(request)
        token, digest = f"form/{request.actor.person.hex}", digest_of(request)
        with transaction.atomic():
            sent = kept_call(token=token, key=str(brought))
            if sent is not None and (sent.digest == digest or not takes_changes):
                return led(request, sent.body, is_same=sent.digest == digest)
            answer = view(request, *arguments, **named)
            if sent is None and answer.status_code == _FOUND and not request.is_refused:
                kept = CallKept(digest=digest, status=_FOUND, body=answer["Location"])
                keep_call(kept, token=token, key=str(brought), now=read_clock())
        return answer

    enter.takes_tickets = True  # type: ignore[attr-defined]  # read by the test that walks all addresses
    return enter


def is_too_old(ticket: UUID) -> bool:
    """Return whether a form was opened so long ago that nobody would know any more whether it was sent."""
    return ticket.version == _TIMED and moment_of(ticket) < read_clock() - KEPT


def shown_anew(request: Request) -> HttpResponse:
    """Say that a form is too old to be taken, and lead home."""
    text = chosen(
        "这张表打开得太久，没有办理。请重新打开后再提交。",
        "This form was opened too long ago; nothing was done. Open it anew, then send it.",
    )
    flash.warning(request, text)
    return redirect("/")


def refused(request: Request, text: str) -> None:
    """Say why what was sent is not done; it may be sent again."""
    request.is_refused = True
    flash.error(request, text)


def ticket_of(request: Request) -> UUID | None:
    """Return the ticket that a form brought; None where it brought none."""
    try:
        return UUID(request.POST.get("ticket", ""))
    except ValueError:
        return None


def led(request: Request, address: str, *, is_same: bool) -> HttpResponse:
    """Lead a form that was sent before to where it went, and say so."""
    if is_same:
        flash.info(
            request,
            chosen("这张表已经提交过，没有重复办理。", "This form was sent already; nothing was done a second time."),
        )
    else:
        flash.warning(
            request,
            chosen(
                "这张表已经提交过，后来改的内容没有办理。要另办一笔，请重新打开表格。",
                "This form was sent already; what was changed since is not done. Open it anew to send another one.",
            ),
        )
    return redirect(address)


def digest_of(request: Request) -> str:
    """Return the SHA-256 of what a form says and where it was sent."""
    said = hashlib.sha256(request.get_full_path().encode())
    for part in parts_of(request):
        said.update(len(part).to_bytes(8, "big") + part)
    return said.hexdigest()


def parts_of(request: Request) -> Iterator[bytes]:
    """Yield what a form says, field by field, its files too."""
    for name in sorted(set(request.POST) - _FLEETING):
        yield name.encode()
        yield from (value.encode() for value in request.POST.getlist(name))
    for name in sorted(request.FILES):
        yield name.encode()
        for file in request.FILES.getlist(name):
            yield hashlib.sha256(b"".join(file.chunks())).digest()
            file.seek(0)
