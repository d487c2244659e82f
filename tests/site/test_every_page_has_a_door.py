"""Every address of the site has a door, and the door holds: each is opened by every role, and by a visitor."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import COMPANY
from huiqi.ui.doors import Door
from tests.cast import Cast, visit

# Pages of libraries that guard themselves; each is tried in a test of its own.
GUARDED_ELSEWHERE = ("api/", "language")
ANY = "01900000-0000-7000-8000-000000000000"


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += routes(one.url_patterns, address)
        else:
            found.append((address, one))
    return found


def own_routes() -> list[tuple[str, URLPattern]]:
    return [(address, one) for address, one in routes(get_resolver().url_patterns) if not address.startswith(GUARDED_ELSEWHERE)]


def test_every_address_has_a_door() -> None:
    bare = [address for address, one in own_routes() if not isinstance(getattr(one.callback, "door", None), Door)]
    assert bare == [], "put @door(...) before the views of these addresses"


def filled(address: str) -> str:
    """The address with something in each place: an identifier that nothing has, a word, a number."""
    out = address
    for kind, value in (("uuid", ANY), ("int", "1"), ("slug", "none"), ("str", "none"), ("path", "none")):
        while f"<{kind}:" in out:
            start = out.index(f"<{kind}:")
            out = out[:start] + value + out[out.index(">", start) + 1 :]
    while "<" in out:
        start = out.index("<")
        out = out[:start] + "none" + out[out.index(">", start) + 1 :]
    return "/" + out


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "visitor")
def test_a_door_lets_in_only_its_roles(cast: Cast, role: Role | None) -> None:
    if role is None:
        client, holds = Client(), ()
    else:
        place = cast.north_company if role in COMPANY else cast.zone
        client, holds = visit(cast.person("某人", (role, place))), (role,)
    client.raise_request_exception = False
    wrong = []
    for address, one in own_routes():
        door: Door = one.callback.door
        status = client.get(filled(address)).status_code
        if door.is_public or (role and (not door.roles or set(holds) & set(door.roles))):
            expected = {200, 204, 302, 400, 401, 404, 405}
        else:
            expected = {403, 405} if role else {302, 405}
        if status not in expected:
            wrong.append(f"{address}: {status}, expected one of {sorted(expected)}")
    assert wrong == []
