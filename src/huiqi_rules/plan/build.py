"""A plan: stages of named columns, each using only columns of the register and of earlier stages.

Values and conditions of a version come first, in the order of use; then for each clause the outcome, the amounts guarded by
it, the keys that limits need, and, where wanted, which facts an unknown waits for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiqi_rules.check.rulebook import CheckedVersion, Step
from huiqi_rules.check.tree import NameKind, references
from huiqi_rules.model.policy import DEFAULT_RATIO_DIGITS, Clause, ExactAmount, RangeAmount
from huiqi_rules.plan import nodes, terms
from huiqi_rules.plan.fractions import ZERO, Fraction
from huiqi_rules.plan.layout import Layout
from huiqi_rules.plan.lower import Lowering, Parameters
from huiqi_rules.plan.nodes import Column, Constant, Kind, Node
from huiqi_rules.plan.relevance import Relevance
from huiqi_rules.plan.terms import Term

StepKey = tuple[NameKind, str]
_FEN_DIGITS = 2
_ENDS = ("low", "high")
# The end of the key that holds the bottom of a quotient: `rank` is compared as rank / rank.bottom.
BOTTOM = ".bottom"


@dataclass(frozen=True, slots=True)
class ValueColumns:
    """The columns of a named value: its lowest and highest value (the same column where it is not open), and absence."""

    low: str
    high: str
    absent: str | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class ClauseColumns:
    """The columns of one clause's answer; `keys` by role (`rank`, `queue`, …), `missing` by fact or parameter id.

    `before` is the amount before the clause's own ceiling, `uncut` before what is below 0 is cut to 0; both are there only
    where they can differ from the amount that follows.
    The keys `possible` and `possible.high` (where it differs) are the amount that an unknown claim would come to.
    `open_amount`, in totalled plans only: who meets the clause without a known amount.
    """

    policy: str
    version: str
    clause: str
    outcome: str
    conditions: Mapping[str, str]
    amount_low: str | None = None
    amount_high: str | None = None
    before_low: str | None = None
    before_high: str | None = None
    uncut_low: str | None = None
    uncut_high: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    open_amount: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Stages of (name, node); `values` by policy id and value id; `clauses` in the order asked for."""

    stages: tuple[tuple[tuple[str, Node], ...], ...]
    clauses: tuple[ClauseColumns, ...]
    values: Mapping[tuple[str, str], ValueColumns]
    conditions: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Clauses of one version to plan, with the figures of the day; empty `clauses` takes all.

    `is_part`: the version comes in several queries, so only the conditions that these clauses need are answered, and no named output.
    """

    checked: CheckedVersion
    parameters: Parameters
    clauses: tuple[str, ...] = ()
    is_part: bool = False


def build_plan(
    wanted: Iterable[Wanted], layout: Layout, day: date, *, outputs: bool = True, missing: bool = True
) -> Plan:
    """Return the plan of all wanted clauses over one register; `outputs` adds the named outputs, `missing` the open facts."""
    builder = _Builder(layout, day, outputs=outputs, missing=missing)
    clauses = [column for number, one in enumerate(wanted) for column in builder.version(number, one)]
    stages = tuple(tuple(stage.items()) for stage in builder.stages if stage)
    return Plan(stages, tuple(clauses), builder.values, builder.conditions)


class _Builder:
    """Collects named columns by stage."""

    def __init__(self, layout: Layout, day: date, *, outputs: bool, missing: bool) -> None:
        self.layout = layout
        self.day = day
        self.outputs = outputs
        self.missing = missing
        self.stages: list[dict[str, Node]] = []
        self.values: dict[tuple[str, str], ValueColumns] = {}
        self.conditions: dict[tuple[str, str], str] = {}

    def version(self, number: int, wanted: Wanted) -> Sequence[ClauseColumns]:
        """Plan the clauses of one version; return their columns."""
        checked = wanted.checked
        prefix = f"p{number}"
        names = wanted.clauses or tuple(clause.id for clause in checked.version.clauses)
        clauses = [clause for clause in checked.version.clauses if clause.id in names]
        lowered: dict[StepKey, Term] = {}
        lowering = Lowering(self.layout, self.day, wanted.parameters, lowered)
        levels: dict[StepKey, int] = {}
        conditions = {need for clause in clauses for need in clause.needs}
        if not wanted.is_part:
            conditions |= {condition.id for condition in checked.version.conditions}
        outputs = self.outputs and not wanted.is_part
        for step in _needed_steps(checked, clauses, conditions if self.outputs else (), outputs=outputs):
            level = 1 + max((levels[key] for key in _step_references(step)), default=-1)
            levels[step.kind, step.id] = level
            lowered[step.kind, step.id] = self._stage_term(level, f"{prefix}.{step.kind}.{step.id}", lowering, step)
        depth = 1 + max(levels.values(), default=-1)
        if outputs:
            self._output_columns(prefix, depth, checked, lowered)
        if self.outputs:
            self._condition_columns(prefix, depth, checked, lowered, conditions)
        relevance = Relevance(lowering, checked) if self.missing else None
        return [self._clause(prefix, depth, checked, clause, lowering, relevance) for clause in clauses]

    def _put(self, level: int, name: str, node: Node) -> Node:
        if isinstance(node, Column | Constant):
            return node
        while len(self.stages) <= level:
            self.stages.append({})
        self.stages[level][name] = node
        return Column(name, node.kind, node.range)

    def _named(self, level: int, name: str, node: Node) -> str:
        while len(self.stages) <= level:
            self.stages.append({})
        self.stages[level][name] = node
        return name

    def _stage_term(self, level: int, name: str, lowering: Lowering, step: Step) -> Term:
        if step.tree is None:
            return lowering.unpublished(step.type)
        term = lowering.lower(step.tree)
        absent = self._put(level, f"{name}.absent", term.absent)
        if not term.bounded:
            return terms.exact(self._put_fraction(level, name, term.value), absent)
        low, high = terms.ends(term)
        return terms.bounded(
            self._put_fraction(level, f"{name}.low", low), self._put_fraction(level, f"{name}.high", high), absent
        )

    def _put_fraction(self, level: int, name: str, value: Fraction) -> Fraction:
        bottom = None if value.bottom is None else self._put(level, f"{name}.bottom", value.bottom)
        return Fraction(self._put(level, name, value.top), bottom)

    def _output_columns(
        self, prefix: str, level: int, checked: CheckedVersion, lowered: Mapping[StepKey, Term]
    ) -> None:
        for output in checked.policy.outputs:
            if (NameKind.VALUE, output) not in lowered:
                continue
            step = checked.step(NameKind.VALUE, output)
            term = lowered[NameKind.VALUE, output]
            if term.node.kind is Kind.NUMBER:
                digits = DEFAULT_RATIO_DIGITS if step.digits is None else step.digits
                term = terms.rounded(term, digits, "half_up")
            low, high = terms.end_nodes(term)
            low_name = self._named(level, f"{prefix}.out.{output}", low)
            high_name = self._named(level, f"{prefix}.out.{output}.high", high) if term.bounded else low_name
            absent = (
                self._named(level, f"{prefix}.out.{output}.absent", term.absent) if term.absent != nodes.FALSE else None
            )
            self.values[checked.policy.id, output] = ValueColumns(low_name, high_name, absent, low.kind)

    def _condition_columns(
        self, prefix: str, level: int, checked: CheckedVersion, lowered: Mapping[StepKey, Term], wanted: Collection[str]
    ) -> None:
        for condition in checked.version.conditions:
            if condition.id not in wanted:
                continue
            answer = lowered[NameKind.CONDITION, condition.id].node
            name = self._named(level, f"{prefix}.answer.{condition.id}", answer)
            self.conditions[checked.policy.id, condition.id] = name

    def _clause(
        self,
        prefix: str,
        depth: int,
        checked: CheckedVersion,
        clause: Clause,
        lowering: Lowering,
        relevance: Relevance | None,
    ) -> ClauseColumns:
        name = f"{prefix}.{clause.id}"
        answers = {need: lowering.steps[NameKind.CONDITION, need].node for need in clause.needs}
        conditions = {need: f"{prefix}.answer.{need}" for need in answers} if self.outputs else {}
        outcome = Column(self._named(depth, f"{name}.outcome", nodes.all_of(*answers.values())), Kind.BOOL)
        formulas = {role: lowering.lower(tree) for role, tree in checked.clauses[clause.id].items()}
        before, uncut, amount = _amounts(clause, formulas)
        keys = {
            key: self._named(depth + 1, f"{name}.key.{key}", node)
            for role, term in formulas.items()
            for key, node in _key_nodes(role, term)
        }
        if self.missing and amount is not None:
            keys.update(self._possible_columns(depth + 1, name, outcome, amount))
        return ClauseColumns(
            checked.policy.id,
            checked.version.id,
            clause.id,
            outcome.name,
            conditions,
            *self._amount_columns(depth + 1, name, outcome, amount),
            *(self._amount_columns(depth + 1, f"{name}.before", outcome, before) if before != uncut else (None, None)),
            *(self._uncut_columns(depth + 1, name, outcome, uncut) if uncut != amount else (None, None)),
            keys=keys,
            missing=self._missing_columns(
                depth + 1, name, outcome, relevance, clause, _settled(clause, before, amount)
            ),
        )

    def _amount_columns(
        self, level: int, name: str, outcome: Column, amount: Term | None
    ) -> tuple[str | None, str | None]:
        if amount is None:
            return None, None
        low, high = terms.end_nodes(amount)
        # Guarded by the outcome: a refused claim gets 0, an unknown one is unknown, and nothing is computed for either.
        refused = nodes.negate(outcome)

        def guard(node: Node) -> Node:
            return nodes.case(((outcome, node), (refused, ZERO)), nodes.unknown_like(node))

        low_name = self._named(level, f"{name}.amount", guard(low))
        high_name = self._named(level, f"{name}.amount.high", guard(high)) if amount.bounded else low_name
        return low_name, high_name

    def _uncut_columns(
        self, level: int, name: str, outcome: Column, uncut: Term | None
    ) -> tuple[str | None, str | None]:
        """Return the columns of an amount that may be below 0, also of what an unknown claim would come to."""
        if uncut is None:
            return None, None
        refused = nodes.negate(outcome)
        low, high = terms.end_nodes(uncut)
        names = [f"{name}.uncut.amount", f"{name}.uncut.amount.high"] if uncut.bounded else [f"{name}.uncut.amount"]
        for one, node in zip(names, (low, high), strict=False):
            self._named(level, one, nodes.case(((refused, nodes.unknown_like(node)),), node))
        return names[0], names[-1]

    def _possible_columns(self, level: int, name: str, outcome: Column, amount: Term) -> Mapping[str, str]:
        """Return the columns of what an unknown claim would come to: limits compare it with the other claims."""
        undecided = nodes.is_unknown(outcome)
        low, high = terms.end_nodes(amount)
        columns = {"possible": low, "possible.high": high} if amount.bounded else {"possible": low}
        return {
            role: self._named(level, f"{name}.key.{role}", nodes.case(((undecided, node),), nodes.unknown_like(node)))
            for role, node in columns.items()
        }

    def _missing_columns(
        self, level: int, name: str, outcome: Column, relevance: Relevance | None, clause: Clause, settled: Node
    ) -> Mapping[str, str]:
        if relevance is None:
            return {}
        open_ = {}
        for fact_id, node in relevance.clause(clause, outcome, settled).items():
            open_[fact_id] = self._named(level, f"{name}.missing.{fact_id}", node)
        return open_


def answer_columns(plan: Plan) -> tuple[str, ...]:
    """Return the names of all columns that hold answers, each once."""
    names: list[str] = []
    for clause in plan.clauses:
        money = (clause.amount_low, clause.amount_high, clause.before_low, clause.before_high)
        cut = (clause.uncut_low, clause.uncut_high)
        names.extend((clause.outcome, *clause.conditions.values(), *filter(None, (*money, *cut))))
        names.extend((*clause.keys.values(), *clause.missing.values()))
    for value in plan.values.values():
        names.extend(name for name in (value.low, value.high, value.absent) if name is not None)
    names.extend(plan.conditions.values())
    return tuple(dict.fromkeys(names))


def _amounts(clause: Clause, formulas: Mapping[str, Term]) -> tuple[Term | None, Term | None, Term | None]:
    """Return the rounded amount before the clause's own ceiling, after it, and with what is below 0 cut to 0."""
    match clause.amount:
        case ExactAmount(digits=digits) if "amount" in formulas:
            before = uncut = terms.rounded(formulas["amount"], digits, "half_up")
            if "at_most" in formulas:
                uncut = terms.capped(before, terms.rounded(formulas["at_most"], digits, "half_up"))
            return before, uncut, terms.not_below_zero(uncut)
        case RangeAmount() if "high" in formulas:
            ends = {
                role: terms.rounded(term, _FEN_DIGITS, "half_up") for role, term in formulas.items() if role in _ENDS
            }
            both = terms.between(ends.get("low"), ends["high"])
            return both, both, terms.not_below_zero(both)
        case None:
            return None, None, None
        case _:
            nothing = Term(Constant(None, Kind.NUMBER, nodes.number(0).range))
            return nothing, nothing, nothing


def _key_nodes(role: str, term: Term) -> Iterable[tuple[str, Node]]:
    """Yield what limits read for one formula: a quotient keeps its bottom, money that a payer bears is rounded."""
    match role.partition(".")[0]:
        case "payer":
            yield role, terms.rounded(term, _FEN_DIGITS, "half_up").node
        case "rank" | "floor" | "then" | "quota" | "queue" | "priority" | "stage":
            yield role, term.node
            if term.bottom is not None:
                yield f"{role}{BOTTOM}", term.bottom


def _settled(clause: Clause, before: Term | None, amount: Term | None) -> Node:
    """Return where a ceiling, the cut at 0 or ends that meet make an amount known although a formula is open."""
    if amount is None or (before == amount and not isinstance(clause.amount, RangeAmount)):
        return nodes.FALSE
    return nodes.negate(terms.unknown(amount))


def _step_references(step: Step) -> Iterable[StepKey]:
    if step.tree is not None:
        for kind in (NameKind.VALUE, NameKind.CONDITION):
            yield from ((kind, name) for name in references(step.tree, kind))


def _needed_steps(
    checked: CheckedVersion, clauses: Sequence[Clause], conditions: Collection[str], *, outputs: bool
) -> Iterable[Step]:
    wanted: list[StepKey] = [(NameKind.CONDITION, need) for clause in clauses for need in clause.needs]
    for clause in clauses:
        for tree in checked.clauses[clause.id].values():
            for kind in (NameKind.VALUE, NameKind.CONDITION):
                wanted.extend((kind, name) for name in references(tree, kind))
    wanted.extend((NameKind.CONDITION, condition) for condition in conditions)
    if outputs:
        known = {value.id for value in checked.version.values}
        wanted.extend((NameKind.VALUE, output) for output in checked.policy.outputs if output in known)
    steps = {(step.kind, step.id): step for step in checked.steps}
    needed: set[StepKey] = set()
    while wanted:
        key = wanted.pop()
        if key not in needed:
            needed.add(key)
            wanted.extend(_step_references(steps[key]))
    return [step for step in checked.steps if (step.kind, step.id) in needed]
