"""Writing the audit trail, in the same transaction as the act, and finding where somebody tampered with it.

Every row's hash covers the row and the hash of the one before, so a change, a removal or an insertion breaks the chain from
there on. Cutting off the end breaks nothing: whoever keeps the last hash elsewhere (`head`) can see that too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from huiqi.kernel.actor import Actor
from huiqi.kernel.chain import row_hash
from huiqi.kernel.models import AuditEntry

FIRST = "0" * 64
# One writer of the chain at a time: the lock is the transaction's, "audit" in numbers.
_LOCK = 0x6175646974


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the trail is not what was written: the row's number, and what is wrong with it in both languages."""

    number: int
    text: str
    zh: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the trail: kept elsewhere, it shows later whether the end was cut off."""

    number: int
    own_hash: str


def record(
    code: str,
    *,
    actor: Actor,
    subject_kind: str,
    subject: object,
    now: datetime,
    organisation: UUID | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Add a row about an act, `app.subject.past_verb`; the caller's transaction holds both or neither.

    `before` and `after` hold what changed, as plain values; text, numbers as Decimal, days, identifiers and collections of them.
    """
    assert connection.in_atomic_block, f"{code} is recorded outside of a transaction: it could stand without its act"
    last = locked_head()
    entry = AuditEntry(
        number=last.number + 1,
        recorded_at=now,
        code=code,
        actor=actor.person,
        actor_name=actor.name,
        subject_kind=subject_kind,
        subject=str(subject),
        organisation=organisation,
        details=written({"before": dict(before or {}), "after": dict(after or {})}),
        previous_hash=last.own_hash,
    )
    entry.own_hash = chained(entry)
    entry.save(force_insert=True)
    return entry


def said_of(code: str, *, subject: object) -> Mapping[str, Any]:
    """Return what the last row of a code about a subject says of it afterwards; nothing where there is no such row."""
    rows = AuditEntry.objects.filter(code=code, subject=str(subject)).order_by("-number")
    details = rows.values_list("details", flat=True).first()
    return dict(json.loads(details)["after"]) if details else {}


def head() -> Head:
    """Return the end of the trail; number 0 where it is empty."""
    last = AuditEntry.objects.order_by("-number").values_list("number", "own_hash").first()
    return Head(*last) if last else Head(0, FIRST)


def flaws(*, kept: Head | None = None) -> Iterator[Flaw]:
    """Yield every place where the trail is broken, and whether it still holds an end that was kept elsewhere."""
    number, previous = 0, FIRST
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            yield gap(entry.number, number + 1, entry.number - 1)
        if entry.previous_hash != previous:
            yield Flaw(
                entry.number,
                "it does not follow the row before: one was changed, removed or put in",
                "与前一行不相接：有行被改动、删除或插入",
            )
        if entry.own_hash != chained(entry):
            yield Flaw(entry.number, "it was changed", "这一行被改动过")
        if kept is not None and entry.number == kept.number and entry.own_hash != kept.own_hash:
            yield Flaw(entry.number, "it is not the row that was kept", "这一行与当时留存的不同")
        number, previous = entry.number, entry.own_hash
    if kept is not None and kept.number > number:
        missing = f"the end is cut off: rows {number + 1} to {kept.number} are missing"
        yield Flaw(kept.number, missing, f"末尾被截断：缺第{number + 1}至{kept.number}行")


def gap(number: int, first: int, last: int) -> Flaw:
    """Return the flaw that rows are missing before one."""
    return Flaw(number, f"rows {first} to {last} are missing", f"缺第{first}至{last}行")


def locked_head() -> Head:
    """Return the end of the trail and keep others from adding to it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    return head()


def chained(entry: AuditEntry) -> str:
    """Return the hash of a row with the hash of the one before it."""
    return row_hash(parts_of(entry))


def parts_of(entry: AuditEntry) -> tuple[str, ...]:
    """Return what the hash of a row covers, in the order of `chain.PARTS`."""
    return (
        entry.previous_hash,
        str(entry.number),
        entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.code,
        str(entry.actor or ""),
        entry.actor_name,
        entry.subject_kind,
        entry.subject,
        str(entry.organisation or ""),
        entry.details,
    )


def written(details: Mapping[str, object]) -> str:
    """Return details as text: keys in order, exact numbers as text, nothing that has no fixed form."""
    return json.dumps(plain(details), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: object) -> object:
    """Return a value as JSON can hold it; raises TypeError for one that it cannot hold exactly."""
    match value:
        case None | bool() | int() | StrEnum() | str():
            return value
        case Decimal() | UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case tuple() | list():
            return [plain(part) for part in value]
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written into the audit trail")
