"""Confirm: the company checks the account on file and says yes with one button, or declines; reminded once, lapsed by the term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.states import Act, State
from huiqi.casework.models import Claim, Round
from huiqi.casework.queries.claims import confirming
from huiqi.casework.queries.claims.funding import lines_of
from huiqi.casework.services.claims.barring import refuse_barred
from huiqi.casework.services.claims.due import start_pay_clocks, stop_confirm_clocks
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.funding import serve_waiting, why_held
from huiqi.casework.services.claims.money import AT_ONCE, CANCELLED, OWED, Pair, deciders, move_all, move_in_order
from huiqi.casework.services.claims.reviewing import as_kept, note
from huiqi.casework.services.claims.stepping import locked, step
from huiqi.casework.services.claims.telling import tell_companies
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.money import full
from huiqi.messages.services import Said
from huiqi.register import queries as register

REMIND_DAYS: Final = 3


@transaction.atomic
def confirm(*, id: UUID, account: UUID, actor: Actor, now: datetime) -> Claim:
    """Confirm a claim into the account on file as it was seen; it is owed then, or waits for money and says why. Raises CannotClaim."""
    seen = queries.own_claim(actor, id=id)
    # Where the first to confirm are the first served, they stand in line here.
    made = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.round_id)
    (claim,) = locked([id])
    if actor.person in {claim.reviewed_by, claim.approved_by}:
        raise CannotClaim("decided_yourself")
    last_day = confirming.passed_day_to_confirm(id, now=now)
    if last_day is not None:
        raise CannotClaim("confirmed_late", day=last_day)
    refuse_barred([claim], now=now)
    on_file = register.account_on_file(claim.company_id)
    if on_file is None:
        raise CannotClaim("no_account")
    if on_file.pk != account:
        raise CannotClaim("account_changed", by=on_file.made_by_name)
    queue = (made.claims.aggregate(last=Max("queue"))["last"] or 0) + 1
    step(
        [claim], Act.CONFIRM, actor=actor, now=now, account_id=on_file.pk, confirmed_at=now,
        confirmed_by=actor.person, confirmed_by_name=actor.name, queue=queue,
    )  # fmt: skip
    stop_confirm_clocks([claim], now=now)
    note("confirmed", [claim], actor=actor, now=now)
    owe(claim, actor=actor, now=now)
    return claim


def owe(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """Owe a confirmed claim, or hold it where its pool is used up, and tell the company which."""
    steps = AT_ONCE if claim.round.order == Order.CONFIRMED else OWED
    hands = deciders if claim.round.order == Order.CONFIRMED else confirmers
    failures = move_in_order([claim], steps, hands=hands, actor=actor, now=now)
    if failures:
        reason, reason_en = why_held(failures[claim.pk])
        step([claim], Act.HOLD, actor=actor, now=now, reason=reason, reason_en=reason_en)
        tell_companies([(claim, held(claim))], now=now)
        return
    step([claim], Act.OWE, actor=actor, now=now)
    start_pay_clocks([claim], now=now)


def confirmers(claim: Claim) -> Pair:
    """Return the company's person who confirmed, and who had approved."""
    assert claim.confirmed_by is not None and claim.approved_by is not None, "it was confirmed"
    return claim.confirmed_by, claim.approved_by


@transaction.atomic
def decline(*, id: UUID, reason: str, actor: Actor, now: datetime) -> Claim:
    """Decline a claim; its money is free again. Raises CannotClaim."""
    queries.own_claim(actor, id=id)
    (claim,) = locked([id])
    step([claim], Act.DECLINE, actor=actor, now=now, reason=as_kept(reason))
    let_go([claim], actor=actor, now=now)
    note("declined", [claim], actor=actor, now=now)
    return claim


def lapse_late(*, now: datetime) -> int:
    """Let the claims lapse that were not confirmed in time: their money is free again, their companies are told. Return how many."""
    actor, count = system("confirming"), 0
    for round_id, days in queries.late_to_confirm(now=now).items():
        with transaction.atomic():
            Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_id)
            claims = [claim for claim in locked(days) if claim.state == State.OFFERED]
            if not claims:
                continue
            for day in sorted({days[claim.pk] for claim in claims}):
                some = [claim for claim in claims if days[claim.pk] == day]
                zh, en = f"到{day:%Y-%m-%d}没有确认", f"It was not confirmed by {day:%Y-%m-%d}"
                step(some, Act.LAPSE, actor=actor, now=now, reason=zh, reason_en=en)
            let_go(claims, actor=actor, now=now)
            note("lapsed", claims, actor=actor, now=now)
            tell_companies([(claim, lapsed(claim, days[claim.pk])) for claim in claims], now=now)
            count += len(claims)
    return count


def let_go(claims: list[Claim], *, actor: Actor, now: datetime) -> None:
    """Free the money that was committed to locked claims, and stop their clocks."""
    committed = [claim for claim in claims if claim.round.order != Order.CONFIRMED]
    if committed:
        move_all(committed, CANCELLED, actor=actor, now=now)
    stop_confirm_clocks(claims, now=now)
    serve_freed(claims, now=now)


def serve_freed(claims: Iterable[Claim], *, now: datetime) -> None:
    """Give money that is free again to those who wait for it."""
    rounds = lines_of(claim.round for claim in claims)
    for line in sorted({line for lines in rounds.values() for line in lines}):
        serve_waiting(line, actor=system("budget"), now=now)


@transaction.atomic
def remind_late(*, now: datetime) -> int:
    """Remind the companies whose time to confirm ends within some days, once; return how many claims."""
    days = queries.soon_to_confirm(now=now, within_days=REMIND_DAYS)
    claims = locked_or_none(days)
    tell_companies([(claim, reminder(claim, days[claim.pk])) for claim in claims], now=now)
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(reminded_at=now)
    if claims:
        note("reminded", claims, actor=system("confirming"), now=now)
    return len(claims)


def locked_or_none(ids: Iterable[UUID]) -> list[Claim]:
    """Return claims, locked, of which there may be none."""
    wanted = list(ids)
    return locked(wanted) if wanted else []


def reminder(claim: Claim, day: date) -> Said:
    """Return what a company is told before the time to confirm ends."""
    assert claim.amount is not None, "an offered claim has its amount"
    return Said(
        kind="claim.offered",
        key=f"claim:{claim.pk}:reminded:{claim.version}",
        title=(f"即将到期，请确认领取：{full(claim.amount)}元", f"Ends soon, please confirm: CNY {full(claim.amount)}"),
        body=(
            f"“{claim.round.zh}”请在{day:%Y-%m-%d}前（含当日）确认，逾期自动失效。",
            f"“{claim.round.en}”: confirm by {day:%Y-%m-%d} (included); it lapses afterwards.",
        ),
        link=reverse("casework:own_claim", args=[claim.pk]),
    )


def lapsed(claim: Claim, day: date) -> Said:
    """Return what a company is told that did not confirm in time."""
    assert claim.amount is not None, "an offered claim has its amount"
    return Said(
        kind="claim.offered",
        key=f"claim:{claim.pk}:lapsed:{claim.version}",
        title=(
            f"逾期未确认，已失效：{full(claim.amount)}元",
            f"Not confirmed in time, lapsed: CNY {full(claim.amount)}",
        ),
        body=(
            f"“{claim.round.zh}”到{day:%Y-%m-%d}没有确认，已经失效。还需要的，请与管委会联系。",
            f"“{claim.round.en}” was not confirmed by {day:%Y-%m-%d} and has lapsed. If you still want it, call the office.",
        ),
        link=reverse("casework:own_claim", args=[claim.pk]),
    )


def held(claim: Claim) -> Said:
    """Return what a company is told whose claim found no money left."""
    reason, reason_en = claim.why
    return Said(
        kind="claim.held",
        key=f"claim:{claim.pk}:held",
        title=(f"已确认，等待资金：{claim.round.zh}", f"Confirmed, waits for money: {claim.round.en}"),
        body=(
            f"您是第{claim.queue}个确认的。{reason}补充预算后按确认顺序安排。",
            f"You were number {claim.queue} to confirm. {reason_en} Further money goes out in the order of confirming.",
        ),
        link=reverse("casework:own_claim", args=[claim.pk]),
    )
