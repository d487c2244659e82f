"""Calling an address of others: resolved first, and only where every place it leads to is outside; nothing is followed from there.

The connection goes to the very place that was looked at, so that a name that changes its place meanwhile gains nothing. Proxies
of the environment are not used. The whole call has a deadline, whatever the other side does.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from ipaddress import ip_address
from typing import ClassVar

from django.conf import settings

from huiqi.kernel.errors import Cannot, Words
from huiqi.messages.domain.outside import Target, is_outside, target_of

DEADLINE_SECONDS = 15
_GONE = 410
_OTHER_PLACE, _REFUSAL = 300, 400


class CannotPost(Cannot):
    """An address did not take a call; `status` is what it answered, 0 where it did not."""

    messages: ClassVar[Mapping[str, Words]] = {
        "bad_address": ("地址不是有效的https地址。", "the address is no sound https address."),
        "unresolved": ("域名解析不到。", "its name leads nowhere."),
        "inside": ("地址指向内部网络，不能推送。", "the address leads into an internal network, which is not called."),
        "unreachable": ("连接不上，或没有按时回答。", "it could not be reached, or did not answer in time."),
        "redirected": ("对方要求转到别处，不会跟随。", "it points to another place, which is not followed."),
        "refused": ("对方没有接收。", "it did not take the call."),
        "gone": ("对方说这个地址已停用（410）。", "it says that the address is gone (410)."),
        "stopped": ("推送已停止，没有再发。", "the webhook was stopped before it went out."),
    }

    @property
    def status(self) -> int:
        """Return what the other side answered."""
        return int(str(self.data.get("status", 0)))

    @property
    def detail(self) -> str:
        """Return what the library said, for who has to find out."""
        return str(self.data.get("detail", ""))


class _Pinned(http.client.HTTPSConnection):
    """A connection to one place that was looked at, under the name that its certificate has to bear."""

    def __init__(self, target: Target, place: str) -> None:
        self._context_for_name = ssl.create_default_context()
        super().__init__(target.host, target.port, timeout=DEADLINE_SECONDS, context=self._context_for_name)
        self._place = place

    def connect(self) -> None:
        """Connect to the place, not to whatever the name leads to now."""
        opened = socket.create_connection((self._place, self.port), DEADLINE_SECONDS)
        self.sock = opened
        self.sock = self._context_for_name.wrap_socket(opened, server_hostname=self.host)


def post(address: str, *, body: str, headers: Mapping[str, str]) -> int:
    """Send a body; return the status of an address that took it; raises CannotPost."""
    target = target_of(address)
    if target is None:
        raise CannotPost("bad_address")
    status = answered(target, place_of(target), body=body, headers=headers)
    if status == _GONE:
        raise CannotPost("gone", status=status)
    if status >= _REFUSAL or status < 200:
        raise CannotPost("refused", status=status, detail=f"HTTP {status}")
    if status >= _OTHER_PLACE:
        raise CannotPost("redirected", status=status, detail=f"HTTP {status}")
    return status


def place_of(target: Target) -> str:
    """Return the place that a name leads to; raises CannotPost where it leads nowhere, or anywhere inside."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise CannotPost("unresolved", detail=str(error)) from error
    places = [str(one[4][0]).partition("%")[0] for one in found]
    allowed = settings.HOOK_NETWORKS
    if not all(is_outside(ip_address(place), allowed=allowed) for place in places):
        raise CannotPost("inside")
    return places[0]


def answered(target: Target, place: str, *, body: str, headers: Mapping[str, str]) -> int:
    """Return the status that a place answers; raises CannotPost where it does not, or takes too long."""
    connection = _Pinned(target, place)
    watch = threading.Timer(DEADLINE_SECONDS, cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target.path, body=body.encode(), headers=dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise CannotPost("unreachable", detail=f"{type(error).__name__}: {error}") from error
    finally:
        watch.cancel()
        connection.close()


def cut(connection: http.client.HTTPSConnection) -> None:
    """End a connection from outside; who waits on it gets an error."""
    held = connection.sock
    if held is None:
        return
    try:
        # Of the plain socket: that of the encrypted one would take its state from whoever is reading.
        socket.socket.shutdown(held, socket.SHUT_RDWR)
    except OSError:
        # It has ended by itself meanwhile.
        return
