"""What was awarded before, as the refusals see it, and their verdicts.

An interim payment is no earlier award for the final claim of the same period: it is a part of the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from huiqi_rules.model.claims import Claim, ClauseRules


class Prior(NamedTuple):
    """Awards of one year and stage: how many are certain, how many possible (claims of this call still unknown)."""

    year: int | None
    stage: str
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Priors:
    """Awards before a claim: of its clause to its subject, of its clause to its payee, and of other clauses named."""

    same: tuple[Prior, ...]
    same_payee: tuple[Prior, ...]
    elsewhere: tuple[Prior, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Barred or not known to be; `free_from` is the first year after the bar, None where there is none or it is not known yet."""

    barred: bool
    detail: Mapping[str, object]
    free_from: int | None = None


class Found(NamedTuple):
    """Which years of earlier awards bar a claim for certain, and which may."""

    certain: tuple[int | None, ...]
    possible: tuple[int | None, ...]


def other_award(prior: Prior, claim: Claim, rules: ClauseRules) -> bool | None:
    """Return whether an earlier award is another one than the claim's own, of which it may be the interim part."""
    if rules.interim_share is None or prior.stage != "interim" or claim.stage == "interim":
        return True
    if prior.year is not None and prior.year != claim.period:
        return True
    return False if claim.stage == "final" and prior.year == claim.period else None


def find(
    priors: Iterable[Prior], counts: Callable[[Prior], bool | None], bars: Callable[[int | None], bool | None]
) -> Found:
    """Return the years of the awards that count and bar, for certain and perhaps."""
    certain: list[int | None] = []
    possible: list[int | None] = []
    for prior in priors:
        counted, barring = counts(prior), bars(prior.year)
        if counted is False or barring is False:
            continue
        sure = counted is True and barring is True and prior.certain > 0
        (certain if sure else possible).append(prior.year)
    return Found(tuple(certain), tuple(possible))


def latest(years: Iterable[int | None]) -> int | None:
    """Return the latest year that is known."""
    return max((year for year in years if year is not None), default=None)
