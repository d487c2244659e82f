"""Whether claims that were decided some time ago still fit under their limits, with the past as it is by now; and what they get anew.

Places and quotas were given when they were decided and are not dealt out again. A pool is asked as a queue: each share is fixed by
now, however it was dealt out. Dealt out anew, one by ratio goes by ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from huiqi_rules.api.engine import Engine
from huiqi_rules.api.past_rules import past_rules
from huiqi_rules.api.rules import clause_rules
from huiqi_rules.model.claims import Award, Claim, ClauseRules, Money, Settled
from huiqi_rules.model.limits import PoolMode
from huiqi_rules.scalar.program import Figures, figures_on
from huiqi_rules.settle import settle
from huiqi_rules.settle.ranges import range_of


@dataclass(frozen=True, slots=True)
class Decided:
    """A claim as it was decided: `before` is what it came to before highest-only and stages, `amount` what is to be paid, in yuan.

    `clause` is "policy/clause", `stage` "interim", "final" or empty.
    """

    clause: str
    payee: str
    period: int
    before: Money
    amount: Decimal
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Which limit a claim no longer fits under, and how much of it is left, in yuan: nothing where it is refused."""

    limit: str
    left: Decimal


def misfits(
    engine: Engine, decided: Sequence[Decided], day: date, history: Sequence[Award], figures: Figures | None = None
) -> dict[int, Misfit]:
    """Return which claims, by index, no longer fit, taken in the order given: what the first ones use, the later ones find used."""
    rules = _rules(engine, decided, day, history, figures)
    found: dict[int, Misfit] = {}
    for asks, part in ((_before, _of_awards), (_amount, _of_money)):
        left = [index for index in range(len(decided)) if index not in found]
        claims = [_claim(decided[index], asks(decided[index]), order) for order, index in enumerate(left)]
        states = settle(claims, {name: part(one) for name, one in rules.items()}, history)
        for index, state in zip(left, states, strict=True):
            most = range_of(state.amount)[1]
            if state.outcome is False or most < decided[index].amount:
                found[index] = Misfit(_limit(state), most if state.outcome is not False else Decimal(0))
    return found


def dealt_again(
    engine: Engine, decided: Sequence[Decided], day: date, history: Sequence[Award], figures: Figures | None = None
) -> tuple[Settled, ...]:
    """Return what limits leave by now to claims in the order given, each from what it came to before them.

    The history holds them too, as still being decided: what each of them has, it keeps (`settle.past`).
    """
    rules = _rules(engine, decided, day, history, figures)
    claims = [_claim(one, one.before, order) for order, one in enumerate(decided)]
    return settle(claims, {name: _dealt(one) for name, one in rules.items()}, history)


def _rules(
    engine: Engine, decided: Sequence[Decided], day: date, history: Sequence[Award], figures: Figures | None
) -> dict[str, ClauseRules]:
    numbers = figures_on(engine.checked.rulebook.parameters, day, figures)
    rules: dict[str, ClauseRules] = {}
    for policy in dict.fromkeys(one.clause.partition("/")[0] for one in decided):
        version = engine.policy(policy).on(day)
        assert version is not None, "a claim was decided by a version in force on the day"
        program = engine.program(policy, version.id)
        rules |= clause_rules(program, program.template(day, numbers), None)
    return rules | past_rules(engine.checked, engine.program, history, day, figures, known=rules)


def _of_awards(rules: ClauseRules) -> ClauseRules:
    return replace(rules, ranking=None, quota=None, caps=(), pool=None, payers=())


def _of_money(rules: ClauseRules) -> ClauseRules:
    pool = None if rules.pool is None else replace(rules.pool, mode=PoolMode.QUEUE, queue_keyed=False)
    return ClauseRules(rules.clause, caps=rules.caps, pool=pool)


def _dealt(rules: ClauseRules) -> ClauseRules:
    pool = rules.pool
    if pool is not None and pool.mode is not PoolMode.PRO_RATA:
        pool = _of_money(rules).pool
    return replace(rules, ranking=None, quota=None, payers=(), pool=pool)


def _before(one: Decided) -> Money:
    return one.before


def _amount(one: Decided) -> Money:
    return one.amount


def _claim(one: Decided, amount: Money, order: int) -> Claim:
    return Claim(one.payee, one.payee, one.clause, outcome=True, amount=amount, period=one.period, order=order,
                 stage=one.stage)  # fmt: skip


def _limit(state: Settled) -> str:
    return state.failed[0] if state.failed else next((one.limit for one in reversed(state.adjustments)), "")
