"""The bank's result: every line matched or reported; what is paid is booked once, what failed goes back to the list with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework.domain.claims.bank_files import Flaw, Line, Problem, read_result
from huiqi.casework.domain.claims.batches import Result, Stage
from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS
from huiqi.casework.domain.claims.states import Act
from huiqi.casework.models import Batch, Claim, Payment
from huiqi.casework.services.claims.confirming import tell_companies
from huiqi.casework.services.claims.due import pay_clock
from huiqi.casework.services.claims.money import Hands, Pair, move_all
from huiqi.casework.services.claims.paying import ready
from huiqi.casework.services.claims.stepping import locked, step
from huiqi.casework.services.clocks import stop_clocks
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.money import full
from huiqi.ledger.services import Step
from huiqi.messages.services import Said


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of a result: how many payments were booked as paid and as failed, every problem, by line, and the batches it is about."""

    paid: int
    failed: int
    problems: tuple[Problem, ...]
    batches: tuple[Batch, ...] = ()


@transaction.atomic
def take_result(*, zone: UUID, content: bytes, actor: Actor, now: datetime) -> Matched:
    """Book what a bank's result says of payments that were sent, each once; nothing is booked of a line with a problem. Raises CannotPay."""
    ready(zone, *MAKE_PAYMENTS, actor=actor)
    lines, problems = read_result(content)
    # Batches first, then claims: the order in which everybody takes them.
    asked = Payment.objects.filter(reference__in=[one.reference for one in lines], batch__zone=zone)
    locking = Batch.objects.select_for_update().filter(pk__in=asked.values("batch")).order_by("pk")
    batches = {batch.pk: batch for batch in locking}
    known = {one.reference: one for one in asked}
    for one in known.values():
        one.batch = batches[one.batch_id]
    flaws = [Problem(one.line, one.reference, flaw) for one in lines if (flaw := flaw_of(one, known))]
    flawed = {one.line for one in flaws}
    sound = [one for one in lines if one.line not in flawed]
    take_claims([known[one.reference] for one in sound])
    paid, failed = ([one for one in sound if one.is_paid is is_paid] for is_paid in (True, False))
    book_paid([known[one.reference] for one in paid], actor=actor, now=now)
    book_failed([(known[one.reference], one.reason) for one in failed], actor=actor, now=now)
    close_done(batches.values(), now=now)
    audit.record(
        "casework.result.taken",
        actor=actor, subject_kind="result", subject=zone, organisation=zone, now=now,
        after={"paid": len(paid), "failed": len(failed), "problems": len(problems) + len(flaws)},
    )  # fmt: skip
    found = tuple(sorted([*problems, *flaws], key=lambda one: one.line))
    return Matched(len(paid), len(failed), found, tuple(batches.values()))


def flaw_of(line: Line, known: dict[str, Payment]) -> Flaw | None:
    """Return why a line is not booked; None where it is."""
    payment = known.get(line.reference)
    if payment is None:
        return Flaw.UNKNOWN
    if payment.batch.stage not in {Stage.SENT, Stage.CLOSED}:
        return Flaw.NOT_SENT
    if payment.amount != line.amount:
        return Flaw.OTHER_AMOUNT
    if payment.result == Result.WAITING:
        return None
    return Flaw.BOOKED_ALREADY if (payment.result == Result.PAID) is line.is_paid else Flaw.BOOKED_OTHERWISE


def take_claims(payments: Sequence[Payment]) -> None:
    """Give payments their claims, locked: all of them before the ledger is touched, whose turn comes last for everybody."""
    claims = {claim.pk: claim for claim in locked([one.claim_id for one in payments])} if payments else {}
    for one in payments:
        one.claim = claims[one.claim_id]


def book_paid(payments: Sequence[Payment], *, actor: Actor, now: datetime) -> None:
    """Book payments as paid: in the ledger by those who made and checked the batch, once for ever."""
    for batch, claims in by_batch(payments):
        people = (batch.made_by, batch.checked_by)
        move_all(claims, (Step.PAY,), hands=constantly(people), actor=actor, now=now)
        step(claims, Act.PAY, actor=actor, now=now)
        ids = [claim.pk for claim in claims]
        batch.payments.filter(claim__in=ids).update(result=Result.PAID.value, settled_at=now)
        stop_clocks(causes=[pay_clock(key) for key in ids], now=now)
        tell_companies([(claim, paid(claim)) for claim in claims], now=now)


def book_failed(failures: Sequence[tuple[Payment, str]], *, actor: Actor, now: datetime) -> None:
    """Put claims whose payment failed back on the list, each with the bank's reason; their money is owed as before."""
    reasons: dict[str, list[Payment]] = {}
    for payment, reason in failures:
        reasons.setdefault(reason[:500], []).append(payment)
    for reason, payments in reasons.items():
        for batch, claims in by_batch(payments):
            step(claims, Act.FAIL, actor=actor, now=now, reason=reason)
            ids = [claim.pk for claim in claims]
            batch.payments.filter(claim__in=ids).update(result=Result.FAILED.value, reason=reason, settled_at=now)


def by_batch(payments: Sequence[Payment]) -> Iterator[tuple[Batch, list[Claim]]]:
    """Yield batches with their claims."""
    parts: dict[UUID, list[Payment]] = {}
    for payment in payments:
        parts.setdefault(payment.batch_id, []).append(payment)
    for some in parts.values():
        yield some[0].batch, [payment.claim for payment in some]


def constantly(people: tuple[UUID, UUID | None]) -> Hands:
    """Return what names the same two people for every claim."""
    maker, checker = people
    assert checker is not None, "a batch that was sent was checked"
    pair: Pair = (maker, checker)

    def hands(claim: Claim) -> Pair:
        return pair

    return hands


def close_done(batches: Iterable[Batch], *, now: datetime) -> None:
    """Close the batches of which every payment has its result."""
    for batch in batches:
        if batch.stage == Stage.SENT and not batch.payments.filter(result=Result.WAITING.value).exists():
            batch.stage, batch.closed_at = Stage.CLOSED.value, now
            batch.save(update_fields=("stage", "closed_at"))


def paid(claim: Claim) -> Said:
    """Return what a company is told when its money is there."""
    assert claim.amount is not None, "a paid claim has its amount"
    return Said(
        kind="claim.paid",
        key=f"claim:{claim.pk}:paid",
        title=(f"已到账：{full(claim.amount)}元", f"Paid: CNY {full(claim.amount)}"),
        body=(f"“{claim.round.zh}”已拨付到贵公司账户。", f"“{claim.round.en}” was paid to your account."),
        link=own_page(claim),
    )


def own_page(claim: Claim) -> str:
    """Return where the company sees its claim."""
    return reverse("casework:own_claim", args=[claim.pk])
