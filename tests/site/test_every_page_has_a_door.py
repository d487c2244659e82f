"""Every address of the site has a door, and the door holds: each is opened, and sent an empty form, by every role and by a visitor."""

from __future__ import annotations

import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import COMPANY
from huiqi.ui.doors import Door
from tests.cast import Cast, visit
from tests.site.routes import own_routes

# What a page may answer to whom it lets in: here there is nothing of the kind, and an empty form is no form.
LET_IN = {200, 204, 302, 400, 401, 404, 405, 409, 413, 422}


def test_every_address_has_a_door() -> None:
    bare = [route.pattern for route in own_routes() if not isinstance(route.door, Door)]
    assert bare == [], "put @door(...) before the views of these addresses"


@pytest.mark.parametrize("method", ("get", "post"))
@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "visitor")
def test_a_door_lets_in_only_its_roles(cast: Cast, role: Role | None, method: str) -> None:
    place = cast.north_company if role in COMPANY else cast.zone
    actor = cast.person("某人", (role, place)) if role else None
    client = visit(actor) if actor else Client()
    wrong = []
    for route in own_routes():
        if actor and "_auth_user_id" not in client.session:
            # The page before was the one that ends the session.
            client = visit(actor)
        client.raise_request_exception = False
        status = getattr(client, method)(route.at()).status_code
        if route.door.is_public or (role and (not route.door.roles or role in route.door.roles)):
            expected = LET_IN
        else:
            expected = {403, 405} if role else {302, 405}
        if status not in expected:
            wrong.append(f"{route.pattern}: {status}, expected one of {sorted(expected)}")
    assert wrong == []
