"""Every address of the site has a door, and the door holds: each is opened, and sent an empty form, by every role and by a visitor."""

from __future__ import annotations

import pytest
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.ui.doors import Door
from tests.cast import Cast, visit
from tests.site.routes import Route, own_routes

# What a page may answer to whom it lets in: here there is nothing of the kind, and an empty form is no form.
LET_IN = {200, 204, 302, 400, 401, 404, 405, 409, 413, 422}


def test_every_address_has_a_door() -> None:
    bare = [route.pattern for route in own_routes() if not isinstance(route.door, Door)]
    assert bare == [], "put @door(...) before the views of these addresses"


@pytest.mark.parametrize("role", (None, *Role), ids=lambda role: role or "visitor")
def test_a_door_lets_in_only_its_roles(cast: Cast, role: Role | None) -> None:
    """Every page opens for every role that may see it, and for a visitor; who is kept out is asked at the door, one of them by a page."""
    person = Somebody(cast, role)
    wrong = []
    for number, route in enumerate(own_routes()):
        if role in {None, kept_out(route, number)} or may_enter(route, role):
            wrong += [said for said in [person.tries(route, "get")] if said]
        else:
            assert not route.door.lets_in(person.actor), route.pattern
    assert wrong == []


def kept_out(route: Route, number: int) -> Role | None:
    """One of the roles that may not come in: from page to page another one."""
    outside = [role for role in Role if not may_enter(route, role)]
    return outside[number % len(outside)] if outside else None


def test_a_door_holds_against_empty_forms(cast: Cast) -> None:
    """One whom it lets in, one whom it does not, and a visitor: who else is which, the pages that are opened show."""
    people = {role: Somebody(cast, role) for role in (None, *Role)}
    wrong = []
    for route in own_routes():
        inside = next((role for role in Role if may_enter(route, role)), None)
        outside = next((role for role in Role if not may_enter(route, role)), None)
        wrong += [said for role in {None, inside, outside} if (said := people[role].tries(route, "post"))]
    assert wrong == []


def may_enter(route: Route, role: Role | None) -> bool:
    return route.door.is_public or bool(role and (not route.door.roles or role in route.door.roles))


class Somebody:
    """Somebody of one role, or a visitor, who tries addresses."""

    def __init__(self, cast: Cast, role: Role | None) -> None:
        self.role = role
        self.actor = cast.person("某人", (role, cast.place_of(role))) if role else None
        self.client = visit(self.actor) if self.actor else Client()

    def tries(self, route: Route, method: str) -> str:
        """Open an address; return what is wrong with the answer, nothing where it is right."""
        if self.actor and "_auth_user_id" not in self.client.session:
            # The page before was the one that ends the session.
            self.client = visit(self.actor)
        self.client.raise_request_exception = False
        status = getattr(self.client, method)(route.at()).status_code
        if may_enter(route, self.role):
            expected = LET_IN
        else:
            expected = {403, 405} if self.role else {302, 405}
        if status in expected:
            return ""
        return f"{self.role} {method} {route.pattern}: {status}, expected one of {sorted(expected)}"
