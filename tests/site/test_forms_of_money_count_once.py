"""Whatever applies for, ranks, books, proposes or decides money by a form takes the form's ticket: no address of the kind is left out."""

from __future__ import annotations

import inspect

from django.urls import get_resolver

from tests.site.routes import walked

MONEY = (
    "huiqi.ledger.views",
    *(f"huiqi.casework.views.{part}" for part in ("applying", "claims", "outcomes", "ranking")),
)


def test_every_form_of_money_takes_a_ticket() -> None:
    forms = {
        address: route.callback
        for address, route in walked(get_resolver().url_patterns)
        if route.callback.__module__.startswith(MONEY)
        and "POST" in inspect.getclosurevars(route.callback).nonlocals.get("request_method_list", ())
        and not route.callback.door.is_public
    }
    assert len(forms) > 40
    bare = [address for address, view in forms.items() if not getattr(view, "takes_tickets", False)]
    assert bare == [], "put @once after the door of these"
