"""Pages about what waits and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.kernel.money import FEN
from huiqi.kernel.words import Pair
from huiqi.ledger.domain.proposals import Kind, Standing
from huiqi.ledger.domain.rights import CHECK, MAKE, SEE_LINES
from huiqi.ledger.domain.steps import STEP_NAMES, State, Step
from huiqi.ledger.models import Account, Line, ProposalPart
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.promises import arrears, holds
from huiqi.ledger.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from huiqi.ledger.queries.promises import NamedHold


@dataclass(frozen=True, slots=True)
class HeldMovement:
    """A movement that is held: its line, its step, and its amount in yuan."""

    title: Pair
    step: Pair
    amount: Decimal


@dataclass(frozen=True, slots=True)
class HoldPage:
    """A held entry with its movements, and whether the actor may settle it."""

    row: NamedHold
    party: str
    movements: Sequence[HeldMovement]
    may_decide: bool


def hold_page(actor: Actor, *, id: UUID) -> HoldPage:
    """Return the page of a held entry; raises CannotSee."""
    row = holds(actor).filter(pk=id).first()
    if row is None:
        raise CannotSee("not_found", what="held entry", id=id)
    lines = Line.objects.in_bulk([UUID(one["line"]) for one in row.movements])
    movements = [
        HeldMovement(
            lines[UUID(one["line"])].title, STEP_NAMES[Step(one["step"])], Decimal(one["amount"]).quantize(FEN)
        )
        for one in row.movements
    ]
    decides = row.ended_at is None and all(
        not actor.organisations(*CHECK).isdisjoint(line.within) for line in lines.values()
    )  # fmt: skip
    names = outside().parties(actor, ids=[row.party] if row.party else [])
    return HoldPage(row, names.get(row.party, "") if row.party else "", movements, may_decide=decides)


def held(rows: QuerySet[NamedHold], standing: str) -> QuerySet[NamedHold]:
    """Narrow held entries to those that wait, were booked, or were given up."""
    match standing:
        case "open":
            return rows.filter(ended_at=None)
        case "booked":
            return rows.filter(entry__isnull=False)
        case _:
            return rows.filter(ended_at__isnull=False, entry=None)


@dataclass(frozen=True, slots=True)
class OwedRow:
    """What a line owes, what of it is planned for each year of the table, and what for none; in yuan. A plan may wait for its check."""

    line: UUID
    title: Pair
    owed: Decimal
    amounts: Sequence[Decimal | None]
    unplanned: Decimal
    may_plan: bool
    waiting: UUID | None


@dataclass(frozen=True, slots=True)
class OwedTable:
    """What is owed by line and year."""

    years: Sequence[int]
    rows: Sequence[OwedRow]

    @property
    def owed(self) -> Decimal:
        """Return what all lines owe together, in yuan."""
        return sum((row.owed for row in self.rows), Decimal(0))

    @property
    def amounts(self) -> list[Decimal]:
        """Return what is planned for each year by all lines together, in yuan."""
        return [sum((amount or Decimal(0) for amount in year), Decimal(0)) for year in self._by_year()]

    @property
    def unplanned(self) -> Decimal:
        """Return what is planned for no year, in yuan."""
        return sum((row.unplanned for row in self.rows), Decimal(0))

    def _by_year(self) -> list[list[Decimal | None]]:
        return [[row.amounts[place] for row in self.rows] for place in range(len(self.years))]


def arrears_table(actor: Actor) -> OwedTable:
    """Return what lines owe by year of their plans."""
    found = arrears(actor)
    years = sorted({year for one in found for year in one.years})
    own = set(within_reach(actor, *MAKE).values_list("pk", flat=True))
    open_plans = ProposalPart.objects.filter(proposal__kind=Kind.PLAN.value, proposal__standing=Standing.OPEN.value)
    waiting = dict(open_plans.filter(line__in=[one.line for one in found]).values_list("line", "proposal"))
    rows = [
        OwedRow(
            one.line,
            one.title,
            one.owed,
            [one.years.get(year) for year in years],
            one.unplanned,
            may_plan=one.line in own,
            waiting=waiting.get(one.line),
        )
        for one in found
    ]
    return OwedTable(years, rows)


def owed_by(actor: Actor, *, line: UUID) -> Decimal:
    """Return what a line owes, in yuan."""
    seen = within_reach(actor, *SEE_LINES)
    kept = Account.objects.filter(line__in=seen, line=line, state=State.PAYABLE.value)
    return kept.values_list("balance", flat=True).first() or Decimal(0)
