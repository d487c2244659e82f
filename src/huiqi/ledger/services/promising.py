"""Proposing what is more than a change of budgets: vouchers, returns, losses and money for projects, each for a second person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.ledger.domain.kinds import Kind as LineKind
from huiqi.ledger.domain.posting import CannotMove
from huiqi.ledger.domain.proposals import AGREEMENT, PROMISING, Kind, Part, Standing
from huiqi.ledger.domain.steps import STATE_WORDS, State
from huiqi.ledger.models import Line, Obligation, Proposal, Recovery, Voucher, VoucherUse
from huiqi.ledger.queries.owed import is_paid_by_flow
from huiqi.ledger.services.allowing import CannotKeep
from huiqi.ledger.services.arrears import hold_to_owed
from huiqi.ledger.services.proposing import propose
from huiqi.ledger.services.vouchers import left_of, voucher_of


def propose_voucher(
    *,
    line: UUID,
    holder: UUID,
    code: str,
    amount: Decimal,
    last_day: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Proposal:
    """Propose that a holder gets a voucher of a line, in yuan, until a day; raises CannotKeep, CannotMove."""
    if last_day < day_in_china(now):
        raise CannotKeep("last_day_over")
    said = {"party": str(holder), "code": code, "last_day": last_day.isoformat()}
    return handed_in(Kind.ISSUE, [(line, amount)], said, reason, actor=actor, now=now)


def propose_use(
    *,
    voucher: UUID,
    provider: UUID,
    amount: Decimal,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Proposal:
    """Propose that a provider is owed an amount of a voucher, in yuan; raises CannotKeep, CannotMove."""
    found = voucher_of(voucher)
    if day_in_china(now) > found.last_day:
        raise CannotKeep("voucher_over", day=found.last_day)
    left = left_of(found)
    if amount > left:
        raise less(found.line, State.COMMITTED, free=left, wanted=amount)
    said = {"voucher": str(voucher), "party": str(provider)}
    return handed_in(Kind.USE, [(found.line_id, amount)], said, reason, actor=actor, now=now)


def propose_settlement(*, uses: Collection[UUID], reason: str, actor: Actor, now: datetime) -> Proposal:
    """Propose that providers are paid for uses of vouchers; raises CannotKeep for one that is paid or not there."""
    found = list(VoucherUse.objects.filter(pk__in=uses).select_related("voucher").order_by("pk"))
    causes = [one.cause for one in found]
    owed = set(Obligation.objects.filter(cause__in=causes, payable__gt=0).values_list("cause", flat=True))
    if not found or len(found) != len(set(uses)) or owed != set(causes):
        raise CannotKeep("no_uses")
    parts = summed((one.voucher.line_id, one.amount) for one in found)
    said = {"uses": [str(one.pk) for one in found]}
    return handed_in(Kind.SETTLE, parts, said, reason, actor=actor, now=now)


def propose_expiry(*, lines: Collection[UUID], reason: str, actor: Actor, now: datetime) -> Proposal:
    """Propose that what is left of vouchers that are over goes back to their lines; raises CannotKeep."""
    over = Voucher.objects.filter(line__in=lines, last_day__lt=day_in_china(now)).order_by("pk")
    left = [(one, amount) for one in over if (amount := left_of(one))]
    if not left:
        raise CannotKeep("nothing_left")
    said = {"vouchers": [str(one.pk) for one, _ in left]}
    parts = summed((one.line_id, amount) for one, amount in left)
    return handed_in(Kind.EXPIRE, parts, said, reason, actor=actor, now=now)


def propose_return(*, recovery: UUID, amount: Decimal, reason: str, actor: Actor, now: datetime) -> Proposal:
    """Propose to book what came back of money asked back, in yuan; raises CannotKeep, CannotMove."""
    row = Recovery.objects.filter(pk=recovery).first()
    if row is None:
        raise CannotKeep("no_recovery")
    if amount > row.amount - row.returned:
        raise CannotKeep("returned_more", left=row.amount - row.returned, wanted=amount)
    return handed_in(Kind.RECOVER, [(row.line_id, amount)], {"recovery": str(recovery)}, reason, actor=actor, now=now)


def propose_compensation(
    *,
    fund: UUID,
    party: UUID,
    amount: Decimal,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Proposal:
    """Propose that a loss is paid out of a fund, in yuan; raises CannotKeep, CannotMove."""
    if not Line.objects.filter(pk=fund, kind=LineKind.FUND.value).exists():
        raise CannotKeep("no_fund")
    return handed_in(Kind.COMPENSATE, [(fund, amount)], {"party": str(party)}, reason, actor=actor, now=now)


def propose_agreement(
    *,
    line: UUID,
    party: UUID,
    amount: Decimal,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Proposal:
    """Propose that money is committed to a project, in yuan, to be paid in parts; raises CannotKeep, CannotMove."""
    return handed_in(Kind.PROMISE, [(line, amount)], {"party": str(party)}, reason, actor=actor, now=now)


def propose_payment(
    *,
    line: UUID,
    cause: str,
    amount: Decimal,
    is_final: bool,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Proposal:
    """Propose an interim or the final payment of what is committed to a project, in yuan; raises CannotKeep, CannotMove."""
    kept = Obligation.objects.filter(line=line, cause=cause).select_related("line").first()
    # What a flow keeps is paid by its batches: never by hand besides.
    if kept is None or not cause.startswith(AGREEMENT):
        raise CannotKeep("no_agreement")
    if amount > kept.committed:
        raise less(kept.line, State.COMMITTED, free=kept.committed, wanted=amount)
    kind = Kind.FINAL if is_final else Kind.INTERIM
    return handed_in(kind, [(line, amount)], {"cause": cause}, reason, actor=actor, now=now)


def propose_pay(*, line: UUID, cause: str, amount: Decimal, reason: str, actor: Actor, now: datetime) -> Proposal:
    """Propose that something of what a line owes was paid, in yuan: a loss, an arrear, never what a flow pays. Raises CannotKeep, CannotMove."""
    kept = Obligation.objects.filter(line=line, cause=cause, payable__gt=0).select_related("line").first()
    if kept is None:
        raise CannotKeep("not_owed")
    if is_paid_by_flow(cause):
        raise CannotKeep("paid_by_flow")
    if amount > kept.payable:
        raise less(kept.line, State.PAYABLE, free=kept.payable, wanted=amount)
    return handed_in(Kind.PAY, [(line, amount)], {"cause": cause}, reason, actor=actor, now=now)


@transaction.atomic
def propose_plan(*, line: UUID, years: Mapping[int, Decimal], reason: str, actor: Actor, now: datetime) -> Proposal:
    """Propose in which years a line pays what it owes, in yuan; the sums have to agree. Raises CannotKeep, CannotMove."""
    audit.locked_head()
    if Proposal.objects.filter(kind=Kind.PLAN.value, standing=Standing.OPEN.value, parts__line=line).exists():
        raise CannotKeep("plan_waits")
    owed = hold_to_owed(line, years)
    said = {"years": {str(year): f"{years[year]:.2f}" for year in sorted(years)}}
    return handed_in(Kind.PLAN, [(line, owed)], said, reason, actor=actor, now=now)


def less(line: Line, state: State, *, free: Decimal, wanted: Decimal) -> CannotMove:
    """Return that less is in a state than is wanted."""
    words = STATE_WORDS[state]
    return CannotMove("cause_has_less", line=line.pk, title=line.title, state=words, free=free, wanted=wanted)


def summed(amounts: Iterable[tuple[UUID, Decimal]]) -> list[tuple[UUID, Decimal]]:
    """Return what each line has in all."""
    found: dict[UUID, Decimal] = {}
    for line, amount in amounts:
        found[line] = found.get(line, Decimal(0)) + amount
    return list(found.items())


def handed_in(
    kind: Kind, amounts: Collection[tuple[UUID, Decimal]], details: Mapping[str, object], reason: str, *, actor: Actor,
    now: datetime,
) -> Proposal:  # fmt: skip
    """Hand a proposal of a kind in."""
    parts = [Part(line, PROMISING[kind], amount) for line, amount in amounts]
    return propose(parts=parts, reason=reason, actor=actor, now=now, kind=kind, details=details)
