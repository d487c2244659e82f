"""Reading the balances that entries touch, and writing entries with their transfers: set by set, never row by row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiqi.kernel.planner import count_after
from huiqi.ledger.domain.kinds import Kind
from huiqi.ledger.domain.posting import Entry, Known, Posting, Sheet
from huiqi.ledger.domain.steps import PROMISED, State
from huiqi.ledger.models import Account


@dataclass(frozen=True, slots=True)
class Book:
    """An entry that is to be written: its identifier, what was asked, and the transfers that do it."""

    id: UUID
    entry: Entry
    postings: Sequence[Posting]


def locked_sheet(*, zone: UUID, lines: Collection[UUID], causes: Collection[tuple[UUID, str]]) -> Sheet:
    """Return the balances of lines of a zone, and of the pools and ceilings that belong to them, kept for this transaction."""
    known = known_lines(zone=zone, lines=lines)
    sheet = Sheet(known, {})
    # The order in which the database takes them, too.
    accounts = Account.objects.filter(line__in=known).order_by("line_id", "state").select_for_update(no_key=True)
    for line, state, balance in accounts.values_list("line_id", "state", "balance"):
        sheet.balances[line, State(state)] = balance
    if causes:
        with connection.cursor() as cursor:
            cursor.execute(PROMISES, [[line for line, _ in causes], [cause for _, cause in causes]])
            for line, cause, party, *amounts in cursor.fetchall():
                sheet.promised.update({(line, cause, state): at for state, at in zip(PROMISED, amounts, strict=True)})
                if party:
                    sheet.parties[line, cause] = party
    return sheet


def known_lines(*, zone: UUID, lines: Collection[UUID]) -> dict[UUID, Known]:
    """Return what has to be known of lines of a zone, their pools and ceilings included; those of other zones are not there."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"zone": zone, "asked": list(lines)})
        return {
            line: Known((zh, en or zh), pool, tuple(ceilings), kind == Kind.CEILING)
            for line, zh, en, pool, kind, ceilings in cursor.fetchall()
        }


def written_before(*, zone: UUID, keys: Collection[str]) -> dict[str, tuple[UUID, str]]:
    """Return the entries that were written under some keys: identifier and digest."""
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [zone, list(keys)])
        return {key: (entry, digest) for key, entry, digest in cursor.fetchall()}


def digest_of(entry: Entry) -> str:
    """Return the digest of what an entry moves: the same for a repetition, another one for anything else."""
    said = [
        [str(one.line), one.step.value, str(one.amount.normalize()), one.cause, str(one.party or "")]
        for one in entry.movements
    ]
    total = None if entry.total is None else str(entry.total.normalize())
    return hashlib.sha256(json.dumps([total, said], ensure_ascii=False).encode()).hexdigest()


def write(
    books: Sequence[Book], *, zone: UUID, digests: Mapping[str, str], maker: UUID, checker: UUID, now: datetime
) -> None:
    """Write entries and their transfers in two statements."""
    entries = [
        (book.id, book.entry.key, digests[book.entry.key], book.entry.total, book.entry.note) for book in books
    ]  # fmt: skip
    transfers = [
        (book.id, one.line, one.step, one.source, one.target, one.amount, one.cause, one.party, one.corrects)
        for book in books
        for one in book.postings
    ]
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [zone, maker, checker, now, *map(list, zip(*entries, strict=True))])
        cursor.execute(TRANSFERS, [list(map(str, part)) if number in {2, 3, 4} else list(part)
                                   for number, part in enumerate(zip(*transfers, strict=True))])  # fmt: skip
    count_after(len(transfers))


# Ceilings count where they were asked for through their lines; a line that is there as a pool or ceiling alone has none.
LINES = """
with asked as (select unnest(%(asked)s::uuid[]) as id),
    covers as (
        select line_id, array_agg(ceiling_id order by id) as ceilings from ledger_cover
        where line_id in (select id from asked) group by line_id)
select line.id, line.title_zh, line.title_en, line.pool_id, line.kind, coalesce(covers.ceilings, '{}')
from ledger_line line left join covers on covers.line_id = line.id
where line.zone = %(zone)s and line.id in (
    select id from asked
    union select pool_id from ledger_line where id in (select id from asked)
    union select unnest(ceilings) from covers)
order by line.id
"""
# One array instead of a place for each key: 10,000 of them cost nothing.
BEFORE = "select key, id, digest from ledger_entry where zone = %s and key = any(%s)"
PROMISES = """
select o.line_id, o.cause, o.party, o.reserved, o.committed, o.payable, o.paid
from ledger_obligation o
join (select distinct line, cause from unnest(%s::uuid[], %s::text[]) as asked (line, cause)) asked
    on o.line_id = asked.line and o.cause = asked.cause
"""
ENTRIES = """
insert into ledger_entry (zone, maker, checker, made_at, transaction, id, key, digest, total, note)
select %s, %s, %s, %s, 0, id, key, digest, total, note
from unnest(%s::uuid[], %s::text[], %s::text[], %s::numeric[], %s::text[]) as said (id, key, digest, total, note)
"""
TRANSFERS = """
insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause, party, corrects_id)
select * from unnest(
    %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::text[], %s::uuid[], %s::bigint[])
"""
