"""One subject under the clauses of one version, before other claims and history are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.numbers import Number, Quotient, rounded
from huiqi_rules.core.values import ABSENT, Bounds, OpenNumber, bounds_of, ends_of, narrow, not_below_zero
from huiqi_rules.model.claims import Adjustment, Claim, Money
from huiqi_rules.model.decision import AmountKind, Answer, ClauseDecision, Outcome
from huiqi_rules.model.policy import ExactAmount, RangeAmount, Unpublished
from huiqi_rules.scalar.program import ClauseProgram, Environment, VersionProgram
from huiqi_rules.scalar.relevance import Relevance

ZERO = Decimal(0)
FEN_DIGITS = 2
# Decisions kept for each clause: three answers to eight conditions are 6,561 at most, and few of them occur.
DECIDED_MOST = 4_096


def decide_clause(program: VersionProgram, clause_id: str, environment: Environment) -> ClauseDecision:
    """Return the decision of one clause from an environment that `VersionProgram.run` made."""
    clause = program.clauses[clause_id]
    answers = clause.answers(environment)
    decided = clause.decided.get(answers)
    if decided is not None:
        return decided
    if answers == clause.all_true:
        met = _met_with_exact_amount(clause, environment)
        if met is not None:
            return met
    decision = _decide(program, clause, environment)
    if follows_from_answers(clause, decision):
        if len(clause.decided) >= DECIDED_MOST:
            clause.decided.clear()
        clause.decided[answers] = decision
    return decision


def follows_from_answers(clause: ClauseProgram, decision: ClauseDecision) -> bool:
    """Return whether nothing but the answers to its conditions was looked at: whoever answers alike is decided alike."""
    return decision.outcome is Outcome.NOT_MET or (decision.outcome is Outcome.MET and clause.fixed)


def _met_with_exact_amount(clause: ClauseProgram, environment: Environment) -> ClauseDecision | None:
    """Return the decision of a met clause whose amount is one figure, the most frequent case; None for all others."""
    terms = clause.clause.amount
    if clause.fixed or not isinstance(terms, ExactAmount):
        return None
    before = amount = _money(clause.formulas["amount"](environment), terms.digits)
    if type(before) is not Decimal or before.is_signed():
        return None
    adjustments: tuple[Adjustment, ...] = ()
    if terms.at_most is not None:
        ceiling = _money(clause.formulas["at_most"](environment), terms.digits)
        if type(ceiling) is not Decimal or ceiling.is_signed():
            return None
        if before > ceiling:
            amount, adjustments = ceiling, (Adjustment("at_most", before, ceiling),)
    return ClauseDecision(
        clause.clause.id, Outcome.MET, clause.met, (), (), amount, AmountKind.EXACT, (), adjustments, before
    )


def _decide(program: VersionProgram, clause: ClauseProgram, environment: Environment) -> ClauseDecision:
    clause_id = clause.clause.id
    conditions = {need: _answer(environment[slot]) for need, slot in clause.needs}
    outcome = _conjunction(conditions)
    failed = tuple(need for need, answer in conditions.items() if answer is False)
    if outcome is False:
        kind = AmountKind.NONE if clause.clause.amount is None else AmountKind.EXACT
        return ClauseDecision(clause_id, Outcome.NOT_MET, conditions, failed, (), ZERO, kind)
    before, uncut = _amounts(clause, environment)
    amount = None if uncut is None else not_below_zero(uncut)
    open_ = _open_facts(program, clause, environment, conditions, outcome, amount)
    missing = tuple(name for name in open_ if not name.startswith("§"))
    figures = tuple(name[1:] for name in open_ if name.startswith("§"))
    if outcome is None:
        kind = AmountKind.NONE if clause.clause.amount is None else AmountKind.WAITING
        due: Money = ZERO if clause.clause.amount is None else None
        return ClauseDecision(
            clause_id, Outcome.UNKNOWN, conditions, (), missing, due, kind, figures, cut(uncut, amount), amount
        )
    kind = _amount_kind(clause, amount, missing)
    adjustments = (*capped(before, uncut), *cut(uncut, amount))
    return ClauseDecision(clause_id, Outcome.MET, conditions, (), missing, amount, kind, figures, adjustments, before)


def capped(before: Money, after: Money) -> tuple[Adjustment, ...]:
    """Return what the clause's own ceiling did to an amount, if anything."""
    return (Adjustment("at_most", before, after),) if after is not None and _differs(before, after) else ()


def cut(before: Money, after: Money) -> tuple[Adjustment, ...]:
    """Return the adjustment of an amount that came out below 0, if it did."""
    return (Adjustment("negative", before, after),) if _differs(before, after) else ()


def _differs(before: Money, after: Money) -> bool:
    if before is None or after is None:
        return before is not after
    return bounds_of(before) != bounds_of(after)


def claim_of(
    program: VersionProgram,
    decision: ClauseDecision,
    environment: Environment,
    *,
    subject: str,
    payee: str,
    period: int,
    order: int,
) -> Claim:
    """Return the decision as a claim that the limits can settle, with the keys that they rank by."""
    clause = program.clauses[decision.clause]
    keys = {role: formula(environment) for role, formula in clause.formulas.items()}
    limits = clause.clause.limits
    outcome = {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}[decision.outcome]
    stage = keys.get("stage")
    return Claim(
        subject=subject,
        payee=payee,
        clause=f"{program.checked.policy.id}/{decision.clause}",
        outcome=outcome,
        amount=decision.amount if outcome is not None else decision.before_limits,
        period=period,
        order=order,
        rank_key=_number(keys.get("rank")),
        floor_met=_answer(keys["floor"]) if "floor" in keys else True,
        then_keys=tuple(_number(keys[f"then.{place}"]) for place in range(len(limits.ranking.then_by)))
        if limits.ranking is not None
        else (),
        quota_key=_number(keys.get("quota")),
        queue_key=_queue_key(keys.get("queue")),
        priority_key=_number(keys.get("priority")),
        stage=stage if isinstance(stage, str) else None,
        payer_amounts=tuple(due(keys.get(f"payer.{place}")) for place in range(len(limits.payers)))
        if any(role.startswith("payer.") for role in keys)
        else (),
    )


def named_outputs(program: VersionProgram, environment: Environment) -> Mapping[str, Answer]:
    """Return the named outputs of the policy; ratios rounded half-up to their digits."""
    return {name: _given_out(environment[slot], digits) for name, slot, digits in program.outputs}


def condition_answers(program: VersionProgram, environment: Environment) -> Mapping[str, bool | None]:
    """Return the answer of every condition of the version."""
    return {name: _answer(environment[slot]) for name, slot in program.conditions}


def _answer(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    assert value is ABSENT, value
    return False


def _conjunction(conditions: Mapping[str, bool | None]) -> bool | None:
    answers = conditions.values()
    return False if False in answers else None if None in answers else True


def _amounts(clause: ClauseProgram, environment: Environment) -> tuple[Money, Money]:
    """Return the amount before the clause's own ceiling, and after it, rounded half-up; either may still be below 0."""
    match clause.clause.amount:
        case None:
            return ZERO, ZERO
        case Unpublished():
            return None, None
        case RangeAmount():
            both = _between(clause, environment)
            return both, both
        case ExactAmount(digits=digits):
            before = _money(clause.formulas["amount"](environment), digits)
            if "at_most" not in clause.formulas:
                return before, before
            return before, _under_ceiling(before, _money(clause.formulas["at_most"](environment), digits))


def _between(clause: ClauseProgram, environment: Environment) -> Money:
    """Return the range of an amount; unknown where an end is, or where the ends contradict each other."""
    high = _money(clause.formulas["high"](environment), FEN_DIGITS)
    if high is None:
        return None
    top = bounds_of(high)[1]
    if "low" not in clause.formulas:
        return narrow(min(ZERO, top), top)
    low = _money(clause.formulas["low"](environment), FEN_DIGITS)
    if low is None or bounds_of(low)[0] > top:
        return None
    return narrow(bounds_of(low)[0], top)


def _under_ceiling(before: Money, ceiling: Money) -> Money:
    if ceiling is None:
        return None
    top_low, top_high = bounds_of(ceiling)
    if before is None:
        # Amounts are never below 0, so an unknown one lies between 0 and its ceiling.
        return narrow(ZERO, max(ZERO, top_high))
    low, high = bounds_of(before)
    return narrow(min(low, top_low), min(high, top_high))


def _money(value: object, digits: int) -> Money:
    if type(value) is Decimal:
        return _rounded(value, digits)
    if value is None or value is ABSENT:
        return None
    assert isinstance(value, Decimal | Quotient | OpenNumber), value
    low, high = ends_of(value)
    return narrow(_rounded(low, digits), _rounded(high, digits))


def _rounded(number: Number, digits: int) -> Decimal:
    """Return the number half-up with so many decimals at most; fewer stay fewer."""
    if isinstance(number, Decimal) and -number.as_tuple().exponent <= digits:  # type: ignore[operator]  # finite
        return number
    # Less than half a unit below 0 is rounded to 0, not to -0.
    return rounded(number, digits) or ZERO


def _given_out(value: object, digits: int) -> Answer:
    """Return a named output as it is given out: a number rounded half-up to its digits, anything else as it is."""
    if isinstance(value, Decimal | Quotient | OpenNumber):
        low, high = ends_of(value)
        return narrow(_rounded(low, digits), _rounded(high, digits))
    return value  # type: ignore[return-value]  # a closure's value is an answer


def _open_facts(
    program: VersionProgram,
    clause: ClauseProgram,
    environment: Environment,
    conditions: Mapping[str, bool | None],
    outcome: bool | None,
    amount: Money,
) -> tuple[str, ...]:
    if outcome is True and isinstance(amount, Decimal):
        return ()
    relevance = Relevance(program, environment)
    found: dict[str, None] = {}
    for need, answer in conditions.items():
        if answer is None:
            found.update(dict.fromkeys(relevance.step(NameKind.CONDITION, need)))
    formulas = program.checked.clauses[clause.clause.id]
    for role in ("amount", "at_most", "low", "high"):
        if role in formulas:
            found.update(dict.fromkeys(relevance.formula(formulas[role])))
    return tuple(found)


def _amount_kind(clause: ClauseProgram, amount: Money, missing: tuple[str, ...]) -> AmountKind:
    if clause.clause.amount is None:
        return AmountKind.NONE
    if isinstance(amount, Bounds):
        return AmountKind.RANGE
    if amount is not None:
        return AmountKind.EXACT
    return AmountKind.WAITING if missing else AmountKind.UNPUBLISHED


def _number(value: object) -> Number | None:
    return value if isinstance(value, Decimal | Quotient) else None


def due(value: object) -> Decimal | None:
    """Return the money of a limit (a payer's part, a cap, a prize, a budget), rounded to the fen where its formula ends."""
    amount = _money(value, FEN_DIGITS)
    return amount if isinstance(amount, Decimal) else None


def _queue_key(value: object) -> Number | date | None:
    return value if isinstance(value, Decimal | Quotient | date) else None
