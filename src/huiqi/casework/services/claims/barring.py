"""A company that is kept from support for a time gets nothing: not agreed to, not confirmed, not paid, until its ban is over or lifted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from huiqi.casework.models import Claim
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.kernel.clock import day_in_china
from huiqi.ledger import queries as ledger


def barred(claims: Iterable[Claim], *, now: datetime) -> list[tuple[Claim, date]]:
    """Return the claims of companies that are kept from support today, each with the last day of that."""
    asked = list(claims)
    zones: dict[UUID, set[UUID]] = {}
    for claim in asked:
        zones.setdefault(claim.round.zone_id, set()).add(claim.company_id)
    today = day_in_china(now)
    until = {zone: ledger.banned(zone=zone, parties=companies, day=today) for zone, companies in zones.items()}
    return [
        (claim, until[claim.round.zone_id][claim.company_id])
        for claim in asked
        if claim.company_id in until[claim.round.zone_id]
    ]


def refuse_barred(claims: Sequence[Claim], *, now: datetime) -> None:
    """Refuse where one of the companies is kept from support; raises CannotClaim with all such, and until when."""
    found = barred(claims, now=now)
    if found:
        raise CannotClaim("barred", names="、".join(f"{claim.name}（{until:%Y-%m-%d}）" for claim, until in found[:5]))
