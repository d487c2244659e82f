"""A dry run: the whole list read and matched, everything that would count and everything that is wrong written down."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.earlier.meanings import OWN
from huiqi.casework.domain.earlier.states import ENTER, ENTERED_ROWS, OPEN, Outcome, State
from huiqi.casework.models import EarlierFile, EarlierPayment
from huiqi.casework.queries.earlier.files import file_of
from huiqi.casework.queries.earlier.planning import Planned, plan
from huiqi.casework.services.earlier.failing import CannotBringIn, at_hand, note
from huiqi.kernel.actor import Actor
from huiqi.kernel.collecting import without_collecting
from huiqi.kernel.copying import copy_rows
from huiqi.kernel.ids import new_ids
from huiqi.kernel.jobs import Progress, part
from huiqi.rulebook.domain.sheet_maps import map_from
from huiqi.rulebook.queries.sheet_heads import on_disk
from huiqi.rulebook.queries.sheets import ReadSheet, proved, read

_COLUMNS = (
    "id", "file_id", "row", "outcome", "code", "name", "company", "clause_said", "policy", "clause", "year", "amount",
    "paid_on", "document", "note", "key", "faults", "candidates", "choice",
)  # fmt: skip


@without_collecting()
def check_earlier(*, file: UUID, actor: Actor, now: datetime, progress: Progress | None = None) -> EarlierFile:
    """Read and match the whole list and write down what it would do; raises CannotBringIn, CannotReadSheet, CannotFitMap."""
    seen = file_of(actor, id=file)
    sheet = read_file(seen, progress=part(progress, 0, 60))
    with transaction.atomic():
        found = at_hand(file, *ENTER, states=OPEN, actor=actor)
        planned = plan(found, sheet, actor=actor, now=now)
        part(progress, 60, 80)(1, 1)
        write_down(found, planned, actor=actor, now=now)
        part(progress, 80, 100)(1, 1)
        return found


def read_file(found: EarlierFile, *, progress: Progress | None = None) -> ReadSheet:
    """Return the whole sheet of a file as its map says; raises CannotBringIn, CannotReadSheet, CannotFitMap."""
    if found.map is None:
        raise CannotBringIn("not_mapped")
    with on_disk(found.stored_as, found.ending) as path:
        return read(
            proved(path), replace(map_from(found.map), sheet=found.sheet), own=OWN, book=None, progress=progress
        )


def write_down(found: EarlierFile, planned: list[Planned], *, actor: Actor, now: datetime) -> None:
    """Put what a check found in the place of what the one before had found."""
    EarlierPayment.objects.filter(file=found).delete()
    copy_rows("casework_earlierpayment", _COLUMNS, _rows(found, planned, now))
    found.state, found.checked_at = State.CHECKED.value, now
    found.counts, found.rows_digest = counts(planned), digest_of(planned)
    found.save(update_fields=("state", "checked_at", "counts", "rows_digest"))
    note("checked", found, actor=actor, now=now, digest=found.rows_digest, **found.counts)


def counts(planned: list[Planned]) -> dict[str, int | str]:
    """Return what a list does, in numbers; the sum in yuan as an exact text."""
    outcomes = Counter(one.outcome for one in planned)
    ready = [one for one in planned if one.outcome in ENTERED_ROWS]
    return {
        "rows": len(planned),
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
        "companies": len({one.row.code or str(one.met.company.id if one.met.company else "") for one in ready}),
        "amount": f"{sum((one.row.amount or Decimal(0) for one in ready), Decimal(0)):.2f}",
        "faults": sum(len(one.row.faults) for one in planned),
    }


def digest_of(planned: list[Planned]) -> str:
    """Return the SHA-256 of what would count: row, payment, payee, amount and day."""
    lines = [
        [one.row.row, one.key, one.row.code, f"{one.row.amount:.2f}", str(one.row.paid_on)]
        for one in planned
        if one.outcome in ENTERED_ROWS
    ]
    return sha256(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _rows(found: EarlierFile, planned: list[Planned], now: datetime) -> Iterator[tuple[object, ...]]:
    for key, one in zip(new_ids(now, len(planned)), planned, strict=True):
        row, policy, clause = one.row, *one.clause.partition("/")[::2]
        amount = row.amount if row.amount is not None and abs(row.amount) < Decimal(10) ** 15 else None
        yield (
            key, found.pk, row.row, one.outcome.value, row.code, row.name[:200],
            one.met.company.id if one.met.company else None, row.clause_said[:200], policy, clause, row.year, amount,
            row.paid_on, row.document[:100], row.note[:500], one.key, json.dumps(row.faults, ensure_ascii=False),
            json.dumps(one.met.candidates, ensure_ascii=False), one.choice,
        )  # fmt: skip
