"""A whole register under many policies on one day: counts, money, and the answer of every company."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi_rules.api.batches import Uncomputed, batches, run_batch
from huiqi_rules.api.engine import Engine, checked_versions
from huiqi_rules.api.keyed import decimal_of, keyed_claim
from huiqi_rules.api.past_rules import past_rules
from huiqi_rules.api.rules import clause_rules
from huiqi_rules.api.summaries import ClauseSummary, summaries_of
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.columnar import answers
from huiqi_rules.columnar.store import Connection, connect, store_values
from huiqi_rules.core.values import Bounds, bounds_of, narrow
from huiqi_rules.model.claims import Adjustment, Award, Claim, ClauseRules, Money, Settled
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.limits import NO_LIMITS
from huiqi_rules.plan.build import ClauseColumns, Plan, Wanted
from huiqi_rules.scalar.program import Figures, figures_on
from huiqi_rules.settle import settle

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """A register column by column: `values[fact id][row]`; names are for people, payees for caps and groups."""

    subjects: tuple[str, ...]
    names: tuple[str | None, ...]
    values: Mapping[str, Sequence[FactValue]]
    payees: tuple[str, ...] = ()

    def facts_of(self, row: int) -> dict[str, FactValue]:
        """Return the known facts of one subject."""
        return {fact_id: cells[row] for fact_id, cells in self.values.items() if cells[row] is not None}


@dataclass(frozen=True, slots=True)
class Answer:
    """One company under one clause; ids in `failed` and `missing` (figures not published have a leading `§`)."""

    row: int
    outcome: bool | None
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    amount: Decimal | Bounds | None


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """One clause over the register, column by column, as it is kept.

    `outcomes` has a letter a row: `m` met, `n` not met, `u` unknown. `rows` are those whose amount is not 0, in no order, with
    both ends in fen, None where unknown. `reasons` holds what failed and what is missing, each pair once, with its rows.
    """

    outcomes: str
    rows: Sequence[int]
    low_fen: Sequence[int | None]
    high_fen: Sequence[int | None]
    reasons: Sequence[tuple[tuple[str, ...], tuple[str, ...], Sequence[int]]]


class RegisterRun:
    """The answers of one run, kept in a database in memory until `close`."""

    def __init__(self, engine: Engine, register: RegisterFacts, day: date, connection: Connection) -> None:
        self.engine = engine
        self.register = register
        self.day = day
        self.connection = connection
        self.not_in_force: tuple[str, ...] = ()
        # Clauses that nobody has an answer under, with the reason.
        self.uncomputed: tuple[Uncomputed, ...] = ()
        # What limits changed of those who still meet a clause, by policy and clause, then by row.
        self.adjustments: dict[tuple[str, str], dict[int, tuple[Adjustment, ...]]] = {}
        # What each payer bears of those who meet a clause that several pay, by policy and clause, then by row.
        self.borne: dict[tuple[str, str], dict[int, tuple[Money, ...]]] = {}

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return the ids of the subjects by row."""
        return self.register.subjects

    @property
    def names(self) -> tuple[str | None, ...]:
        """Return the names of the subjects by row."""
        return self.register.names

    @property
    def summaries(self) -> tuple[ClauseSummary, ...]:
        """Return counts and money of every clause, in the order of the rulebook."""
        rows = self.connection.execute(
            "SELECT policy, version, clause, count(*) FILTER (WHERE outcome), count(*) FILTER (WHERE NOT outcome), count(*) FILTER (WHERE outcome IS NULL), "
            "sum(amount_low) FILTER (WHERE outcome AND amount_high IS NOT NULL), "
            "sum(amount_high) FILTER (WHERE outcome), count(*) FILTER (WHERE outcome AND amount_high IS NULL) "
            f"FROM {answers.ANSWERS} GROUP BY policy, version, clause"
        ).fetchall()
        found = {(str(policy), str(clause)): figures for policy, _, clause, *figures in rows}
        return summaries_of(self.engine.checked, self.day, found)

    def answers(self, policy: str, clause: str, *, outcome: bool | str | None = "any") -> list[Answer]:
        """Return the answers under one clause by row; `outcome` keeps only one of the three answers."""
        test = "" if outcome == "any" else " AND outcome IS NOT DISTINCT FROM ?"
        given = [policy, clause] if outcome == "any" else [policy, clause, outcome]
        query = (
            f'SELECT "row#", outcome, failed, missing, amount_low, amount_high FROM {answers.ANSWERS} '
            f'WHERE policy = ? AND clause = ?{test} ORDER BY "row#"'
        )
        return [_answer(row) for row in self.connection.execute(query, given).fetchall()]

    def columns(self, policy: str, clause: str) -> AnswerColumns:
        """Return the answers under one clause column by column, which is quicker than row by row."""
        outcomes, reasons = answers.reasons_of(self.connection, policy, clause)
        return AnswerColumns(outcomes, *answers.amounts_of(self.connection, policy, clause), reasons)

    def conditions(self, policy: str) -> dict[str, tuple[int, int, int]]:
        """Return for every condition of a policy how many companies meet it, do not, and are unknown."""
        query = (
            "SELECT split_part(one, '=', 1) AS condition, count(*) FILTER (WHERE one LIKE '%=met'), count(*) FILTER (WHERE one LIKE '%=not_met'), "
            'count(*) FILTER (WHERE one LIKE \'%=unknown\') FROM (SELECT DISTINCT ON ("row#", one) "row#", unnest(conditions) AS one '
            f"FROM {answers.ANSWERS} WHERE policy = ?) GROUP BY condition ORDER BY condition"
        )
        rows = self.connection.execute(query, [policy]).fetchall()
        return {name: (met, not_met, unknown) for name, met, not_met, unknown in rows}

    def close(self) -> None:
        """Free the database of the run."""
        self.connection.close()


def run_register(
    engine: Engine,
    register: RegisterFacts,
    day: date,
    *,
    policies: Sequence[str] = (),
    history: Sequence[Award] = (),
    figures: Figures | None = None,
    progress: Progress | None = None,
    limits: bool = True,
) -> RegisterRun:
    """Assess every subject of a register under the policies (all when empty) that are in force on the day.

    Without `limits` every answer is the subject's own, before other claims and the past are looked at.
    """
    wanted = tuple(dict.fromkeys(policies)) or tuple(engine.checked.rulebook.policies)
    versions = checked_versions(engine.checked, wanted, day)
    connection = connect(memory="1GB")
    run = RegisterRun(engine, register, day, connection)
    in_force = {checked.policy.id for checked in versions}
    run.not_in_force = tuple(policy for policy in wanted if policy not in in_force)
    facts = engine.checked.rulebook.facts
    stored = store_values(connection, register.values, facts, len(register.subjects))
    answers.create_answers(connection)
    numbers = figures_on(engine.checked.rulebook.parameters, day, figures)
    rules: dict[str, ClauseRules] = {}
    claims: list[tuple[Claim, Answer]] = []
    todo = batches(versions, numbers)
    for done, batch in enumerate(todo, start=1):
        for part in run_batch(connection, batch, stored, day, facts):
            if isinstance(part, Uncomputed):
                run.uncomputed += (part,)
            elif limits:
                claims += _gather(run, *part, numbers, rules)
        if progress is not None:
            progress(done, len(todo))
    if claims:
        rules.update(past_rules(engine.checked, engine.program, history, day, figures, known=rules))
    _settle(run, claims, rules, history)
    return run


def _gather(
    run: RegisterRun,
    batch: Sequence[Wanted],
    plan: Plan,
    figures: Figures,
    rules: dict[str, ClauseRules],
) -> Iterator[tuple[Claim, Answer]]:
    """Yield the claims of the batch just run under clauses that look at other claims or at the past, and add the rules."""
    limited: set[tuple[str, str]] = set()
    for wanted in batch:
        checked = wanted.checked
        clauses = [clause for clause in checked.version.clauses if clause.limits != NO_LIMITS]
        names = {clause.id for clause in clauses}.intersection(wanted.clauses)
        # A large version comes in several batches; its rules are made once.
        if names and not any(f"{checked.policy.id}/{name}" in rules for name in names):
            program = run.engine.program(checked.policy.id, checked.version.id)
            rules.update(clause_rules(program, program.template(run.day, figures), None))
        limited.update((checked.policy.id, name) for name in names)
    for columns in plan.clauses:
        if (columns.policy, columns.clause) in limited:
            yield from _claims(run, columns, [wanted.checked for wanted in batch])


def _settle(
    run: RegisterRun,
    claims: Sequence[tuple[Claim, Answer]],
    rules: Mapping[str, ClauseRules],
    history: Sequence[Award],
) -> None:
    """Settle all claims together, since a group or a cap may span policies; the other answers stand as they are."""
    settled = settle([claim for claim, _ in claims], rules, history)
    changed = [
        _settled_row(one, answer)
        for one, (claim, answer) in zip(settled, claims, strict=True)
        if one.outcome is not claim.outcome or one.amount != claim.amount or one.waits
    ]
    answers.replace_answers(run.connection, changed)
    for one in settled:
        if not one.outcome:
            continue
        policy, _, clause = one.claim.clause.partition("/")
        row = int(one.claim.subject)
        if one.adjustments:
            run.adjustments.setdefault((policy, clause), {})[row] = one.adjustments
        if one.payers:
            run.borne.setdefault((policy, clause), {})[row] = tuple(part for _, part in one.payers)


def _claims(run: RegisterRun, columns: ClauseColumns, versions: Sequence[CheckedVersion]) -> list[tuple[Claim, Answer]]:
    """Return the claims under one clause that are not refused, each with its answer before the limits."""
    register = run.register
    checked = next(one for one in versions if one.policy.id == columns.policy)
    clause = next(one for one in checked.version.clauses if one.id == columns.clause)
    maybe = (run.answers(columns.policy, columns.clause, outcome=outcome) for outcome in (True, None))
    found = {answer.row: answer for answers_so in maybe for answer in answers_so}
    claims = []
    for row, keys in answers.clause_rows(run.connection, columns):
        subject = register.subjects[row]
        claim = keyed_claim(
            clause,
            keys,
            subject=str(row),
            payee=register.payees[row] if register.payees else subject,
            path=f"{columns.policy}/{columns.clause}",
            outcome=found[row].outcome,
            amount=_possible(keys) if found[row].outcome is None else found[row].amount,
            period=run.day.year,
            order=row,
        )
        claims.append((claim, found[row]))
    return claims


def _possible(keys: Mapping[str, object]) -> Decimal | Bounds | None:
    """Return what an unknown claim would come to."""
    low, high = decimal_of(keys.get("possible")), decimal_of(keys.get("possible.high", keys.get("possible")))
    return None if low is None or high is None else narrow(low, high)


def _settled_row(one: Settled, before: Answer) -> tuple[object, ...]:
    policy, _, clause = one.claim.clause.partition("/")
    low, high = (None, None) if one.amount is None else bounds_of(one.amount)
    if one.outcome is False:
        low = high = Decimal(0)
    elif one.outcome is None:
        low = high = None
    failed = [*before.failed, *one.failed]
    missing = [*before.missing, *one.waits] if one.outcome is None else list(before.missing)
    return int(one.claim.subject), policy, clause, one.outcome, failed, missing, low, high


def _answer(row: tuple[object, ...]) -> Answer:
    number, outcome, failed, missing, low, high = row
    amount = narrow(low, high) if isinstance(low, Decimal) and isinstance(high, Decimal) else None
    assert isinstance(number, int) and isinstance(failed, list) and isinstance(missing, list)
    return Answer(number, None if outcome is None else bool(outcome), tuple(failed), tuple(missing), amount)
