"""Payouts counted: how often, to how many, how much. A payout is a cause that was paid.

Times (家次) are counted apart from receivers (家): one receiver may be paid many times.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from huiqi.kernel.actor import Actor
from huiqi.kernel.money import FEN
from huiqi.ledger.domain.rights import SEE_LINES
from huiqi.ledger.models import Obligation
from huiqi.ledger.queries.reach import within_reach

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Payouts:
    """How many payouts, to how many distinct receivers, of how much, in yuan; the means are rounded half up to the fen."""

    times: int
    parties: int
    amount: Decimal

    @property
    def mean(self) -> Decimal | None:
        """The mean of a payout, in yuan; none where nothing was paid."""
        return rounded(self.amount, self.times)

    @property
    def mean_of_party(self) -> Decimal | None:
        """What a receiver got on average, in yuan; none where nothing was paid."""
        return rounded(self.amount, self.parties)

    def share_of(self, whole: Payouts) -> Decimal | None:
        """Return the share of the amount in a whole, in percent, rounded half up to a tenth; none of nothing."""
        return percent(self.amount, whole.amount)


def payouts(
    actor: Actor,
    *,
    year: int | None = None,
    codes: Collection[str] | None = None,
    lines: Collection[UUID] | None = None,
) -> Payouts:
    """Return the payouts of the lines that the actor may see: of a year, of what they are for, of some lines."""
    rows = paid(actor, year=year, codes=codes, lines=lines)
    sums = rows.aggregate(
        times=Count("cause", distinct=True), parties=Count("party", distinct=True), amount=Sum("paid")
    )
    return Payouts(sums["times"], sums["parties"], sums["amount"] or Decimal(0))


def paid(
    actor: Actor, *, year: int | None, codes: Collection[str] | None, lines: Collection[UUID] | None
) -> QuerySet[Obligation]:
    """Return what was paid and not given back."""
    seen = within_reach(actor, *SEE_LINES)
    asked = {"year": year, "code__in": codes, "pk__in": lines}
    seen = seen.filter(**{name: value for name, value in asked.items() if value is not None})
    return Obligation.objects.filter(line__in=seen, paid__gt=0)


def rounded(amount: Decimal, count: int) -> Decimal | None:
    """Return a mean, rounded half up to the fen; none of nothing."""
    return (amount / count).quantize(FEN, ROUND_HALF_UP) if count else None


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a part in percent of the whole, rounded half up to a tenth; none of nothing."""
    return (part * 100 / whole).quantize(_TENTH, ROUND_HALF_UP) if whole else None
