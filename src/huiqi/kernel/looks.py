"""Looks at sensitive facts: noted while a page is made, written when it is finished, sealed in batches by the audit trail.

Whoever reads facts for a person notes it here; a page costs one more statement, however much it shows. Every few minutes the rows that
came since are put under a seal: a row of the audit trail with a hash over all of them. From then on a look that is changed, removed or
put in shows; until then only the guards of the table hold it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.audit import Flaw
from huiqi.kernel.clock import read_clock
from huiqi.kernel.models import AuditEntry, Look

SEALED = "kernel.looks.sealed"
_NAMES_MOST = 100
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Noted:
    """A look that is not written yet."""

    person: UUID
    person_name: str
    reached: frozenset[UUID]
    names: frozenset[str]


_open: ContextVar[tuple[str, list[Noted]] | None] = ContextVar("looks", default=None)


def note(actor: Actor, *, reached: Collection[UUID], names: Collection[str]) -> None:
    """Note that a person sees sensitive facts of organisations; `reached` holds them with all that they are in.

    The system is nobody who looks. Outside of a page (`kept`) the look is written at once.
    """
    if actor.person is None or not names or not reached:
        return
    noted = Noted(actor.person, actor.name, frozenset(reached), frozenset(names))
    place = _open.get()
    if place is None:
        write("", [noted], now=read_clock())
    else:
        place[1].append(noted)


@contextmanager
def kept(place: str) -> Iterator[None]:
    """Write, when the page is made, all looks that were noted meanwhile, as one for each person."""
    noted: list[Noted] = []
    token = _open.set((place, noted))
    try:
        yield
    finally:
        _open.reset(token)
        if noted:
            write(place, noted, now=read_clock())


def write(place: str, noted: list[Noted], *, now: datetime) -> None:
    """Add rows, one for each person."""
    rows = []
    for person in {one.person: one.person_name for one in noted}.items():
        own = [one for one in noted if one.person == person[0]]
        rows.append(
            Look(
                looked_at=now,
                person=person[0],
                person_name=person[1],
                place=place[:200],
                reached=sorted(frozenset[UUID]().union(*(one.reached for one in own))),
                names=sorted(frozenset[str]().union(*(one.names for one in own)))[:_NAMES_MOST],
            )
        )
    Look.objects.bulk_create(rows)


def seal(*, now: datetime) -> int:
    """Put the looks that came since under a seal; return how many they are; none where a writer is in the way just now."""
    try:
        return _seal(now=now)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        return 0


@transaction.atomic
def _seal(*, now: datetime) -> int:
    with connection.cursor() as cursor:
        # Rows get their numbers before they are seen: writers that are at it have to finish first. Who waits for each other is
        # parted after a second by the database; the seal gives way before that.
        cursor.execute("set local lock_timeout = '500ms'")
        cursor.execute("lock table kernel_look in share row exclusive mode")
    last = sealed_to()
    rows = Look.objects.filter(pk__gt=last).order_by("pk")
    newest = rows.values_list("pk", flat=True).last()
    if newest is None:
        return 0
    count, digest = digest_of(last + 1, newest)
    after = {"first": last + 1, "last": newest, "count": count, "digest": digest}
    audit.record(SEALED, actor=system("looks"), subject_kind="looks", subject=str(newest), now=now, after=after)
    return count


def sealed_to() -> int:
    """Return the number of the last look under a seal."""
    last = AuditEntry.objects.filter(code=SEALED).order_by("-number").values_list("subject", flat=True).first()
    return int(last) if last else 0


def flaws() -> Iterator[Flaw]:
    """Yield every seal whose looks are not what they were; seals themselves are rows of the trail, and stand with it."""
    expected = 1
    for entry in AuditEntry.objects.filter(code=SEALED).order_by("number").iterator():
        said = json.loads(entry.details)["after"]
        if said["first"] != expected:
            yield Flaw(
                entry.number, "it does not seal what follows the seal before", "这一行封存的查看记录与上一次封存不相接"
            )
        if digest_of(said["first"], said["last"]) != (said["count"], said["digest"]):
            text = f"looks {said['first']} to {said['last']} are not what was sealed"
            yield Flaw(entry.number, text, f"第{said['first']}至{said['last']}条查看记录与封存时不同")
        expected = said["last"] + 1


def digest_of(first: int, last: int) -> tuple[int, str]:
    """Return how many looks there are between two numbers, and the hash over them in their order."""
    count, running = 0, hashlib.sha256()
    for look in Look.objects.filter(pk__range=(first, last)).order_by("pk").iterator(chunk_size=_CHUNK):
        parts = (
            look.pk,
            look.looked_at.astimezone(UTC).isoformat(timespec="microseconds"),
            str(look.person),
            look.person_name,
            look.place,
            [str(one) for one in look.reached],
            look.names,
        )
        running.update(json.dumps(parts, ensure_ascii=False).encode())
        count += 1
    return count, running.hexdigest()
