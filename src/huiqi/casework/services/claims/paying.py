"""Pay: a batch is made by one person and checked by another, sent to the bank as a file; its result is matched and booked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.claims import bank_files
from huiqi.casework.domain.claims.batches import PAYMENTS_MOST, SENT_BACK, Result, Stage
from huiqi.casework.domain.claims.rights import CHECK_PAYMENTS, MAKE_PAYMENTS
from huiqi.casework.domain.claims.states import Act
from huiqi.casework.models import Batch, Claim, Payment
from huiqi.casework.queries.claims.ready import ready_as_seen
from huiqi.casework.services.claims.apart import refuse_related
from huiqi.casework.services.claims.barring import refuse_barred
from huiqi.casework.services.claims.reviewing import as_kept
from huiqi.casework.services.claims.stepping import locked, named, step
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.arrays import among
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.copying import copy_models
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id, new_ids
from huiqi.register import queries as register


class CannotPay(Cannot):
    """The payments cannot be handled like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "nothing_to_pay": ("没有可以列入的待拨付事项。", "nothing owed can be put into a batch."),
        "ready_changed": (
            "可拨付的事项刚刚有变化，批次没有编制。请刷新后再看。",
            "what is ready has just changed; no batch was made. Look again.",
        ),
        "too_many": ("一个批次最多{most}笔。", "a batch holds {most} payments at most."),
        "no_account": ("没有在册收款账户：{names}。", "no account on file: {names}."),
        "account_by_maker": (
            "收款账户由您本人登记，须由别人列入批次和复核：{names}。",
            "you put the account on file yourself; others have to make and check this payment: {names}.",
        ),
        "account_unchecked": (
            "收款账户在企业确认后改过，请先向企业核实：{names}。",
            "the account was changed after the company confirmed; ask the company first: {names}.",
        ),
        "not_at": ("批次{number}现在是“{stage}”。", "batch {number} is now “{stage}”."),
        "blocked": ("合同约定的条件没有满足，不能拨付：{zh}。", "not paid, a contract's condition is not met: {en}."),
        "own_batch": ("自己编制的批次须由别人复核。", "who made a batch does not check it."),
        "books_differ": (
            "账目与拨付事项不一致，整个文件都没有入账：{zh}请先在账目中更正。",
            "the books do not agree with a payment; nothing of the file was booked: {en} Put the books right first.",
        ),
        "tampered": (
            "批次{number}的内容与编制时留痕的不同：停止办理，请审计人员核查。",
            "batch {number} is not what the audit trail says was made: stop, and have the auditor look into it.",
        ),
        "no_reason": ("请写明理由。", "say why."),
        "does_not_fit": (
            "定长格式放不下：{names}。请改用CSV。",
            "too long for the fixed format: {names}. Take the CSV.",
        ),
    }


@transaction.atomic
def make_batch(*, zone: UUID, claims: Sequence[UUID], actor: Actor, now: datetime) -> Batch:
    """Put claims that are owed, or whose payment failed, into a batch; all of them or none. Raises CannotPay, CannotClaim."""
    ready(zone, *MAKE_PAYMENTS, actor=actor)
    wanted = list(queries.payable_claims(actor, zone=zone).filter(pk__in=claims).values_list("pk", flat=True))
    if not wanted or len(wanted) != len(set(claims)):
        raise CannotPay("nothing_to_pay")
    if len(wanted) > PAYMENTS_MOST:
        raise CannotPay("too_many", most=PAYMENTS_MOST)
    found = locked(wanted)
    refuse_related(found, actor=actor)
    refuse_barred(found, now=now)
    refuse_blocked(found, now=now)
    assert actor.person is not None, "a role is held by a person"
    batch = Batch(
        id=new_id(now), zone_id=zone, number=next_number(zone, now=now), count=len(found),
        total=sum((claim.amount or Decimal(0) for claim in found), Decimal(0)), made_at=now, made_by=actor.person,
        made_by_name=actor.name,
    )  # fmt: skip
    payments = payments_of(batch, found, actor=actor, now=now)
    step(found, Act.BATCH, actor=actor, now=now)
    batch.save(force_insert=True)
    copy_models(payments)
    note("made", batch, actor=actor, now=now, after={
        "count": batch.count, "total": batch.total, "payments": seal_of(payments),
    })  # fmt: skip
    return batch


def make_batch_of_all(*, zone: UUID, seal: str, actor: Actor, now: datetime) -> Batch:
    """Put all that is ready in a zone into a batch, as it was sealed when it was seen. Raises CannotPay, CannotClaim."""
    claims = ready_as_seen(actor, zone=zone, seal=seal, now=now)
    if claims is None:
        raise CannotPay("ready_changed")
    return make_batch(zone=zone, claims=claims, actor=actor, now=now)


def refuse_blocked(claims: Sequence[Claim], *, now: datetime) -> None:
    """Refuse to pay where a contract's condition is not met, saying all such companies and reasons; raises CannotPay."""
    blocks = queries.blocked(claims, now=now)
    if blocks:
        said = [(claim.name, block.words) for claim in claims for block in blocks.get(claim.pk, ())]
        zh, en = (f"{sep}".join(f"{name}：{words[at]}" for name, words in said) for at, sep in enumerate(("；", "; ")))
        raise CannotPay("blocked", zh=zh, en=en)


def payments_of(batch: Batch, claims: Sequence[Claim], *, actor: Actor, now: datetime) -> list[Payment]:
    """Return the payments of claims into the accounts on file, not kept yet; raises CannotPay."""
    accounts = register.accounts_on_file([claim.company_id for claim in claims])
    without = [claim for claim in claims if claim.company_id not in accounts]
    if without:
        raise CannotPay("no_account", names=named(without))
    refuse_own_accounts(claims, accounts, actor=actor)
    # Asked after the accounts were read: one that is changed meanwhile is found.
    asks = queries.with_account(Claim.objects.filter(pk__in=among([claim.pk for claim in claims]))).filter(
        asks_account=True
    )
    if other := list(asks):
        raise CannotPay("account_unchecked", names=named(other))
    return [
        Payment(
            id=key, batch=batch, claim=claim, reference=f"{batch.number}{at:04d}", amount=claim.amount or Decimal(0),
            holder=account.holder, bank=account.bank, branch=account.branch, number=account.number,
        )
        for at, (key, claim) in enumerate(zip(new_ids(now, len(claims)), claims, strict=True), start=1)
        for account in (accounts[claim.company_id],)
    ]  # fmt: skip


def refuse_own_accounts(claims: Sequence[Claim], accounts: Mapping[UUID, Any], *, actor: Actor) -> None:
    """Refuse to make or check payments into accounts that the actor put on file; raises CannotPay."""
    own = [
        claim for claim in claims if claim.company_id in accounts and accounts[claim.company_id].made_by == actor.person
    ]
    if own:
        raise CannotPay("account_by_maker", names=named(own))


def next_number(zone: UUID, *, now: datetime) -> str:
    """Return the next number of a day's batches, over all zones: references are unique; others wait until this one is kept."""
    audit.locked_head()
    start = f"{day_in_china(now):%Y%m%d}"
    return f"{start}{Batch.objects.filter(number__startswith=start).count() + 1:04d}"


@transaction.atomic
def check_batch(*, id: UUID, actor: Actor, now: datetime) -> Batch:
    """Agree to a batch that somebody else made; raises CannotPay, CannotClaim, CannotSeeBatch."""
    batch = at_hand(id, Stage.MADE, *CHECK_PAYMENTS, actor=actor)
    if batch.made_by == actor.person:
        raise CannotPay("own_batch")
    refuse_tampered(batch)
    claims = list(Claim.objects.filter(payments__batch=batch).order_by("pk"))
    refuse_related(claims, actor=actor)
    accounts = register.accounts_on_file([claim.company_id for claim in claims])
    refuse_own_accounts(claims, accounts, actor=actor)
    batch.stage, batch.checked_at = Stage.CHECKED.value, now
    batch.checked_by, batch.checked_by_name = actor.person, actor.name
    batch.save()
    note("checked", batch, actor=actor, now=now)
    return batch


@transaction.atomic
def withdraw_batch(*, id: UUID, reason: str, actor: Actor, now: datetime) -> Batch:
    """Take a batch back before it is sent: each claim stands where it stood before. Raises CannotPay, CannotSeeBatch."""
    batch = at_hand(id, (Stage.MADE, Stage.CHECKED), *MAKE_PAYMENTS, *CHECK_PAYMENTS, actor=actor)
    if not reason.strip():
        raise CannotPay("no_reason")
    claims = locked(list(batch.payments.values_list("claim", flat=True)))
    said = said_by_bank(batch)
    owed = [claim for claim in claims if claim.pk not in said]
    step(owed, Act.UNBATCH, actor=actor, now=now, reason=as_kept(reason))
    for words in sorted(set(said.values())):
        # What the bank said stays with the claim: its account is looked at before it goes out again.
        some = [claim for claim in claims if said.get(claim.pk) == words]
        step(some, Act.UNBATCH_FAILED, actor=actor, now=now, reason=words)
    batch.payments.update(result=Result.WITHDRAWN.value, settled_at=now)
    batch.stage, batch.reason, batch.closed_at = Stage.WITHDRAWN.value, as_kept(reason), now
    batch.save()
    note("withdrawn", batch, actor=actor, now=now, after={"reason": batch.reason})
    return batch


def said_by_bank(batch: Batch) -> dict[UUID, str]:
    """Return the claims of a batch of which the bank sent a payment back before, with what it said last."""
    back = Payment.objects.filter(claim__payments__batch=batch, result__in=SENT_BACK).order_by("reference")
    return dict(back.values_list("claim", "reason"))


@transaction.atomic
def send_batch(*, id: UUID, fixed: bool, actor: Actor, now: datetime) -> tuple[str, bytes]:
    """Return the name and the content of a checked batch's file for the bank, the same each time. Raises CannotPay, CannotSeeBatch."""
    batch = at_hand(id, (Stage.CHECKED, Stage.SENT), *MAKE_PAYMENTS, actor=actor)
    refuse_tampered(batch)
    orders = [order_of(one) for one in batch.payments.select_related("claim__round")]
    content = fixed_file(batch, orders) if fixed else bank_files.as_csv(orders)
    if batch.stage == Stage.CHECKED:
        batch.stage, batch.sent_at = Stage.SENT.value, now
        batch.save()
    note("sent", batch, actor=actor, now=now, after={"format": "fixed" if fixed else "csv"})
    return f"{batch.number}.{'txt' if fixed else 'csv'}", content


def seal_of(payments: Iterable[Payment]) -> str:
    """Return the hash of what a batch's payments order: stands in the audit trail, by which a change behind it shows."""
    parts = [[one.reference, one.holder, one.number, one.bank, one.branch, f"{one.amount:.2f}"] for one in payments]
    return sha256(json.dumps(sorted(parts), ensure_ascii=False).encode()).hexdigest()


def refuse_tampered(batch: Batch) -> None:
    """Refuse where the payments are not those that the trail says were made, whoever wrote to the table; raises CannotPay."""
    made = audit.said_of("casework.batch.made", subject=batch.pk).get("payments")
    if made is not None and made != seal_of(batch.payments.all()):
        raise CannotPay("tampered", number=batch.number)


def fixed_file(batch: Batch, orders: Sequence[bank_files.Order]) -> bytes:
    """Return the file of fixed width; raises CannotPay with all names that do not fit."""
    long = []
    for order in orders:
        try:
            bank_files.fixed(order)
        except ValueError:
            long.append(order.holder)
    if long:
        raise CannotPay("does_not_fit", names="、".join(long))
    return bank_files.as_fixed(batch.number, orders)


def order_of(one: Payment) -> bank_files.Order:
    """Return a payment as the bank is told of it."""
    # What a clause is called may have been written over two lines.
    purpose = " ".join(one.claim.round.zh.split())
    return bank_files.Order(one.reference, one.holder, one.number, one.bank, one.branch, one.amount, purpose)


def at_hand(id: UUID, stages: Stage | tuple[Stage, ...], *roles: Role, actor: Actor) -> Batch:
    """Return a batch, locked, that the actor handles and that stands there; raises CannotPay, CannotSeeBatch."""
    seen = queries.batch_of(actor, id=id)
    ready(seen.zone_id, *roles, actor=actor)
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=id)
    if batch.stage not in ((stages,) if isinstance(stages, Stage) else stages):
        raise CannotPay("not_at", number=batch.number, stage=Stage(batch.stage).words)
    return batch


def ready(zone: UUID, *roles: Role, actor: Actor) -> None:
    """Refuse one who does not handle the payments of a zone; raises CannotPay."""
    if not register.within_reach(actor, *roles).filter(pk=zone).exists():
        raise CannotPay("not_allowed", actor=actor.name)


def note(act: str, batch: Batch, *, actor: Actor, now: datetime, after: Mapping[str, object] | None = None) -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"casework.batch.{act}",
        actor=actor, subject_kind="batch", subject=batch.pk, organisation=batch.zone_id, now=now,
        after={"number": batch.number, **(after or {})},
    )  # fmt: skip
