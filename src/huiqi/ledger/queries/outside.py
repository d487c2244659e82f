"""What the opaque references of the ledger are called. The ledger does not know; who wires the site says whom to ask.

Names come as expressions that a list can show, search and sort by, so that a page asks once for all its rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.expressions import Combinable

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.words import Pair


@dataclass(frozen=True, slots=True)
class Place:
    """A place for which budgets are kept: itself and all above it, the zone first, and its name."""

    within: tuple[UUID, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Cause:
    """What a cause is called, and where its own page is."""

    name: Pair
    address: str = ""


class Outside(Protocol):
    """Whom the ledger asks for names; each says only what the actor may see."""

    def party_name(self, actor: Actor, *, field: str) -> Combinable:
        """Return the name of the party in a field of a row."""

    def person_name(self, *, field: str) -> Combinable:
        """Return the name of the person in a field of a row."""

    def parties(self, actor: Actor, *, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the names of parties."""

    def party_of(self, actor: Actor, *, code: str) -> UUID | None:
        """Return the party with a credit code, where the actor may see it."""

    def cause(self, actor: Actor, *, cause: str) -> Cause | None:
        """Return what a cause is, where somebody knows it."""

    def flows(self) -> frozenset[str]:
        """Return the kinds of causes (their first parts) that flows of others pay themselves."""

    def kind(self, kind: str) -> Pair | None:
        """Return what causes of a kind (the first part of a cause) are called, where somebody knows it."""

    def places(self, actor: Actor, *, roles: tuple[Role, ...]) -> Sequence[Place]:
        """Return the zones and parks for which the actor holds one of the roles, the widest first."""

    def related(self, person: UUID) -> frozenset[UUID]:
        """Return the parties with which a person has or had to do: for those they handle no money."""


class Nobody:
    """Knows no names: identifiers show as they are."""

    def party_name(self, actor: Actor, *, field: str) -> Combinable:
        """Return nothing."""
        return Value("", output_field=CharField())

    def person_name(self, *, field: str) -> Combinable:
        """Return nothing."""
        return Value("", output_field=CharField())

    def parties(self, actor: Actor, *, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return nothing."""
        return {}

    def party_of(self, actor: Actor, *, code: str) -> UUID | None:
        """Return nothing."""
        return None

    def cause(self, actor: Actor, *, cause: str) -> Cause | None:
        """Return nothing."""
        return None

    def flows(self) -> frozenset[str]:
        """Return nothing."""
        return frozenset()

    def kind(self, kind: str) -> Pair | None:
        """Return nothing."""
        return None

    def places(self, actor: Actor, *, roles: tuple[Role, ...]) -> Sequence[Place]:
        """Return the places that the actor's own rights name, without names."""
        return [Place((zone,), str(zone)) for zone in sorted(actor.organisations(*roles) & actor.zones)]

    def related(self, person: UUID) -> frozenset[UUID]:
        """Return nothing."""
        return frozenset()


_outside: list[Outside] = [Nobody()]


def connect(found: Outside) -> None:
    """Say whom the ledger asks; called once, when the site starts."""
    _outside[:] = [found]


def outside() -> Outside:
    """Return whom the ledger asks."""
    return _outside[0]
