"""What a company sees of its own money: what is owed, paid and given back. What is only reserved for it is not told yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from huiqi.kernel.actor import Actor
from huiqi.ledger.domain.rights import OWN
from huiqi.ledger.domain.steps import State
from huiqi.ledger.models import Transfer
from huiqi.ledger.queries.outside import outside

if TYPE_CHECKING:
    from huiqi.ledger.queries.statements import StatedTransfer

_TOLD = (State.PAYABLE.value, State.PAID.value)


def own_statement(actor: Actor) -> QuerySet[StatedTransfer]:
    """Return the transfers in favour of companies for which the actor acts, from when they are owed on; the last first."""
    told = Q(source__in=_TOLD) | Q(target__in=_TOLD)
    rows = Transfer.objects.filter(told, party__in=sorted(actor.organisations(*OWN)), mirrors=None)
    named = rows.annotate(party_name=outside().party_name(actor, field="party"))
    return named.select_related("entry", "line", "line__payer").order_by("-id")
