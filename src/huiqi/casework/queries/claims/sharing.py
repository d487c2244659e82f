"""Who shares the awards of a round, and what each of them bears: of a claim, of a round, of what is owed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, DecimalField, F, Func, OuterRef, Q, Subquery, Sum, When
from django.db.models.expressions import Combinable

from huiqi.casework.domain.claims.states import ENDED
from huiqi.casework.models import Claim, Round, RoundPayer

_TENTH: Final = Decimal("0.1")
_MONEY: Final = DecimalField(max_digits=18, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Bears:
    """Who bears what: name, share of each award (none where each says an amount of its own), line of the budget, sum in yuan.

    `whole` is what all payers bear together, of so many awards.
    """

    name: tuple[str, str]
    share: Decimal | None
    line: UUID | None
    amount: Decimal
    whole: Decimal
    awards: int = 1

    @property
    def part(self) -> Decimal | None:
        """Return what part of the whole that is, in percent, rounded half up to a tenth; none of nothing."""
        return (self.amount * 100 / self.whole).quantize(_TENTH, ROUND_HALF_UP) if self.whole else None

    @property
    def percent(self) -> str:
        """Return the share of each award in percent, exact."""
        assert self.share is not None, "each award says an amount of its own"
        return f"{(self.share * 100).normalize():f}"


def part(borne: Combinable, place: Combinable) -> Func:
    """Return what the payer at a place bears of an award, as an expression; an array counts from 1."""
    return Func(borne, place, template="(%(expressions)s]", arg_joiner=")[1 + ", output_field=_MONEY)


def part_of_payer() -> Func:
    """Return what a payer of the round bears of a claim that is joined to it."""
    return part(F("borne"), F("round__payers__place"))


def part_of_lines(lines: Collection[UUID]) -> Case:
    """Return what some lines of the budget bear of a claim: all of it, or their payers' part."""
    theirs = RoundPayer.objects.filter(round=OuterRef("round"), line__in=lines).order_by().values("round")
    parts = theirs.annotate(part=Sum(part(OuterRef("borne"), F("place")))).values("part")
    return Case(When(round__line__in=lines, then=F("amount")), default=Subquery(parts), output_field=_MONEY)


def of_lines(lines: Collection[UUID]) -> Q:
    """Return the condition that some lines of the budget pay a claim, alone or with others."""
    return Q(round__line__in=lines) | Q(round__in=RoundPayer.objects.filter(line__in=lines).values("round"))


def of_other_lines(lines: Collection[UUID]) -> Q:
    """Return the condition that a line pays a claim which is none of these, alone or with others."""
    named = RoundPayer.objects.filter(line__isnull=False).exclude(line__in=lines)
    return Q(round__line__isnull=False) & ~Q(round__line__in=lines) | Q(round__in=named.values("round"))


def borne_in_round(made: Round) -> list[Bears]:
    """Return who shares the awards of a round, in their order, with what each bears of those that have not come to nothing."""
    payers = list(made.payers.all())
    if not payers:
        return []
    claims = Claim.objects.filter(round=made, borne__isnull=False).exclude(state__in=[one.value for one in ENDED])
    rows = claims.order_by().values("round__payers__place").annotate(sum=Sum(part_of_payer()), awards=Count("pk"))
    found = {
        place: (amount, awards) for place, amount, awards in rows.values_list("round__payers__place", "sum", "awards")
    }
    whole = sum((amount for amount, _ in found.values()), Decimal(0))
    nothing = (Decimal(0), 0)
    return [
        Bears(one.name, one.share, one.line, amount, whole, awards)
        for one in payers
        for amount, awards in [found.get(one.place, nothing)]
    ]


def borne_of(claim: Claim, payers: Sequence[RoundPayer] | None = None) -> list[Bears]:
    """Return what each payer bears of a claim, in their order; nothing where one line pays all, or the amount is open.

    `payers` are those of its round, where they are known already.
    """
    if claim.borne is None:
        return []
    if payers is None:
        payers = list(claim.round.payers.all())
    whole = sum(claim.borne, Decimal(0))
    return [
        Bears(one.name, one.share, one.line, amount, whole) for one, amount in zip(payers, claim.borne, strict=True)
    ]
