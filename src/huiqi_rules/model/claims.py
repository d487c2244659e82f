"""What the limits work on: claims decided one by one, the history of awards, and the settled result with every adjustment.

Amounts are yuan. `None` is unknown (unpublished or waiting for facts), `Bounds` a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from huiqi_rules.core.values import Bounds, Number
from huiqi_rules.model.limits import Period, PoolMode, TieRule

Money: TypeAlias = Decimal | Bounds | None


@dataclass(frozen=True, slots=True)
class Award:
    """One line of history: what was awarded or paid before. `stage` is "interim", "final" or empty.

    `is_pending`: it is still being decided. It counts like any other award, but for the claim that is the same one (`settle.past`).
    """

    clause: str
    payee: str
    period: int | None = None
    amount: Decimal | None = None
    day: date | None = None
    subject: str | None = None
    stage: str = ""
    is_pending: bool = False

    def year(self) -> int | None:
        """Return the year that the award counts for."""
        return self.period if self.period is not None else self.day.year if self.day is not None else None


@dataclass(frozen=True, slots=True)
class Claim:
    """One subject under one clause, decided alone. `clause` is "policy/clause"; `order` is the order of listing.

    The keys hold evaluated formulas of the limits: None where unknown.
    """

    subject: str
    payee: str
    clause: str
    outcome: bool | None
    amount: Money
    period: int
    order: int
    rank_key: Number | None = None
    floor_met: bool | None = True
    then_keys: tuple[Number | None, ...] = ()
    quota_key: Number | None = None
    queue_key: Number | date | None = None
    priority_key: Number | None = None
    stage: str | None = None
    payer_amounts: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True)
class CapRule:
    """At most `amount` for one payee and period; None where the figure is unknown."""

    id: str
    amount: Decimal | None
    period: Period


@dataclass(frozen=True, slots=True)
class PoolRule:
    """The money of one pool for the period; None where unpublished.

    `queue_keyed` says that the pack names a queue key: a claim without one is then unknown, not last in the listing.
    """

    id: str
    amount: Decimal | None
    mode: PoolMode
    queue_keyed: bool = False


@dataclass(frozen=True, slots=True)
class RankingRule:
    """Places and prizes with figures filled in; `prizes` empty keeps each claim's own amount."""

    places: int
    prizes: tuple[Decimal | None, ...] = ()
    ascending: bool = False
    ties: TieRule = TieRule.UNSTATED


@dataclass(frozen=True, slots=True)
class ClauseRules:
    """The limits of one clause with all formulas that do not depend on the subject evaluated.

    `quota_keyed` says that the pack names a quota key: a claim without one is then unknown, not last in the listing.
    """

    clause: str
    first_time: bool = False
    first_time_with: tuple[str, ...] = ()
    once_per: Period | None = None
    cooling_off_years: int | None = None
    most_times: int | None = None
    interim_share: Decimal | None = None
    ranking: RankingRule | None = None
    quota: int | None = None
    group: str | None = None
    group_period: Period = Period.YEAR
    caps: tuple[CapRule, ...] = ()
    pool: PoolRule | None = None
    payers: tuple[tuple[str, Decimal | None], ...] = ()
    quota_keyed: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A limit changed an amount or an outcome. `limit` is a code of `docs/algorithms/limits.md`; `detail` data for sentences."""

    limit: str
    before: Money
    after: Money
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """A claim after all limits. `failed` holds limit codes that refuse it, `waits` what an unknown waits for.

    `place` is the rank (from 1); `next_period` the first year in which a barred or just awarded payee may claim again.
    """

    claim: Claim
    outcome: bool | None
    amount: Money
    adjustments: tuple[Adjustment, ...] = ()
    failed: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    place: int | None = None
    next_period: int | None = None
    payers: tuple[tuple[str, Money], ...] = ()
