"""Plans for what is owed: every yuan that a line owes has a year in which it is to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.ledger.domain.posting import CannotMove, sound
from huiqi.ledger.domain.steps import State
from huiqi.ledger.models import Account, ArrearsPlan, ArrearsYear, Proposal
from huiqi.ledger.services.allowing import CannotKeep


def hold_to_owed(line: UUID, years: Mapping[int, Decimal]) -> Decimal:
    """Return what a line owes, in yuan, if the years add up to it; raises CannotKeep, CannotMove."""
    for amount in years.values():
        if not sound(amount):
            raise CannotMove("amount_invalid", amount=amount)
    account = Account.objects.select_for_update().filter(line=line, state=State.PAYABLE.value).first()
    owed = account.balance if account else Decimal(0)
    planned = sum(years.values(), Decimal(0))
    if not owed or planned != owed:
        raise CannotKeep("plan_differs", sum=planned, owed=owed)
    return owed


def put_into_force(proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    """Let the plan of a proposal count from now on; raises CannotKeep where what is owed has changed since it was proposed."""
    (part,) = proposal.parts.select_related("line")
    years = {int(year): Decimal(amount) for year, amount in proposal.details["years"].items()}
    owed = hold_to_owed(part.line_id, years)
    plan = ArrearsPlan.objects.create(
        id=new_id(now), line=part.line, owed=owed, reason=proposal.reason, made_at=now,
        made_by_name=proposal.made_by_name, proposal=proposal,
    )  # fmt: skip
    ArrearsYear.objects.bulk_create(ArrearsYear(plan=plan, year=year, amount=amount) for year, amount in years.items())
    after = {"owed": owed, "years": proposal.details["years"], "reason": proposal.reason}
    audit.record(
        "ledger.arrears.planned", actor=actor, subject_kind="ledger_plan", subject=plan.pk,
        organisation=part.line.within[-1], after=after, now=now,
    )  # fmt: skip
