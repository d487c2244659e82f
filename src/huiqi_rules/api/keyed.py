"""A claim for the limits from the key columns of a plan: what it ranks by, its stage, what its payers bear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from huiqi_rules.core.numbers import Number, divided
from huiqi_rules.model.claims import Claim, Money
from huiqi_rules.model.policy import Clause
from huiqi_rules.plan.build import BOTTOM


def keyed_claim(
    clause: Clause,
    keys: Mapping[str, object],
    *,
    subject: str,
    payee: str,
    path: str,
    outcome: bool | None,
    amount: Money,
    period: int,
    order: int,
) -> Claim:
    """Return the claim of one subject under one clause; `keys` by role, `path` is "policy/clause"."""
    ranking, queue, stage, floor = clause.limits.ranking, keys.get("queue"), keys.get("stage"), keys.get("floor")
    payers = len(clause.limits.payers) if "payer.0" in keys else 0
    return Claim(
        subject=subject,
        payee=payee,
        clause=path,
        outcome=outcome,
        amount=amount,
        period=period,
        order=order,
        rank_key=_number(keys, "rank"),
        floor_met=(floor if isinstance(floor, bool) else None) if "floor" in keys else True,
        then_keys=tuple(
            _number(keys, f"then.{place}") for place in range(0 if ranking is None else len(ranking.then_by))
        ),
        quota_key=_number(keys, "quota"),
        queue_key=queue if isinstance(queue, date) else _number(keys, "queue"),
        priority_key=_number(keys, "priority"),
        stage=stage if isinstance(stage, str) else None,
        payer_amounts=tuple(decimal_of(keys.get(f"payer.{place}")) for place in range(payers)),
    )


def decimal_of(value: object) -> Decimal | None:
    """Return a number that a database gave; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) else None


def _number(keys: Mapping[str, object], role: str) -> Number | None:
    top = decimal_of(keys.get(role))
    if top is None or f"{role}{BOTTOM}" not in keys:
        return top
    bottom = decimal_of(keys[f"{role}{BOTTOM}"])
    # By 0 there is no quotient, and no place for it either: unknown.
    return divided(top, bottom) if bottom else None
