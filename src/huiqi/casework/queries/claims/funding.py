"""The money of a round: the lines that pay, what is left on them, which lines could."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Round, RoundPayer
from huiqi.casework.queries.claims.sharing import Bears, borne_in_round
from huiqi.kernel.actor import Actor
from huiqi.kernel.money import FEN
from huiqi.ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line of the budget: its name in both languages, what is free on it, in yuan."""

    id: UUID
    title: tuple[str, str]
    free: Decimal


@dataclass(frozen=True, slots=True)
class Funding:
    """The line that pays a round, where one is named; those that could, and the one kept for its policy and year; what waits.

    Where something waits, `ceilings` are the totals that leave less than the line has. `payers` are there where several share its awards: each then has a line of its own, and `whole` is what they bear together.
    `named` are the lines that pay, also where the reader may not see them.
    """

    line: LineSeen | None
    suggested: UUID | None
    lines: tuple[LineSeen, ...]
    to_post: int
    held: int
    payers: tuple[tuple[Bears, LineSeen | None], ...]
    named: tuple[UUID, ...]
    ceilings: tuple[LineSeen, ...] = ()

    @property
    def is_named(self) -> bool:
        """Return whether finance has said what pays."""
        return bool(self.named)

    @property
    def whole(self) -> Decimal:
        """Return what the payers bear together."""
        return next((one.whole for one, _ in self.payers), Decimal(0))

    @property
    def mean(self) -> Decimal | None:
        """Return the mean of an award that they share, rounded half up to the fen; none where there is none."""
        awards = next((one.awards for one, _ in self.payers), 0)
        return (self.whole / awards).quantize(FEN, ROUND_HALF_UP) if awards else None


def lines_of(rounds: Iterable[Round]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the lines that pay rounds: one, or one for each payer in their order; none of a round that is not funded yet.

    One query, for the rounds that no single line pays.
    """
    found = {one.pk: one.line for one in rounds}
    shared: dict[UUID, list[UUID | None]] = {}
    for round_, line in RoundPayer.objects.filter(
        round__in=[key for key, line in found.items() if line is None]
    ).values_list("round", "line"):
        shared.setdefault(round_, []).append(line)
    every = {key: [line] if line else shared.get(key, []) for key, line in found.items()}
    return {
        key: tuple(line for line in lines if line is not None) if None not in lines else ()
        for key, lines in every.items()
    }


def funding_of(actor: Actor, made: Round) -> Funding:
    """Return the money of a round that the actor was let in to."""
    rows: QuerySet[Any] = (
        ledger.lines(actor).filter(zone=made.zone_id).exclude(kind="ceiling").order_by("-year", "code")
    )
    found = {row.pk: LineSeen(row.pk, row.title, row.in_free) for row in rows}
    count = {state: made.claims.filter(state=state.value).count() for state in (State.APPROVED, State.HELD)}
    line = found.get(made.line) if made.line else None
    fits = [row.pk for row in rows if row.code == made.policy and row.year in {made.day.year, None}]
    payers = borne_in_round(made)
    named = [one.line for one in payers] if payers else [made.line]
    return Funding(
        line, next(iter(fits), None), tuple(found.values()), count[State.APPROVED], count[State.HELD],
        tuple((one, found.get(one.line) if one.line else None) for one in payers),
        named=tuple(one for one in named if one is not None) if None not in named else (),
        ceilings=ceilings_below(actor, line) if line and count[State.HELD] else (),
    )  # fmt: skip


def ceilings_below(actor: Actor, line: LineSeen) -> tuple[LineSeen, ...]:
    """Return the ceilings over a line that leave less than it has."""
    over: QuerySet[Any] = ledger.lines(actor).filter(covering__line=line.id, kind="ceiling")
    return tuple(LineSeen(row.pk, row.title, row.in_free) for row in over if row.in_free < line.free)
