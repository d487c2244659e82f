"""Verifying the whole trail, with the looks that it seals, and keeping what was found for the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from huiqi.kernel import audit, looks
from huiqi.kernel.audit import Flaw
from huiqi.kernel.models import TrailCheck

_KEPT_MOST = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: when, how far the trail went then, up to which look it is sealed, and the flaws."""

    at: datetime
    number: int
    own_hash: str
    looks: int
    flaws: tuple[Flaw, ...]


def check_trail(*, now: datetime) -> Checked:
    """Verify the trail and the looks, and keep what was found."""
    head, sealed = audit.head(), looks.sealed_to()
    before = last_check()
    # The end that the last check saw has to be there still.
    kept = audit.Head(before.number, before.own_hash) if before and before.number else None
    found = tuple(islice(chain(audit.flaws(kept=kept), looks.flaws()), _KEPT_MOST))
    TrailCheck.objects.create(
        checked_at=now,
        number=head.number,
        own_hash=head.own_hash,
        looks=sealed,
        flaws=[[flaw.number, flaw.zh, flaw.text] for flaw in found],
    )
    return Checked(now, head.number, head.own_hash, sealed, found)


def last_check() -> Checked | None:
    """Return what the last check found; None where there was none."""
    row = TrailCheck.objects.order_by("-id").first()
    if row is None:
        return None
    flaws = tuple(Flaw(number, text, zh) for number, zh, text in row.flaws)
    return Checked(row.checked_at, row.number, row.own_hash, row.looks, flaws)
