"""Which limits look at the past, how far back, and at which clauses: what has to be known before they can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi.kernel.words import Pair
from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.queries.calculator import COMPANY, policies_in_force
from huiqi_rules.model.limits import Limits, Period

EVER: Final = date.min


@dataclass(frozen=True, slots=True)
class LookBack:
    """From which day on (`EVER`: without end) the limits of a clause look at payments, and at those of which clauses."""

    since: date
    clauses: frozenset[str]


def clause_names(book: Book) -> dict[str, tuple[Pair, Pair]]:
    """Return the titles of policy and clause, by "policy/clause", of every version of every policy for companies; the latest counts."""
    return {
        f"{policy.id}/{clause.id}": ((policy.title.zh, policy.title.en), (clause.name.zh, clause.name.en))
        for policy in book.loaded.rulebook.policies.values()
        if policy.subject == COMPANY
        for version in sorted(policy.versions, key=lambda version: version.start)
        for clause in version.clauses
    }


def look_backs(book: Book, *, day: date) -> dict[str, LookBack]:
    """Return how far back the clauses that are in force on a day look, by "policy/clause"; those that do not are left out."""
    limits = {
        f"{policy.id}/{clause.id}": clause.limits
        for policy in policies_in_force(book, day=day)
        if (version := policy.on(day)) is not None
        for clause in version.clauses
    }
    return {
        key: LookBack(since, frozenset(_looked_at(key, limits)))
        for key, own in limits.items()
        if (since := _since(own, day)) is not None
    }


def _since(limits: Limits, day: date) -> date | None:
    """Return the first day at whose payments the limits of a clause look; None where they look at none."""
    periods = {cap.period for cap in limits.caps} | ({limits.group.period} if limits.group else set())
    periods |= {limits.once_per} if limits.once_per else set()
    if limits.first_time or limits.first_time_with or limits.most_times or Period.EVER in periods:
        return EVER
    if limits.cooling_off_years:
        return date(day.year - limits.cooling_off_years + 1, 1, 1)
    return date(day.year, 1, 1) if periods or limits.pool or limits.stages else None


def _looked_at(key: str, limits: dict[str, Limits]) -> Iterator[str]:
    """Yield the clauses whose payments count in the limits of one: itself, those named, those that share a group, cap or pool."""
    own = limits[key]
    shared = _shared(own)
    yield key
    yield from own.first_time_with
    for other, theirs in limits.items():
        if shared & _shared(theirs):
            yield other


def _shared(limits: Limits) -> set[tuple[str, str]]:
    found = {("cap", cap.id) for cap in limits.caps}
    found |= {("group", limits.group.id)} if limits.group else set()
    return found | ({("pool", limits.pool.id)} if limits.pool else set())
