"""The bank's result: every line matched or reported; what is paid is booked once, what failed goes back to the list with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.claims.bank_files import Flaw, Line, Problem, is_shortened, read_result
from huiqi.casework.domain.claims.batches import Result, Stage
from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS
from huiqi.casework.models import BankResult, Batch, Payment
from huiqi.casework.services.claims.booking import book_bounced, book_failed, book_paid
from huiqi.casework.services.claims.paying import CannotPay, ready
from huiqi.casework.services.claims.stepping import locked
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.ledger.services import CannotMove


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of a result: how many payments were booked as paid, failed and returned, every problem, by line, the batches it is about."""

    paid: int
    failed: int
    problems: tuple[Problem, ...]
    batches: tuple[Batch, ...] = ()
    bounced: int = 0


@transaction.atomic
def take_result(*, zone: UUID, content: bytes, actor: Actor, now: datetime, name: str = "") -> Matched:
    """Book what a bank's result says of payments that were sent, each once; nothing is booked of a line with a problem.

    The file is kept as it came, whatever is in it. Raises CannotPay.
    """
    ready(zone, *MAKE_PAYMENTS, actor=actor)
    lines, problems = read_result(content)
    # Batches first, then claims: the order in which everybody takes them.
    asked = Payment.objects.filter(reference__in=[one.reference for one in lines], batch__zone=zone)
    locking = Batch.objects.select_for_update().filter(pk__in=asked.values("batch")).order_by("pk")
    batches = {batch.pk: batch for batch in locking}
    known = {one.reference: one for one in asked if one.batch_id in batches}
    for one in known.values():
        one.batch = batches[one.batch_id]
    flaws = [problem_of(one, flaw, known) for one in lines if (flaw := flaw_of(one, known))]
    flawed = {one.line for one in flaws}
    sound = [one for one in lines if one.line not in flawed]
    take_claims([known[one.reference] for one in sound])
    bounced = [one for one in sound if one.is_bounced and known[one.reference].result == Result.PAID]
    rest = [one for one in sound if one not in bounced]
    paid, failed = ([one for one in rest if one.is_paid is is_paid] for is_paid in (True, False))
    try:
        book_bounced([(known[one.reference], one.reason) for one in bounced], actor=actor, now=now)
        book_paid([known[one.reference] for one in paid], actor=actor, now=now)
    except CannotMove as error:
        # Somebody corrected the entries of a claim by hand: nothing of the file is booked until the books agree again.
        raise CannotPay("books_differ", zh=error.said(english=False), en=error.said(english=True)) from error
    book_failed([(known[one.reference], one.reason) for one in failed], actor=actor, now=now)
    close_done(batches.values(), now=now)
    flawed_count = len(problems) + len(flaws)
    counts = {"paid": len(paid), "failed": len(failed), "bounced": len(bounced), "problems": flawed_count}
    kept = keep_file(zone, content, name=name, counts=counts, actor=actor, now=now)
    audit.record(
        "casework.result.taken",
        actor=actor, subject_kind="result", subject=zone, organisation=zone, now=now,
        after={**counts, "file": kept.sha256},
    )  # fmt: skip
    found = tuple(sorted([*problems, *flaws], key=lambda one: one.line))
    return Matched(len(paid), len(failed), found, tuple(batches.values()), len(bounced))


def keep_file(
    zone: UUID, content: bytes, *, name: str, counts: dict[str, int], actor: Actor, now: datetime
) -> BankResult:
    """Keep a bank's file byte by byte, with what came of it."""
    return BankResult.objects.create(
        id=new_id(now), zone_id=zone, name=name[:200], sha256=sha256(content).hexdigest(), content=content,
        size_bytes=len(content), taken_at=now, taken_by=actor.person, taken_by_name=actor.name, **counts,
    )  # fmt: skip


def flaw_of(line: Line, known: dict[str, Payment]) -> Flaw | None:
    """Return why a line is not booked; None where it is."""
    payment = known.get(line.reference)
    if payment is None:
        return Flaw.SHORTENED if is_shortened(line.reference) else Flaw.UNKNOWN
    if payment.batch.stage not in {Stage.SENT, Stage.CLOSED}:
        return Flaw.NOT_SENT
    if payment.amount != line.amount:
        return Flaw.OTHER_AMOUNT
    if payment.result == Result.WAITING or (payment.result == Result.PAID and line.is_bounced):
        return None
    if payment.result == Result.RETURNED:
        return Flaw.BOOKED_ALREADY if line.is_bounced else Flaw.BOOKED_OTHERWISE
    return Flaw.BOOKED_ALREADY if (payment.result == Result.PAID) is line.is_paid else Flaw.BOOKED_OTHERWISE


def problem_of(line: Line, flaw: Flaw, known: dict[str, Payment]) -> Problem:
    """Return what a line is told of its flaw: of a wrong amount both amounts."""
    if flaw != Flaw.OTHER_AMOUNT:
        return Problem(line.line, line.reference, flaw)
    return Problem(line.line, line.reference, flaw, said=line.amount, due=known[line.reference].amount)


def take_claims(payments: Sequence[Payment]) -> None:
    """Give payments their claims, locked: all of them before the ledger is touched, whose turn comes last for everybody."""
    claims = {claim.pk: claim for claim in locked([one.claim_id for one in payments])} if payments else {}
    for one in payments:
        one.claim = claims[one.claim_id]


def close_done(batches: Iterable[Batch], *, now: datetime) -> None:
    """Close the batches of which every payment has its result."""
    for batch in batches:
        if batch.stage == Stage.SENT and not batch.payments.filter(result=Result.WAITING.value).exists():
            batch.stage, batch.closed_at = Stage.CLOSED.value, now
            batch.save(update_fields=("stage", "closed_at"))
