"""Corrections: new transfers that turn round those they name, never by more than is left of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.ledger.domain.posting import CannotMove, Entry, Movement, Posting, sound, turned_round
from huiqi.ledger.domain.steps import State, Step
from huiqi.ledger.models import Transfer
from huiqi.ledger.services.moving import note_booked
from huiqi.ledger.services.writing import Book, digest_of, locked_sheet, write, written_before


@transaction.atomic
def correct(
    *,
    zone: UUID,
    key: str,
    amounts: Mapping[int, Decimal],
    reason: str,
    maker: UUID,
    checker: UUID,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Take back so much of each transfer, in yuan, by one entry with the reason; a repetition returns the first one.

    Raises CannotMove: more than is left of a transfer, or money that has gone on to another state since.
    """
    if maker == checker:
        raise CannotMove("maker_is_checker")
    audit.locked_head()
    found = transfers(zone=zone, ids=list(amounts))
    # The digest tells two corrections of the same cause apart by the transfers that they name.
    movements = [Movement(row.line_id, Step.CORRECT, amounts[row.pk], f"{row.pk}", row.party) for row in found]
    entry = Entry(key, movements, note=reason)
    digest = digest_of(entry)
    known = written_before(zone=zone, keys=[key]).get(key)
    if known:
        if known[1] == digest:
            return known[0]
        raise CannotMove("key_used_otherwise", key=key)
    postings = [turned(row, amount=amounts[row.pk]) for row in found]
    causes = {(one.line, one.cause) for one in postings}
    locked_sheet(zone=zone, lines={line for line, _ in causes}, causes=causes).take_back(postings)
    book = Book(new_id(now), entry, postings)
    write([book], zone=zone, digests={key: digest}, maker=maker, checker=checker, now=now)
    note_booked([book], zone=zone, actor=actor, now=now)
    return book.id


def transfers(*, zone: UUID, ids: list[int]) -> Sequence[Transfer]:
    """Return transfers of a zone with what was corrected of them; raises CannotMove for one that is not there."""
    rows = Transfer.objects.filter(pk__in=ids, line__zone=zone, mirrors=None).exclude(step=Step.CORRECT.value)
    found = list(rows.annotate(corrected=Sum("corrections__amount")).order_by("pk"))
    missing = sorted(set(ids) - {row.pk for row in found})
    if missing:
        raise CannotMove("unknown_transfer", transfer=missing[0])
    if not ids:
        raise CannotMove("nothing")
    return found


def turned(row: Transfer, *, amount: Decimal) -> Posting:
    """Return what takes back a part of a transfer; raises CannotMove where so much is not left of it."""
    if not sound(amount):
        raise CannotMove("amount_invalid", amount=amount)
    left = row.amount - (getattr(row, "corrected", None) or Decimal(0))
    if amount > left:
        raise CannotMove("corrects_more", free=left, wanted=amount)
    whole = Posting(
        row.line_id, Step(row.step), State(row.source), State(row.target), row.amount, row.cause, row.party
    )  # fmt: skip
    return turned_round(whole, transfer=row.pk, amount=amount)
