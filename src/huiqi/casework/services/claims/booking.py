"""Booking what the bank says of payments: paid, failed, or taken back days after it was paid; the ledger moves with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from huiqi.casework.domain.claims.batches import Result
from huiqi.casework.domain.claims.states import Act
from huiqi.casework.models import Batch, Claim, Payment
from huiqi.casework.services.claims.due import pay_clock, start_pay_clocks
from huiqi.casework.services.claims.money import Hands, Pair, move_all
from huiqi.casework.services.claims.receipts import make_receipts, void_receipts
from huiqi.casework.services.claims.stepping import step
from huiqi.casework.services.claims.telling import tell_companies
from huiqi.casework.services.clocks import stop_clocks
from huiqi.kernel.actor import Actor
from huiqi.kernel.money import full
from huiqi.ledger.services import Step
from huiqi.messages.services import Said


def book_paid(payments: Sequence[Payment], *, actor: Actor, now: datetime) -> None:
    """Book payments as paid: in the ledger by those who made and checked the batch, once for ever; with their receipts."""
    for batch, some in by_batch(payments):
        claims = [one.claim for one in some]
        move(batch, some, Step.PAY, actor=actor, now=now)
        step(claims, Act.PAY, actor=actor, now=now)
        ids = [claim.pk for claim in claims]
        batch.payments.filter(claim__in=ids).update(result=Result.PAID.value, settled_at=now)
        make_receipts(some, zone=batch.zone_id, now=now)
        stop_clocks(causes=[pay_clock(key) for key in ids], now=now)
        tell_companies([(claim, paid(one, claim)) for one, claim in zip(some, claims, strict=True)], now=now)


def book_failed(failures: Sequence[tuple[Payment, str]], *, actor: Actor, now: datetime) -> None:
    """Put claims whose payment failed back on the list, each with the bank's reason, and tell the companies; the money is owed as before."""
    for reason, payments in by_reason(failures).items():
        for batch, some in by_batch(payments):
            claims = [one.claim for one in some]
            step(claims, Act.FAIL, actor=actor, now=now, reason=reason)
            settled = {"result": Result.FAILED.value, "reason": reason, "settled_at": now}
            batch.payments.filter(claim__in=[claim.pk for claim in claims]).update(**settled)
            tell_companies([(one.claim, not_paid(one, reason)) for one in some], now=now)


def book_bounced(bounces: Sequence[tuple[Payment, str]], *, actor: Actor, now: datetime) -> None:
    """Book that the bank took back what it had paid: the money is owed again, the receipt is void, the company is told."""
    for reason, payments in by_reason(bounces).items():
        for batch, some in by_batch(payments):
            claims = [one.claim for one in some]
            move(batch, some, Step.BOUNCE, actor=actor, now=now)
            step(claims, Act.BOUNCE, actor=actor, now=now, reason=reason)
            ids = [one.pk for one in some]
            batch.payments.filter(pk__in=ids).update(result=Result.RETURNED.value, reason=reason)
            void_receipts(ids, reason=reason, now=now)
            start_pay_clocks(claims, now=now)
            tell_companies([(one.claim, bounced(one, reason)) for one in some], now=now)


def move(batch: Batch, payments: Sequence[Payment], taken: Step, *, actor: Actor, now: datetime) -> None:
    """Move the money of payments one step; each payment has a key of its own, for a claim may be paid again after a bounce."""
    marks = {one.claim_id: one.reference for one in payments}
    hands = constantly((batch.made_by, batch.checked_by))
    move_all([one.claim for one in payments], (taken,), hands=hands, marks=marks, actor=actor, now=now)


def by_reason(pairs: Sequence[tuple[Payment, str]]) -> Mapping[str, list[Payment]]:
    """Return payments by the bank's reason."""
    reasons: dict[str, list[Payment]] = {}
    for payment, reason in pairs:
        reasons.setdefault(reason[:500], []).append(payment)
    return reasons


def by_batch(payments: Sequence[Payment]) -> Iterator[tuple[Batch, list[Payment]]]:
    """Yield batches with their payments."""
    parts: dict[UUID, list[Payment]] = {}
    for payment in payments:
        parts.setdefault(payment.batch_id, []).append(payment)
    for some in parts.values():
        yield some[0].batch, some


def constantly(people: tuple[UUID, UUID | None]) -> Hands:
    """Return what names the same two people for every claim."""
    maker, checker = people
    assert checker is not None, "a batch that was sent was checked"
    pair: Pair = (maker, checker)

    def hands(claim: Claim) -> Pair:
        return pair

    return hands


def paid(payment: Payment, claim: Claim) -> Said:
    """Return what a company is told when its money is there."""
    return Said(
        kind="claim.paid",
        # Told of each payment: one that came back is followed by another.
        key=f"claim:{claim.pk}:paid:{payment.reference}",
        title=(f"已到账：{full(payment.amount)}元", f"Paid: CNY {full(payment.amount)}"),
        body=(
            f"“{claim.round.zh}”已拨付到贵公司账户，凭证可在页面下载。",
            f"“{claim.round.en}” was paid to your account; the receipt is on the page.",
        ),
        link=own_page(claim),
    )


def bounced(payment: Payment, reason: str) -> Said:
    """Return what a company is told when the bank took its payment back."""
    made = payment.claim.round
    return Said(
        kind="claim.returned",
        key=f"claim:{payment.claim_id}:returned:{payment.reference}",
        title=(f"款项被银行退回：{full(payment.amount)}元", f"The bank returned CNY {full(payment.amount)}"),
        body=(
            f"“{made.zh}”的款项被银行退回：{reason or '银行没有说明'}。请核对收款账户，核对后会重新拨付，不用重新申请。",
            f"The payment of “{made.en}” came back: {reason or 'the bank gave no reason'}. Check the account on file; it is paid again.",
        ),
        link=own_page(payment.claim),
    )


def not_paid(payment: Payment, reason: str) -> Said:
    """Return what a company is told when the bank did not take its payment."""
    made = payment.claim.round
    return Said(
        kind="claim.returned",
        key=f"claim:{payment.claim_id}:failed:{payment.reference}",
        title=(f"拨付没有成功：{full(payment.amount)}元", f"The bank did not pay CNY {full(payment.amount)}"),
        body=(
            f"“{made.zh}”没有付成：{reason or '银行没有说明原因'}。请核对收款账户，核对后会重新拨付，不用重新申请。",
            f"“{made.en}” was not paid: {reason or 'the bank gave no reason'}. Check the account on file; it is paid again.",
        ),
        link=own_page(payment.claim),
    )


def own_page(claim: Claim) -> str:
    """Return where the company sees its claim."""
    return reverse("casework:own_claim", args=[claim.pk])
