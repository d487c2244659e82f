"""The limits of a version with their figures filled in, ready to settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.model.claims import CapRule, ClauseRules, PoolRule, RankingRule
from huiqi_rules.model.limits import NO_LIMITS, Period, PoolMode
from huiqi_rules.scalar.decide import due
from huiqi_rules.scalar.program import ClauseProgram, Environment, VersionProgram


def has_limits(checked: CheckedVersion, clauses: Iterable[str]) -> bool:
    """Return whether any of the clauses has limits that look at others or at the past."""
    wanted = set(clauses)
    return any(clause.id in wanted and clause.limits != NO_LIMITS for clause in checked.version.clauses)


def clause_rules(program: VersionProgram, template: Environment, budget: Decimal | None) -> Mapping[str, ClauseRules]:
    """Return the rules of every clause of a version by "policy/clause"; `budget` takes the place of the pool's money."""
    rules = {}
    for clause in program.clauses.values():
        name = f"{program.checked.policy.id}/{clause.clause.id}"
        rules[name] = _rules_of(name, clause, template, budget)
    return rules


def _rules_of(name: str, clause: ClauseProgram, template: Environment, budget: Decimal | None) -> ClauseRules:
    limits = clause.clause.limits

    def figure(role: str) -> Decimal | None:
        return due(clause.formulas[role](template)) if role in clause.formulas else None

    ranking = None
    if limits.ranking is not None:
        prizes = tuple(figure(f"prize.{place}") for place in range(len(limits.ranking.prizes)))
        ranking = RankingRule(limits.ranking.places, prizes, limits.ranking.ascending, limits.ranking.ties)
    caps = tuple(CapRule(cap.id, figure(f"cap.{place}"), cap.period) for place, cap in enumerate(limits.caps))
    pool = (
        None
        if limits.pool is None
        else PoolRule(limits.pool.id, figure("pool"), limits.pool.mode, queue_keyed=limits.pool.queue_by is not None)
    )
    if budget is not None:
        pool = replace(pool, amount=budget) if pool is not None else PoolRule(f"{name}:budget", budget, PoolMode.QUEUE)
    return ClauseRules(
        clause=name,
        first_time=limits.first_time,
        first_time_with=limits.first_time_with,
        once_per=limits.once_per,
        cooling_off_years=limits.cooling_off_years,
        most_times=limits.most_times,
        interim_share=None if limits.stages is None else limits.stages.share,
        ranking=ranking,
        quota=limits.quota,
        quota_keyed=limits.quota_by is not None,
        group=None if limits.group is None else limits.group.id,
        group_period=Period.YEAR if limits.group is None else limits.group.period,
        caps=caps,
        pool=pool,
        payers=tuple((payer.id, payer.share) for payer in limits.payers),
    )
