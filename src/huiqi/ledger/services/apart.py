"""Whose money a proposal is about: nobody handles that of a party of their own, and who is kept from support is promised nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.ledger.domain.proposals import Kind
from huiqi.ledger.models import Obligation, Recovery, Transfer, Voucher, VoucherUse
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.promises import banned
from huiqi.ledger.services.allowing import CannotKeep

# What gives a party something that it did not have.
_GIVING: Final = frozenset({Kind.ISSUE, Kind.USE, Kind.COMPENSATE, Kind.PROMISE, Kind.INTERIM, Kind.FINAL, Kind.PAY})


def refuse_apart(
    kind: Kind, details: Mapping[str, Any], transfers: Collection[int], *, zone: UUID, actor: Actor, now: datetime
) -> None:
    """Refuse who handles the money of a party of their own, and what gives to who is kept from support; raises CannotKeep."""
    parties = parties_of(details, transfers)
    refuse_own(parties, actor=actor)
    if kind in _GIVING and parties:
        until = banned(zone=zone, parties=parties, day=day_in_china(now))
        if until:
            raise CannotKeep("banned", day=max(until.values()))


def refuse_own(parties: Iterable[UUID], *, actor: Actor) -> None:
    """Refuse where the actor has to do with one of the parties; raises CannotKeep."""
    if actor.person is not None and not outside().related(actor.person).isdisjoint(parties):
        raise CannotKeep("own_party")


def parties_of(details: Mapping[str, Any], transfers: Collection[int]) -> frozenset[UUID]:
    """Return the parties that a proposal is about: named, or behind what it names."""
    found = {UUID(details["party"])} if "party" in details else set()
    asked = (
        Recovery.objects.filter(pk__in=[*filter(None, [details.get("recovery")])]).values_list("party", flat=True),
        Obligation.objects.filter(cause=details.get("cause", "")).values_list("party", flat=True),
        Voucher.objects.filter(pk__in=[*details.get("vouchers", ()), *filter(None, [details.get("voucher")])]).values_list("holder", flat=True),
        VoucherUse.objects.filter(pk__in=details.get("uses", ())).values_list("provider", flat=True),
        Transfer.objects.filter(pk__in=transfers).values_list("party", flat=True),
    )  # fmt: skip
    return frozenset(found | {party for rows in asked for party in rows if party is not None})
