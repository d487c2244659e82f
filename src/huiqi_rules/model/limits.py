"""Limits of a clause that look at other claims and at the past, as written in a pack (formulas not yet evaluated)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from huiqi_rules.core.spans import Place
from huiqi_rules.model.facts import Formula, Text

UNTITLED: Final = Text("", "")


class Period(StrEnum):
    """The stretch of time that a limit counts over."""

    YEAR = "year"
    EVER = "ever"


class TieRule(StrEnum):
    """What happens when claims tie across a line that changes the prize."""

    UNSTATED = "unstated"
    """The text is silent: the tied claims are unknown, and said so."""
    ALL_HIGHER = "all_higher"
    """All tied claims get the prize of the highest place they share."""
    SHARE = "share"
    """The prizes of the places they share are added and divided equally, rounded down to the fen."""


class PoolMode(StrEnum):
    """How a budget that does not suffice is dealt out."""

    NONE = "none"
    """Not limited by the pool; the excess is only shown."""
    QUEUE = "queue"
    """First come, first served by the queue key, then by order of listing."""
    PRO_RATA = "pro_rata"
    """All claims are cut by one ratio, rounded down to the fen."""
    PRIORITY = "priority"
    """Highest priority key first, then as a queue."""


@dataclass(frozen=True, slots=True)
class Group:
    """Highest-only (就高不重复): of the claims of one payee in the group and period only the highest is paid."""

    id: str
    period: Period = Period.YEAR


@dataclass(frozen=True, slots=True)
class PayeeCap:
    """At most `amount` yuan for one payee in one period, over all subjects (loans) and all clauses that share the cap `id`."""

    id: str
    amount: Formula
    period: Period = Period.YEAR
    title: Text = UNTITLED


@dataclass(frozen=True, slots=True)
class Ranking:
    """Met claims are ranked by `by` (falling unless `ascending`); the first `places` get the prizes.

    `prizes` empty: every place gets the clause's own amount. `floor` claims below it get no place (places stay empty).
    """

    by: Formula
    places: int
    prizes: tuple[Formula, ...] = ()
    ascending: bool = False
    floor: Formula | None = None
    then_by: tuple[Formula, ...] = ()
    ties: TieRule = TieRule.UNSTATED


@dataclass(frozen=True, slots=True)
class Pool:
    """A budget of one period. `amount` None: unpublished. `id` shared by clauses that draw on the same pool."""

    id: str
    amount: Formula | None
    mode: PoolMode
    queue_by: Formula | None = None
    priority_by: Formula | None = None
    title: Text = UNTITLED


@dataclass(frozen=True, slots=True)
class Payer:
    """One who bears a share of each award: a ratio of it, or an own amount in yuan."""

    id: str
    share: Decimal | None = None
    amount: Formula | None = None


@dataclass(frozen=True, slots=True)
class Stages:
    """Interim payment: `share` of the award now, the rest at the final stage, less what was paid.

    `stage` is a text formula that answers "interim" or "final".
    """

    share: Decimal
    stage: Formula


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of one clause; the order in which they apply is fixed in `docs/algorithms/limits.md`."""

    first_time: bool = False
    first_time_with: tuple[str, ...] = ()
    once_per: Period | None = None
    cooling_off_years: int | None = None
    most_times: int | None = None
    stages: Stages | None = None
    ranking: Ranking | None = None
    quota: int | None = None
    quota_by: Formula | None = None
    group: Group | None = None
    caps: tuple[PayeeCap, ...] = ()
    pool: Pool | None = None
    payers: tuple[Payer, ...] = ()
    place: Place = field(default=Place(""), compare=False)


NO_LIMITS = Limits()
