"""Two records that may be one company, side by side with the names of facts in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiqi.imports.domain.meanings import MEANINGS
from huiqi.imports.domain.pointers import name_of
from huiqi.imports.queries.mapping import facts_in
from huiqi.imports.queries.planning import shown_standing
from huiqi.kernel.actor import Actor
from huiqi.kernel.words import Pair
from huiqi.register import queries as register
from huiqi.register.domain.identifiers import NAMES, Issued
from huiqi.register.queries.comparing import Comparison, Side
from huiqi.rulebook.queries import CannotFindBook, current_book


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact of either record in words; `key` names it for the form where both say something else."""

    key: str
    name: Pair
    period: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One record in words."""

    side: Side
    identifiers: tuple[tuple[Pair, str], ...]
    pointed_at: tuple[tuple[Pair, int], ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """All that the page shows."""

    first: ShownSide
    second: ShownSide
    differing: tuple[ShownFact, ...]
    others: tuple[ShownFact, ...]
    seen: Mapping[str, object]


def pair_page(actor: Actor, *, first: UUID, second: UUID, now: datetime) -> PairPage:
    """Return two records side by side; raises CannotSee."""
    found = register.comparison(actor, first=first, second=second)
    names = _names(found, now)
    facts = [
        ShownFact(
            one.key,
            names.get(one.name, (one.name, one.name)),
            one.period,
            shown_standing(one.first) if one.first else "",
            shown_standing(one.second) if one.second else "",
            one.differs,
        )
        for one in found.facts
    ]
    return PairPage(
        first=_shown(found.first),
        second=_shown(found.second),
        differing=tuple(one for one in facts if one.differs),
        others=tuple(one for one in facts if not one.differs),
        seen={one.key: [one.first, one.second] for one in found.facts if one.differs},
    )


def _names(found: Comparison, now: datetime) -> dict[str, Pair]:
    try:
        book = current_book(zone=found.first.organisation.within[0], now=now)
    except CannotFindBook:
        book = None
    return {**{key: (entry.zh, entry.en) for key, entry in facts_in(book).items()}, **MEANINGS}


def _shown(side: Side) -> ShownSide:
    return ShownSide(
        side,
        tuple((NAMES[Issued(kind)], value) for kind, value in side.identifiers),
        tuple((name_of(table), count) for table, count in side.pointed_at.items()),
    )
