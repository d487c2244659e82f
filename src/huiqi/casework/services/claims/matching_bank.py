"""The bank's result: every line matched or reported; what is paid is booked once, what failed goes back to the list with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final
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
from huiqi.kernel.copying import copy_rows
from huiqi.kernel.ids import new_id
from huiqi.ledger.services import CannotMove

_FLAW_COLUMNS: Final = ("result_id", "line", "reference", "flaw", "said", "due")


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of a result: how many payments were booked as paid, failed and returned, every problem, by line, the batches it is about."""

    file: BankResult
    problems: tuple[Problem, ...]
    batches: tuple[Batch, ...] = ()

    @property
    def paid(self) -> int:
        """Return how many payments were booked as paid."""
        return self.file.paid

    @property
    def failed(self) -> int:
        """Return how many payments the bank sent back."""
        return self.file.failed

    @property
    def bounced(self) -> int:
        """Return how many payments the bank took back after they had been paid."""
        return self.file.bounced


@transaction.atomic
def take_result(*, zone: UUID, content: bytes, actor: Actor, now: datetime, name: str = "") -> Matched:
    """Book what a bank's result says of payments that were sent, each once; nothing is booked of a line with a problem.

    The file is kept as it came, whatever is in it. Raises CannotPay.
    """
    ready(zone, *MAKE_PAYMENTS, actor=actor)
    return book(keep_file(zone, content, name=name, actor=actor, now=now), actor=actor, now=now)


@transaction.atomic
def book_result(*, id: UUID, actor: Actor, now: datetime) -> BankResult:
    """Book a file that was kept before, once: done again, nothing is done. Raises CannotPay."""
    file = BankResult.objects.select_for_update().get(pk=id)
    ready(file.zone_id, *MAKE_PAYMENTS, actor=actor)
    return file if file.booked_at else book(file, actor=actor, now=now).file


def keep_file(
    zone: UUID, content: bytes, *, name: str, actor: Actor, now: datetime, id: UUID | None = None, job: UUID | None = None
) -> BankResult:  # fmt: skip
    """Keep a bank's file byte by byte, not booked yet."""
    return BankResult.objects.create(
        id=id or new_id(now), zone_id=zone, name=name[:200], sha256=sha256(content).hexdigest(), content=content,
        size_bytes=len(content), taken_at=now, taken_by=actor.person, taken_by_name=actor.name, job=job,
    )  # fmt: skip


def book(file: BankResult, *, actor: Actor, now: datetime) -> Matched:
    """Book what a kept file says, and write down what came of it."""
    lines, problems = read_result(bytes(file.content))
    # Batches first, then claims: the order in which everybody takes them.
    asked = Payment.objects.filter(reference__in=[one.reference for one in lines], batch__zone=file.zone_id)
    locking = Batch.objects.select_for_update().filter(pk__in=asked.values("batch")).order_by("pk")
    batches = {batch.pk: batch for batch in locking}
    known = {one.reference: one for one in asked if one.batch_id in batches}
    for one in known.values():
        one.batch = batches[one.batch_id]
    flaws = [problem_of(one, flaw, known) for one in lines if (flaw := flaw_of(one, known))]
    flawed = {one.line for one in flaws}
    counts = book_sound([(known[one.reference], one) for one in lines if one.line not in flawed], actor=actor, now=now)
    close_done(batches.values(), now=now)
    found = tuple(sorted([*problems, *flaws], key=lambda one: one.line))
    write_down(file, counts | {"problems": len(found)}, found, batches.values(), actor=actor, now=now)
    return Matched(file, found, tuple(batches.values()))


def book_sound(pairs: Sequence[tuple[Payment, Line]], *, actor: Actor, now: datetime) -> dict[str, int]:
    """Book payments as lines without a flaw say; return how many were paid, failed and returned. Raises CannotPay."""
    take_claims([payment for payment, _ in pairs])
    bounced = [pair for pair in pairs if comes_back(*pair)]
    rest = [pair for pair in pairs if not comes_back(*pair)]
    paid = [payment for payment, line in rest if line.is_paid]
    failed = [(payment, line.reason) for payment, line in rest if not line.is_paid]
    try:
        book_bounced([(payment, line.reason) for payment, line in bounced], actor=actor, now=now)
        book_paid(paid, actor=actor, now=now)
    except CannotMove as error:
        # Somebody corrected the entries of a claim by hand: nothing of the file is booked until the books agree again.
        raise CannotPay("books_differ", zh=error.said(english=False), en=error.said(english=True)) from error
    book_failed(failed, actor=actor, now=now)
    return {"paid": len(paid), "failed": len(failed), "bounced": len(bounced)}


def comes_back(payment: Payment, line: Line) -> bool:
    """Return whether a line takes back what was booked as paid; said of what still waits, it is a failure."""
    return line.is_bounced and payment.result == Result.PAID


def write_down(
    file: BankResult, counts: dict[str, int], problems: Sequence[Problem], batches: Iterable[Batch], *, actor: Actor, now: datetime
) -> None:  # fmt: skip
    """Write down what came of a file: the counts, every line with a problem, and the batches; with a row of the trail."""
    for name, count in counts.items():
        setattr(file, name, count)
    file.booked_at, file.batches = now, sorted(batch.number for batch in batches)
    file.save(update_fields=(*counts, "booked_at", "batches"))
    said = ((file.pk, one.line, one.reference, one.flaw.value, text(one.said), one.due) for one in problems)
    copy_rows("casework_resultflaw", _FLAW_COLUMNS, said)
    audit.record(
        "casework.result.taken",
        actor=actor, subject_kind="result", subject=file.zone_id, organisation=file.zone_id, now=now,
        after={**counts, "file": file.sha256},
    )  # fmt: skip


def text(amount: Decimal | None) -> str:
    """Return an amount that a line says, of any size, as plain digits."""
    return "" if amount is None else f"{amount:f}"


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
