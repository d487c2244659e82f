"""What companies and institutions see of their own money: what is owed, paid and given back, vouchers used with them. What is only reserved
is not told yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from huiqi.kernel.actor import Actor, system
from huiqi.ledger.domain.rights import OWN, PROVIDE
from huiqi.ledger.domain.steps import State, Step
from huiqi.ledger.models import Obligation, Transfer, VoucherUse
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.statements import Promised
from huiqi.ledger.queries.voucher_pages import owed_of_use

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from huiqi.ledger.queries.statements import StatedTransfer
    from huiqi.ledger.queries.voucher_pages import NamedUse

    class NamedOwnUse(NamedUse):
        """What a list of uses shows besides."""

        own_name: str

    OwnUse = WithAnnotations[VoucherUse, NamedOwnUse]

_NOTHING = Decimal("0.00")
_OF_THEIRS = {"payable": ("尚未到账", "Still to come"), "paid": ("已到账", "Paid so far")}
_TOLD = (State.PAYABLE.value, State.PAID.value)


def own_statement(actor: Actor) -> QuerySet[StatedTransfer]:
    """Return the transfers in favour of companies and institutions for which the actor acts, from when they are owed on; the last first."""
    told = Q(source__in=_TOLD) | Q(target__in=_TOLD)
    rows = Transfer.objects.filter(told, party__in=sorted(actor.organisations(*OWN, *PROVIDE)), mirrors=None)
    named = rows.annotate(party_name=outside().party_name(actor, field="party"))
    return named.select_related("entry", "line", "line__payer").order_by("-id")


def own_sums(actor: Actor) -> list[Promised]:
    """Return what companies and institutions for which the actor acts are owed now, and were paid in all; one query."""
    own = Obligation.objects.filter(party__in=sorted(actor.organisations(*OWN, *PROVIDE)))
    sums = own.aggregate(payable=Sum("payable"), paid=Sum("paid"))
    return [Promised(words, sums[name] or _NOTHING) for name, words in _OF_THEIRS.items()]


def own_names(actor: Actor) -> list[str]:
    """Return what the companies and institutions are called for which the actor acts."""
    ids = sorted(actor.organisations(*OWN, *PROVIDE))
    return list(outside().parties(actor, ids=ids).values())


def still_owed(rows: QuerySet[StatedTransfer]) -> QuerySet[StatedTransfer]:
    """Narrow transfers to those by which something was owed of which a part is not paid yet."""
    open_ = Obligation.objects.filter(line=OuterRef("line"), cause=OuterRef("cause"), payable__gt=0)
    return rows.filter(Exists(open_), step=Step.OWE.value)


def own_uses(actor: Actor) -> QuerySet[OwnUse]:
    """Return where vouchers were used with institutions for which the actor acts, with what is still `owed` of each, in yuan.

    Who used one with an institution is known to it: `party_name` is said whatever else of that company the actor may see.
    """
    rows = VoucherUse.objects.filter(provider__in=sorted(actor.organisations(*PROVIDE)))
    named = rows.annotate(
        owed=owed_of_use(),
        party_name=outside().party_name(system("voucher"), field="voucher__holder"),
        own_name=outside().party_name(actor, field="provider"),
    )
    return named.select_related("voucher__line").order_by("-used_at", "-id")


@dataclass(frozen=True, slots=True)
class UseSums:
    """What vouchers came to with an institution, in yuan: used in all, paid of it, and still to be paid; and in how many uses."""

    uses: int
    used: Decimal
    settled: Decimal
    owed: Decimal


def own_use_sums(actor: Actor) -> UseSums:
    """Return what the vouchers used with the actor's institutions come to; one query."""
    sums = own_uses(actor).order_by().aggregate(n=Count("pk"), used=Sum("amount"), left=Sum("owed"))
    used, owed = sums["used"] or _NOTHING, sums["left"] or _NOTHING
    return UseSums(sums["n"], used, used - owed, owed)
