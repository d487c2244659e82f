"""What is owed in all: awards to companies together with orders that are paid on their outcome."""

from __future__ import annotations

from datetime import datetime

from huiqi.casework.queries.claims.owed import claims_by, claims_in_all
from huiqi.casework.queries.outcomes.owed import orders_by, orders_in_all
from huiqi.casework.queries.owing import Money, Part, joined
from huiqi.kernel.actor import Actor


def owed_in_all(actor: Actor, *, now: datetime) -> Money:
    """Return the money of all claims and orders within reach."""
    return claims_in_all(actor, now=now) + orders_in_all(actor, now=now)


def owed_by(actor: Actor, *, way: str, now: datetime) -> list[Part]:
    """Return that money by `policy`, `payer` or `year`, the most unpaid first, or by `age`, the newest first."""
    parts = joined([*claims_by(actor, way=way, now=now), *orders_by(actor, way=way, now=now)])
    if way == "age":
        return sorted(parts, key=lambda part: int(part.key))
    return sorted(parts, key=lambda part: (-part.money.unpaid, part.name))
