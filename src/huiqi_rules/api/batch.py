"""The columnar back end behind the same door as the scalar one: subjects in, determinations out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from huiqi_rules.api.engine import NOTHING_ELSE, Circumstances, Engine, Subject, with_limits
from huiqi_rules.api.keyed import decimal_of, keyed_claim
from huiqi_rules.api.past_rules import past_rules
from huiqi_rules.api.rules import clause_rules, has_limits
from huiqi_rules.api.totals import combine
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.columnar.rows import Row, RunRows, duckdb_rows
from huiqi_rules.core.values import ABSENT, narrow
from huiqi_rules.model.claims import Adjustment, Claim, Money
from huiqi_rules.model.decision import AmountKind, Answer, ClauseDecision, Determination, Outcome
from huiqi_rules.model.policy import Clause
from huiqi_rules.plan.build import ClauseColumns, Plan, ValueColumns, Wanted
from huiqi_rules.scalar.decide import capped, cut
from huiqi_rules.scalar.program import figures_on
from huiqi_rules.settle import settle


class BatchEngine:
    """Answers as `Engine` does, by one query over all subjects; `rows` runs it, on DuckDB where nothing else is said."""

    def __init__(self, engine: Engine, rows: RunRows = duckdb_rows) -> None:
        self.engine = engine
        self.rows = rows

    def assess_all(
        self,
        policy_id: str,
        day: date,
        subjects: Sequence[Subject],
        circumstances: Circumstances = NOTHING_ELSE,
    ) -> tuple[Determination, ...]:
        """Return the determinations of a population, in its order, limits settled over all of it."""
        return self.assess_groups(policy_id, day, (subjects,), (circumstances,))[0]

    def assess_groups(
        self,
        policy_id: str,
        day: date,
        groups: Sequence[Sequence[Subject]],
        circumstances: Sequence[Circumstances],
    ) -> tuple[tuple[Determination, ...], ...]:
        """Return the determinations of several populations by one query; limits are settled within each.

        All circumstances must share figures and clause, which the query is made from.
        """
        version = self.engine.policy(policy_id).on(day)
        if version is None:
            pairs = zip(groups, circumstances, strict=True)
            return tuple(self.engine.assess_all(policy_id, day, group, around) for group, around in pairs)
        checked = self.engine.checked.version(policy_id, version.id)
        first = circumstances[0]
        figures = figures_on(self.engine.checked.rulebook.parameters, day, first.figures)
        names = [clause.id for clause in version.clauses if first.clause in (None, clause.id)]
        facts = [subject.facts for group in groups for subject in group]
        dictionary = self.engine.checked.rulebook.facts
        plan, rows = self.rows(Wanted(checked, figures, tuple(names)), day, facts, dictionary)
        answers = []
        start = 0
        for group, around in zip(groups, circumstances, strict=True):
            own = rows[start : start + len(group)]
            start += len(group)
            decisions = [[_decision(clause, checked, row) for clause in plan.clauses] for row in own]
            if around.history or around.budget is not None or has_limits(checked, names):
                decisions = self._settled(checked, day, group, plan, own, decisions, around, figures)
            triples = zip(group, own, decisions, strict=True)
            answers.append(tuple(self._determination(checked, day, one, plan, row, got) for one, row, got in triples))
        return tuple(answers)

    def _settled(
        self,
        checked: CheckedVersion,
        day: date,
        subjects: Sequence[Subject],
        plan: Plan,
        rows: Sequence[Row],
        decisions: Sequence[Sequence[ClauseDecision]],
        circumstances: Circumstances,
        figures: Mapping[str, Decimal | str | None],
    ) -> list[list[ClauseDecision]]:
        claims = [
            _claim(columns, checked, decision, row, subject, day, order)
            for order, (subject, row, decided) in enumerate(zip(subjects, rows, decisions, strict=True))
            for columns, decision in zip(plan.clauses, decided, strict=True)
        ]
        program = self.engine.program(checked.policy.id, checked.version.id)
        rules = dict(clause_rules(program, program.template(day, figures), circumstances.budget))
        history = circumstances.history
        rules |= past_rules(self.engine.checked, self.engine.program, history, day, figures, known=rules)
        settled = iter(settle(claims, rules, history))
        return [[with_limits(decision, next(settled)) for decision in decided] for decided in decisions]

    def _determination(
        self,
        checked: CheckedVersion,
        day: date,
        subject: Subject,
        plan: Plan,
        row: Row,
        decisions: Sequence[ClauseDecision],
    ) -> Determination:
        outcome, failed, missing, amount, kind = combine(decisions)
        return Determination(
            policy=checked.policy.id,
            version=checked.version.id,
            as_of=day,
            outcome=outcome,
            failed=failed,
            missing=missing,
            amount=amount,
            amount_kind=kind,
            clauses=tuple(decisions),
            values={name: _value(columns, row) for (_, name), columns in plan.values.items()},
            conditions={name: _bool(row[column]) for (_, name), column in plan.conditions.items()},
            facts=subject.facts,
            subject=subject.id,
            payee=subject.payee or subject.id,
            pack_hash=self.engine.checked.rulebook.hash,
        )


def _decision(columns: ClauseColumns, checked: CheckedVersion, row: Row) -> ClauseDecision:
    clause = _clause(checked, columns.clause)
    conditions = {need: _bool(row[column]) for need, column in columns.conditions.items()}
    outcome = Outcome.of(_bool(row[columns.outcome]))
    failed = tuple(need for need, answer in conditions.items() if answer is False)
    open_ = () if outcome is Outcome.NOT_MET else tuple(name for name, column in columns.missing.items() if row[column])
    missing = tuple(name for name in open_ if not name.startswith("§"))
    amount = _money(columns.amount_low, columns.amount_high, row)
    kind = _kind(clause, outcome, amount, missing)
    before, adjustments = _on_the_way(columns, row, outcome, amount)
    if outcome is Outcome.NOT_MET:
        amount, before = Decimal(0), None
    elif clause.amount is None:
        amount = before = Decimal(0)
    elif outcome is Outcome.UNKNOWN:
        amount = None
    return ClauseDecision(
        clause=columns.clause,
        outcome=outcome,
        conditions=conditions,
        failed=failed if outcome is Outcome.NOT_MET else (),
        missing=missing,
        amount=amount,
        amount_kind=kind,
        missing_parameters=tuple(name[1:] for name in open_ if name.startswith("§")),
        adjustments=adjustments,
        before_limits=before,
    )


def _on_the_way(
    columns: ClauseColumns, row: Row, outcome: Outcome, amount: Money
) -> tuple[Money, tuple[Adjustment, ...]]:
    """Return the amount before limits, and what the clause itself did to it; of an unknown claim, what it would come to."""
    if outcome is Outcome.NOT_MET:
        return None, ()
    due = possible_amount(columns, row) if outcome is Outcome.UNKNOWN else amount
    uncut = due if columns.uncut_low is None else _money(columns.uncut_low, columns.uncut_high, row)
    if outcome is Outcome.UNKNOWN:
        return due, cut(uncut, due)
    before = uncut if columns.before_low is None else _money(columns.before_low, columns.before_high, row)
    return before, (*capped(before, uncut), *cut(uncut, due))


def _claim(
    columns: ClauseColumns,
    checked: CheckedVersion,
    decision: ClauseDecision,
    row: Row,
    subject: Subject,
    day: date,
    order: int,
) -> Claim:
    keys = {role: row[column] for role, column in columns.keys.items()}
    outcome = {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}[decision.outcome]
    return keyed_claim(
        _clause(checked, columns.clause),
        keys,
        subject=subject.id,
        payee=subject.payee or subject.id,
        path=f"{columns.policy}/{columns.clause}",
        outcome=outcome,
        amount=decision.amount if outcome is not None else decision.before_limits,
        period=subject.period or day.year,
        order=order,
    )


def _clause(checked: CheckedVersion, clause_id: str) -> Clause:
    return next(clause for clause in checked.version.clauses if clause.id == clause_id)


def _kind(clause: Clause, outcome: Outcome, amount: Money, missing: tuple[str, ...]) -> AmountKind:
    if clause.amount is None:
        return AmountKind.NONE
    if outcome is Outcome.NOT_MET:
        return AmountKind.EXACT
    if outcome is Outcome.UNKNOWN:
        return AmountKind.WAITING
    if amount is None:
        return AmountKind.WAITING if missing else AmountKind.UNPUBLISHED
    return AmountKind.EXACT if isinstance(amount, Decimal) else AmountKind.RANGE


def _money(low: str | None, high: str | None, row: Row) -> Money:
    bottom = None if low is None else decimal_of(row[low])
    top = None if high is None else decimal_of(row[high])
    return None if bottom is None or top is None else narrow(bottom, top)


def possible_amount(columns: ClauseColumns, row: Row) -> Money:
    """Return what an unknown claim would come to, None where that is unknown too."""
    low = columns.keys.get("possible")
    return None if low is None else _money(low, columns.keys.get("possible.high", low), row)


def _value(columns: ValueColumns, row: Row) -> Answer:
    if columns.absent is not None and row[columns.absent]:
        return ABSENT
    low, high = row[columns.low], row[columns.high]
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return narrow(low, high)
    return low if low == high else None  # type: ignore[return-value]  # a bool, text or date of the plan


def _bool(value: object) -> bool | None:
    assert value is None or isinstance(value, bool), value
    return value
