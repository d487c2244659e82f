"""Counts and money of a clause over a register, from whatever query counted them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion
from huiqi_rules.model.facts import Text
from huiqi_rules.model.policy import Clause


@dataclass(frozen=True, slots=True)
class ClauseSummary:
    """One clause over the register. Amounts in yuan, None where the clause promises no money; `open_amounts` counts the
    companies that meet it and whose amount is unknown, so that it is in neither sum.
    """

    policy: str
    policy_title: Text
    version: str
    clause: str
    clause_name: Text
    met: int
    not_met: int
    unknown: int
    amount_low: Decimal | None
    amount_high: Decimal | None
    open_amounts: int


def summaries_of(
    checked: CheckedRulebook, day: date, figures: Mapping[tuple[str, str], Sequence[object]]
) -> tuple[ClauseSummary, ...]:
    """Return the summaries in the order of the rulebook; `figures` by policy and clause: met, not met, unknown, lowest
    and highest sum, open amounts.
    """
    versions = [
        checked.version(policy.id, version.id)
        for policy in checked.rulebook.policies.values()
        if (version := policy.on(day)) is not None
    ]
    return tuple(
        _summary(one, clause, figures[one.policy.id, clause.id])
        for one in versions
        for clause in one.version.clauses
        if (one.policy.id, clause.id) in figures
    )


def _summary(checked: CheckedVersion, clause: Clause, figures: Sequence[object]) -> ClauseSummary:
    met, not_met, unknown, low, high, open_amounts = figures
    has_money = clause.amount is not None
    return ClauseSummary(
        policy=checked.policy.id,
        policy_title=checked.policy.title,
        version=checked.version.id,
        clause=clause.id,
        clause_name=clause.name,
        met=_count(met),
        not_met=_count(not_met),
        unknown=_count(unknown),
        amount_low=_sum(low) if has_money else None,
        amount_high=_sum(high) if has_money else None,
        open_amounts=_count(open_amounts) if has_money else 0,
    )


def _count(value: object) -> int:
    assert isinstance(value, int | Decimal), value
    return int(value)


def _sum(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
