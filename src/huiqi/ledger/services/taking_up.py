"""Taking up an entry that is held."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.ledger.services.holding import entry_of, open_hold
from huiqi.ledger.services.moving import move_each


@transaction.atomic
def take_up(*, id: UUID, actor: Actor, now: datetime) -> UUID:
    """Book a held entry, as its maker and checker had it, now that there is room; raises CannotKeep, and CannotMove where there still is none."""
    audit.locked_head()
    row = open_hold(id, actor=actor)
    (done,) = move_each(
        zone=row.zone, entries=[entry_of(row)], maker=row.maker, checker=row.checker, actor=actor, now=now
    )  # fmt: skip
    if done.why_not:
        raise done.why_not
    assert done.entry is not None, "an entry is there or it is said why not"
    return done.entry
