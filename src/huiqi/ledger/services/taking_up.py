"""Taking up what is held: one entry, or all that wait for the same line, the oldest first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.ledger.models import Hold
from huiqi.ledger.services.holding import entry_of, open_hold
from huiqi.ledger.services.moving import Outcome, move_each


@transaction.atomic
def take_up(*, id: UUID, actor: Actor, now: datetime) -> UUID:
    """Book a held entry now that there is room; raises CannotKeep, and CannotMove where there still is none."""
    audit.locked_head()
    row = open_hold(id, actor=actor)
    done = booked(row, actor=actor, now=now)
    if done.why_not:
        raise done.why_not
    assert done.entry is not None, "an entry is there or it is said why not"
    return done.entry


@transaction.atomic
def take_up_all(*, line: UUID, actor: Actor, now: datetime) -> list[Outcome]:
    """Try all that is held for want of a line's money or a ceiling's room, the oldest first; one that still lacks waits on."""
    audit.locked_head()
    waiting = Hold.objects.filter(line=line, ended_at=None).order_by("held_at", "id").values_list("pk", flat=True)
    return [booked(open_hold(one, actor=actor), actor=actor, now=now) for one in list(waiting)]


def booked(row: Hold, *, actor: Actor, now: datetime) -> Outcome:
    """Try to book a held entry as its maker and checker had it."""
    return move_each(
        zone=row.zone, entries=[entry_of(row)], maker=row.maker, checker=row.checker, actor=actor, now=now
    )[0]  # fmt: skip
