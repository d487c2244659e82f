"""Plans for what is owed: every yuan that a line owes has a year in which it is to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.ledger.domain.posting import CannotMove, sound
from huiqi.ledger.domain.rights import MAKE
from huiqi.ledger.domain.steps import State
from huiqi.ledger.models import Account, ArrearsPlan, ArrearsYear, Line
from huiqi.ledger.services.allowing import CannotKeep, allowed


@transaction.atomic
def plan_arrears(*, line: UUID, years: Mapping[int, Decimal], reason: str, actor: Actor, now: datetime) -> ArrearsPlan:
    """Plan in which years a line pays what it owes, in yuan; the sums have to agree. Raises CannotKeep, CannotMove."""
    audit.locked_head()
    row = Line.objects.filter(pk=line).first()
    if row is None:
        raise CannotKeep("no_line")
    allowed(row.within, actor=actor, roles=MAKE)
    for amount in years.values():
        if not sound(amount):
            raise CannotMove("amount_invalid", amount=amount)
    owed = Account.objects.select_for_update().get(line=line, state=State.PAYABLE.value).balance
    planned = sum(years.values(), Decimal(0))
    if not owed or planned != owed:
        raise CannotKeep("plan_differs", sum=planned, owed=owed)
    plan = ArrearsPlan.objects.create(
        id=new_id(now), line=row, owed=owed, reason=reason, made_at=now, made_by_name=actor.name
    )  # fmt: skip
    ArrearsYear.objects.bulk_create(ArrearsYear(plan=plan, year=year, amount=amount) for year, amount in years.items())
    audit.record(
        "ledger.arrears.planned", actor=actor, subject_kind="ledger_plan", subject=plan.pk, organisation=row.within[-1],
        after={"owed": owed, "years": {str(year): amount for year, amount in years.items()}, "reason": reason}, now=now,
    )  # fmt: skip
    return plan
