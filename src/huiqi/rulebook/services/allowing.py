"""Who may change what in the rulebook: asked here by every service, so that no door has rules of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words


class CannotChange(Cannot):
    """The rulebook cannot be changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
    }


def allowed(zone: UUID, *, actor: Actor, roles: tuple[Role, ...]) -> None:
    """Pass where the actor holds one of the roles for the zone itself, or is the system; raises CannotChange."""
    if not actor.is_system and zone not in actor.organisations(*roles):
        raise CannotChange("not_allowed", actor=actor.name)
