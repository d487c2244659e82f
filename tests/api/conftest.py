"""Programs that call: a token of an officer, and what it takes to call with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.register import services
from huiqi.register.models import Account
from huiqi.rulebook import services as rulebook
from huiqi.ui.api import Scope
from tests.cast import SYSTEM, Cast

Caller = Callable[..., Any]


@pytest.fixture(autouse=True)
def _counted_anew(db: None) -> None:
    cache.clear()


def token_for(actor: Actor, *scopes: Scope) -> str:
    Account.objects.get_or_create(person_id=actor.person, defaults={"id": actor.person, "username": str(actor.person)})
    now = read_clock()
    _, text = services.make_token(name="程序", scopes=scopes, until=now + timedelta(days=1), actor=actor, now=now)
    return text


def caller(token: str) -> Caller:
    """A client that sends the token; `call("get", path, body, key=...)`."""
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def call(method: str, path: str, body: Any = None, *, key: str = "", **query: str) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        if method == "get":
            return client.get(f"/api/v1/{path}", query, headers=headers)
        return getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    return call


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("程序员", (Role.SERVICE_OFFICER, cast.zone))


@pytest.fixture
def call(officer: Actor) -> Caller:
    return caller(token_for(officer, *Scope))


@pytest.fixture
def published(cast: Cast, root: Path) -> Cast:
    rulebook.install_pack(zone=cast.zone.pk, folder=root / "packs" / "national", actor=SYSTEM, now=read_clock())
    return cast
