"""What is owed and can be paid as it stands: all pages of it at once, for one batch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiqi.casework.domain.claims.batches import PAYMENTS_MOST
from huiqi.casework.domain.claims.states import State
from huiqi.casework.queries.claims.contracts import blocked
from huiqi.casework.queries.claims.ordinary import sealed
from huiqi.casework.queries.claims.paying import barred_until, payable_claims, zones_to_pay
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register


@dataclass(frozen=True, slots=True)
class Ready:
    """How many claims of a zone one batch could take as they stand, and a seal over them."""

    zone: UUID
    name: str
    count: int
    seal: str


def ready_to_pay(actor: Actor, *, blocked: Collection[UUID], barred: Collection[UUID]) -> list[Ready]:
    """Count and seal what is ready in each zone, where the page knows already which claims are `blocked` and which companies `barred`.

    A number of queries that does not depend on how much it is.
    """
    stopped = (blocked, {*barred, *register.organisations_related(actor.person)})
    return [Ready(zone, name, *sealed(_ready(actor, zone=zone, stopped=stopped))) for zone, name in zones_to_pay(actor)]


def ready_as_seen(actor: Actor, *, zone: UUID, seal: str, now: datetime) -> list[UUID] | None:
    """Return what is ready in a zone, what is due first at the top, or None where it is other than what was sealed."""
    rows = _ready(actor, zone=zone, stopped=_stopped(actor, now=now))
    return list(rows.values_list("pk", flat=True)) if sealed(rows)[1] == seal else None


def _stopped(actor: Actor, *, now: datetime) -> tuple[Collection[UUID], Collection[UUID]]:
    """Return the claims that a contract stops, and the companies that are kept from support or are the actor's own."""
    claims = blocked(payable_claims(actor).filter(has_terms=True), now=now)
    return claims, {*barred_until(actor, now=now), *register.organisations_related(actor.person)}


def _ready(actor: Actor, *, zone: UUID, stopped: tuple[Collection[UUID], Collection[UUID]]) -> QuerySet[Any]:
    """Return what is owed into a checked account that somebody else put on file; what failed at the bank is looked at one by one."""
    claims, companies = stopped
    accounts = register.accounts_of_others(actor).filter(organisation=OuterRef("company"))
    rows = payable_claims(actor, zone=zone).filter(Exists(accounts), state=State.OWED.value, asks_account=False)
    kept = rows.exclude(pk__in=claims).exclude(company__in=companies)
    return kept.order_by("pay_due", "since", "pk")[:PAYMENTS_MOST]
