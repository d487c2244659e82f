"""Payments from a fund that may not suffice."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.ledger.domain.posting import Entry, Movement
from huiqi.ledger.domain.steps import TO_OWED, State
from huiqi.ledger.models import Account
from huiqi.ledger.services.moving import Outcome, move_each

ANY_LACK = ("over_ceiling", "not_enough")


class WhenShort(StrEnum):
    """What happens to a payment that a fund cannot make in full: it waits, or a part is paid and the rest waits."""

    QUEUE = "queue"
    PART = "part"


@transaction.atomic
def draw(
    *, zone: UUID, key: str, fund: UUID, amount: Decimal, cause: str, party: UUID, when_short: WhenShort,
    maker: UUID, checker: UUID, actor: Actor, now: datetime,
) -> list[Outcome]:  # fmt: skip
    """Owe a party an amount out of a fund, in yuan; what the fund does not hold waits, as the policy says.

    Returns what became of each part: `entry` of what is owed now, `held` of what waits. Raises CannotMove for a mistake.
    """
    audit.locked_head()

    def part(suffix: str, yuan: Decimal) -> Entry:
        return Entry(f"{key}{suffix}", [Movement(fund, step, yuan, cause, party) for step in TO_OWED])

    free = Account.objects.filter(line=fund, state=State.FREE.value).values_list("balance", flat=True).first()
    entries = [part("", amount)]
    if when_short is WhenShort.PART and free and free < amount:
        entries = [part("", free), part("/rest", amount - free)]
    outcomes = move_each(
        zone=zone, entries=entries, maker=maker, checker=checker, actor=actor, now=now, holding=ANY_LACK
    )
    for one in outcomes:
        if one.why_not and not one.held:
            raise one.why_not
    return outcomes
