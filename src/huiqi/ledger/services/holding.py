"""Entries that are held: put down with their reason instead of being lost, and taken up when there is room."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.ledger.domain.posting import CannotMove, Entry, Movement
from huiqi.ledger.domain.rights import CHECK
from huiqi.ledger.domain.steps import Step
from huiqi.ledger.models import Hold, Line
from huiqi.ledger.services.allowing import CannotKeep, allowed


def hold(entry: Entry, why: CannotMove, *, zone: UUID, maker: UUID, checker: UUID, actor: Actor, now: datetime) -> UUID:
    """Put down an entry with the reason why it is not booked; one that is held already stays as it is."""
    first = entry.movements[0]
    row, is_new = Hold.objects.get_or_create(
        zone=zone, key=entry.key,
        defaults={
            "id": new_id(now), "movements": [written(one) for one in entry.movements], "total": entry.total,
            "note": entry.note, "maker": maker, "checker": checker, "code": why.code, "line_id": UUID(str(why.data["line"])),
            "party": first.party, "cause": first.cause, "had": Decimal(str(why.data["free"])), "wanted": Decimal(str(why.data["wanted"])),
            "held_at": now,
        },
    )  # fmt: skip
    if is_new:
        note("ledger.entry.held", row, actor=actor, now=now, after={"reason": str(why)})
    return row.pk


def written(one: Movement) -> dict[str, str]:
    """Return a movement as JSON can hold it."""
    return {"line": str(one.line), "step": one.step.value, "amount": str(one.amount), "cause": one.cause,
            "party": str(one.party or "")}  # fmt: skip


def read(one: Mapping[str, Any]) -> Movement:
    """Return a movement from what `written` made of it."""
    party = UUID(one["party"]) if one["party"] else None
    return Movement(UUID(one["line"]), Step(one["step"]), Decimal(one["amount"]), one["cause"], party)


def entry_of(row: Hold) -> Entry:
    """Return the entry that is held."""
    return Entry(row.key, [read(one) for one in row.movements], row.total, row.note)


def end_booked(entries: Mapping[str, UUID], *, zone: UUID, actor: Actor, now: datetime) -> None:
    """Put down that held entries were booked, whoever did it."""
    waiting = Hold.objects.filter(zone=zone, ended_at=None).order_by("pk")
    # Few wait, and many are booked: those that wait are read.
    for row in [one for one in waiting if one.key in entries]:
        row.entry_id, row.ended_at, row.ended_by_name = entries[row.key], now, actor.name
        row.save()
        note("ledger.entry.taken_up", row, actor=actor, now=now, after={"entry": row.entry_id})


@transaction.atomic
def drop(*, id: UUID, said: str, actor: Actor, now: datetime) -> Hold:
    """Give a held entry up, with the reason; raises CannotKeep."""
    audit.locked_head()
    row = open_hold(id, actor=actor)
    row.ended_at, row.ended_by_name, row.said = now, actor.name, said
    row.save()
    note("ledger.entry.dropped", row, actor=actor, now=now, after={"said": said})
    return row


def open_hold(id: UUID, *, actor: Actor) -> Hold:
    """Return a held entry about which the actor may decide, kept for this transaction; raises CannotKeep."""
    row = Hold.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise CannotKeep("no_hold")
    for within in places_of(row):
        allowed(within, actor=actor, roles=CHECK)
    if row.ended_at is not None:
        raise CannotKeep("hold_ended")
    return row


def places_of(row: Hold) -> Collection[list[UUID]]:
    """Return the places of all lines that a held entry moves."""
    lines = {one["line"] for one in row.movements}
    return list(Line.objects.filter(pk__in=lines).order_by("pk").values_list("within", flat=True))


def note(code: str, row: Hold, *, actor: Actor, now: datetime, after: Mapping[str, object]) -> None:
    """Write the row of the audit trail about a held entry."""
    audit.record(
        code, actor=actor, subject_kind="ledger_hold", subject=row.pk, organisation=row.zone,
        after={"key": row.key, **after}, now=now,
    )  # fmt: skip
