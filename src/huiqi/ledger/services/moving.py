"""Moving money: one entry, or thousands in the order given. The one way into the ledger for every other part.

Who calls has asked for rights already: the ledger holds only that maker and checker are two people. All who write wait for one
another at the end of the audit trail, before they take an account: no two of them can wait in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_ids
from huiqi.ledger.domain.posting import CannotMove, Entry, Movement, Sheet
from huiqi.ledger.services.holding import end_booked, hold
from huiqi.ledger.services.writing import Book, digest_of, locked_sheet, write, written_before

# What is not refused but waits: a ceiling is for the zone to raise, not for the entry to fail by.
HELD = ("over_ceiling",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry: its identifier where it stands in the ledger, else why not; `is_new` is false for a repetition.

    `held` says where it waits to be taken up, where it was put down instead of being lost.
    """

    key: str
    entry: UUID | None = None
    why_not: CannotMove | None = None
    is_new: bool = False
    held: UUID | None = None


def move(
    *,
    zone: UUID,
    key: str,
    movements: Sequence[Movement],
    maker: UUID,
    checker: UUID,
    actor: Actor,
    now: datetime,
    total: Decimal | None = None,
    note: str = "",
) -> UUID:
    """Write one entry, all of it or nothing, and return it; a repetition returns the first one. Raises CannotMove.

    `total` is what the movements of each step have to add up to.
    """
    entry = Entry(key, movements, total, note)
    done = move_each(zone=zone, entries=[entry], maker=maker, checker=checker, actor=actor, now=now)[0]
    if done.why_not:
        raise done.why_not
    assert done.entry is not None, "an entry is there or it is said why not"
    return done.entry


@transaction.atomic
def move_each(
    *,
    zone: UUID,
    entries: Sequence[Entry],
    maker: UUID,
    checker: UUID,
    actor: Actor,
    now: datetime,
    holding: Collection[str] = HELD,
) -> list[Outcome]:
    """Write entries in the order given, each all or nothing, and say of each what became of it.

    What the first ones take, the later ones no longer find. One that fails for a reason in `holding` is held, to be taken
    up later. Raises CannotMove where maker and checker are one.
    """
    if maker == checker:
        raise CannotMove("maker_is_checker")
    audit.locked_head()
    before = written_before(zone=zone, keys={entry.key for entry in entries})
    named = {(one.line, one.cause) for entry in entries for one in entry.movements}
    sheet = locked_sheet(zone=zone, lines={line for line, _ in named}, causes=named)
    digests: dict[str, str] = {}
    outcomes, books = [], []
    for entry, number in zip(entries, new_ids(now, len(entries)), strict=True):
        outcome, book = decided(entry, id=number, sheet=sheet, before=before)
        if outcome.why_not and outcome.why_not.code in holding:
            held = hold(entry, outcome.why_not, zone=zone, maker=maker, checker=checker, actor=actor, now=now)
            outcome = replace(outcome, held=held)
        outcomes.append(outcome)
        if book:
            digests[entry.key] = before[entry.key][1]
            books.append(book)
    if books:
        write(books, zone=zone, digests=digests, maker=maker, checker=checker, now=now)
        note_booked(books, zone=zone, actor=actor, now=now)
        end_booked({book.entry.key: book.id for book in books}, zone=zone, actor=actor, now=now)
    return outcomes


def decided(
    entry: Entry, *, id: UUID, sheet: Sheet, before: dict[str, tuple[UUID, str]]
) -> tuple[Outcome, Book | None]:
    """Return what becomes of an entry, and what is to be written of it; counts it in where it fits."""
    digest = digest_of(entry)
    known = before.get(entry.key)
    if known:
        first, content = known
        if content == digest:
            return Outcome(entry.key, first), None
        return Outcome(entry.key, why_not=CannotMove("key_used_otherwise", key=entry.key)), None
    try:
        postings = sheet.take(entry)
    except CannotMove as error:
        return Outcome(entry.key, why_not=error), None
    before[entry.key] = id, digest
    return Outcome(entry.key, id, is_new=True), Book(id, entry, postings)


def note_booked(books: Sequence[Book], *, zone: UUID, actor: Actor, now: datetime) -> None:
    """Write the row of the audit trail about entries that were written."""
    sums: dict[str, Decimal] = {}
    for book in books:
        for one in book.postings:
            sums[one.step.value] = sums.get(one.step.value, Decimal(0)) + one.amount
    after = {"entries": len(books), "last": books[-1].id, "key": books[0].entry.key, "sums": sums}
    audit.record(
        "ledger.entry.booked", actor=actor, subject_kind="ledger_entry", subject=books[0].id, organisation=zone,
        after=after, now=now,
    )  # fmt: skip
