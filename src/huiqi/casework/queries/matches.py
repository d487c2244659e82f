"""Whom each policy reaches at present: companies that meet a clause, or may meet it, kept up to date as facts and policies change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiqi.casework.domain.rights import SEE_RUNS
from huiqi.casework.models import Match
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating

REACHED = (Match.Outcome.MET, Match.Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class MatchedClause:
    """A clause in force in a zone: its names, what the ids of missing facts are called, whether it looks at other claims."""

    zone: UUID
    policy: str
    clause: str
    policy_name: tuple[str, str]
    name: tuple[str, str]
    has_money: bool
    has_limits: bool
    words: Mapping[str, tuple[str, str]]

    @property
    def key(self) -> str:
        """Return what names it in an address."""
        return f"{self.policy}/{self.clause}"


def matched_clauses(actor: Actor, *, now: datetime) -> tuple[MatchedClause, ...]:
    """Return the clauses in force where the actor may see whom they reach; none where no pack is published."""
    found: list[MatchedClause] = []
    for zone in sorted(actor.zones):
        try:
            book = rulebook.current_book(zone=zone, now=now)
        except rulebook.CannotFindBook:
            continue
        found += [
            MatchedClause(
                zone, one.policy, one.clause, one.policy_name, one.name, one.has_money, one.has_limits, one.words
            )
            for one in evaluating.clauses_in_force(book, day=day_in_china(now))
        ]
    return tuple(found)


def matches(actor: Actor, *, clause: MatchedClause) -> QuerySet[Match]:
    """Return the companies within reach that meet a clause or may meet it."""
    reach = register.within_reach(actor, *SEE_RUNS).filter(kind="company")
    rows = Match.objects.filter(zone=clause.zone, policy=clause.policy, clause=clause.clause, outcome__in=REACHED)
    return rows.filter(company__in=reach).select_related("company__parent")


def reached(actor: Actor, *, clause: MatchedClause) -> dict[str, int]:
    """Return how many companies meet a clause, and how many may meet it."""
    rows = matches(actor, clause=clause)
    return rows.aggregate(**{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in REACHED})
