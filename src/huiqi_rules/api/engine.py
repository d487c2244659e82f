"""Decide: subjects under a policy on a day, with their history, through all limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from huiqi_rules.api.past_rules import past_rules
from huiqi_rules.api.rules import clause_rules, has_limits
from huiqi_rules.api.totals import combine
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion
from huiqi_rules.core.values import Bounds
from huiqi_rules.model.claims import Award, Claim, Settled
from huiqi_rules.model.decision import AmountKind, ClauseDecision, Determination, FactValue, Outcome
from huiqi_rules.model.policy import Policy
from huiqi_rules.scalar.decide import claim_of, condition_answers, decide_clause, named_outputs
from huiqi_rules.scalar.linking import compile_together, compile_version
from huiqi_rules.scalar.program import Environment, Figures, VersionProgram, figures_on
from huiqi_rules.settle import settle

NOT_IN_FORCE = "in_force"
# Programs kept with the figures of a day built in: some years of every policy of a large pack.
MOST_PROGRAMS = 1_024
# Sets of policies kept together: one for a subject's kind, day and what it is asked for.
MOST_SETS = 64


@dataclass(frozen=True, slots=True)
class Subject:
    """One to be assessed: facts by id; `payee` gets the money (default: itself); `period` is the claim's year."""

    id: str
    facts: Mapping[str, FactValue]
    payee: str | None = None
    period: int | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a run looks at beside the subjects: history, figures set for this run, and a budget instead of the pool's."""

    history: tuple[Award, ...] = ()
    figures: Figures = field(default_factory=dict)
    budget: Decimal | None = None
    clause: str | None = None


NOTHING_ELSE = Circumstances()


class Engine:
    """Decides with one checked rulebook; compiles each version once."""

    def __init__(self, checked: CheckedRulebook) -> None:
        self.checked = checked
        self._programs: dict[tuple[str, str], VersionProgram] = {}
        self._programs_with: dict[tuple[str, str, tuple[object, ...]], VersionProgram] = {}
        self._together: dict[tuple[object, ...], tuple[VersionProgram, ...]] = {}

    def program(self, policy: str, version: str) -> VersionProgram:
        """Return the closures of a version, compiled at first use."""
        key = (policy, version)
        if key not in self._programs:
            self._programs[key] = compile_version(self.checked.version(*key))
        return self._programs[key]

    def _program_with(self, policy: str, version: str, figures: Figures) -> VersionProgram:
        """Return the closures of a version with the figures of the day built in, which is quicker."""
        own = tuple(figures.get(name) for name in self.program(policy, version).parameters)
        key = (policy, version, own)
        if key not in self._programs_with:
            if len(self._programs_with) >= MOST_PROGRAMS:
                self._programs_with.clear()
            self._programs_with[key] = compile_version(self.checked.version(policy, version), figures)
        return self._programs_with[key]

    def together(self, versions: Sequence[CheckedVersion], figures: Figures) -> tuple[VersionProgram, ...]:
        """Return the closures of several versions over one machine, with the figures of a day built in."""
        key = (*((one.policy.id, one.version.id) for one in versions), *figures.items())
        if key not in self._together:
            if len(self._together) >= MOST_SETS:
                self._together.clear()
            self._together[key] = compile_together(versions, figures)
        return self._together[key]

    def policy(self, policy_id: str) -> Policy:
        """Return a policy; raise KeyError for an unknown id."""
        return self.checked.rulebook.policies[policy_id]

    def assess(
        self,
        policy_id: str,
        day: date,
        facts: Mapping[str, FactValue],
        circumstances: Circumstances = NOTHING_ELSE,
        *,
        subject: str = "",
        limits: bool = True,
    ) -> Determination:
        """Return the determination of one subject; facts by id, those not given are unknown."""
        return self.assess_all(policy_id, day, (Subject(subject, facts),), circumstances, limits=limits)[0]

    def assess_each(
        self, policies: Sequence[str], day: date, facts: Mapping[str, FactValue], *, subject: str = ""
    ) -> tuple[Determination, ...]:
        """Return the determinations of one subject under several policies, in their order; limits within each."""
        one = Subject(subject, facts)
        versions = checked_versions(self.checked, policies, day)
        if not versions:
            return tuple(self._not_in_force(self.policy(policy_id), day, one) for policy_id in policies)
        figures = figures_on(self.checked.rulebook.parameters, day)
        programs = {program.checked.policy.id: program for program in self.together(versions, figures)}
        machine = next(iter(programs.values())).machine
        template = machine.template(day, figures)
        environment = machine.run(template, facts)
        return tuple(
            self._decided(programs[policy_id], template, day, (one,), (environment,), NOTHING_ELSE)[0]
            if policy_id in programs
            else self._not_in_force(self.policy(policy_id), day, one)
            for policy_id in policies
        )

    def assess_all(
        self,
        policy_id: str,
        day: date,
        subjects: Sequence[Subject],
        circumstances: Circumstances = NOTHING_ELSE,
        *,
        limits: bool = True,
    ) -> tuple[Determination, ...]:
        """Return the determinations of a population, in its order, limits settled over all of it.

        Without `limits` every determination is the subject's own, before other claims and the past are looked at.
        """
        policy = self.policy(policy_id)
        version = policy.on(day)
        if version is None:
            return tuple(self._not_in_force(policy, day, subject) for subject in subjects)
        figures = figures_on(self.checked.rulebook.parameters, day, circumstances.figures)
        program = self._program_with(policy_id, version.id, figures)
        template = program.template(day, figures)
        environments = [program.run(template, subject.facts) for subject in subjects]
        return self._decided(program, template, day, subjects, environments, circumstances, limits=limits)

    def settle_all(
        self, policy_id: str, day: date, subjects: Iterable[Subject], circumstances: Circumstances = NOTHING_ELSE
    ) -> list[tuple[Settled, ...]]:
        """Return what the limits make of the claims of a population, in its order, by clause; of nobody in it is more kept than that.

        With it `assess_settled` gives the determinations of some of them at a time. Raises KeyError where the policy is not in force.
        """
        version = self.policy(policy_id).on(day)
        if version is None:
            raise KeyError(policy_id)
        figures = figures_on(self.checked.rulebook.parameters, day, circumstances.figures)
        program = self._program_with(policy_id, version.id, figures)
        template = program.template(day, figures)
        names = [clause for clause in program.clauses if circumstances.clause in (None, clause)]
        claims: list[Claim] = []
        count = 0
        for order, subject in enumerate(subjects):
            count += 1
            environment = program.run(template, subject.facts)
            decided = [decide_clause(program, name, environment) for name in names]
            claims += claims_of(program, environment, decided, subject, day=day, order=order)
        settled = iter(self._limits(program, template, day, claims, circumstances))
        return [tuple(next(settled) for _ in names) for _ in range(count)]

    def assess_settled(
        self,
        policy_id: str,
        day: date,
        subjects: Sequence[Subject],
        settled: Sequence[Sequence[Settled]],
        circumstances: Circumstances = NOTHING_ELSE,
    ) -> Iterator[Determination]:
        """Yield the determinations of some of a population by what `settle_all` gave for each of them."""
        own = self.assess_all(policy_id, day, subjects, circumstances, limits=False)
        for determination, limits in zip(own, settled, strict=True):
            clauses = tuple(with_limits(one, after) for one, after in zip(determination.clauses, limits, strict=True))
            outcome, failed, missing, amount, kind = combine(clauses)
            yield replace(
                determination,
                outcome=outcome,
                failed=failed,
                missing=missing,
                amount=amount,
                amount_kind=kind,
                clauses=clauses,
            )

    def _decided(
        self,
        program: VersionProgram,
        template: Environment,
        day: date,
        subjects: Sequence[Subject],
        environments: Sequence[Environment],
        circumstances: Circumstances,
        *,
        limits: bool = True,
    ) -> tuple[Determination, ...]:
        names = [clause for clause in program.clauses if circumstances.clause in (None, clause)]
        decisions = [[decide_clause(program, name, environment) for name in names] for environment in environments]
        looks_around = circumstances.history or circumstances.budget is not None or has_limits(program.checked, names)
        if limits and looks_around:
            decisions = self._settled(program, template, day, subjects, environments, decisions, circumstances)
        return tuple(
            self._determination(program, day, subject, environment, decided)
            for subject, environment, decided in zip(subjects, environments, decisions, strict=True)
        )

    def assess_groups(
        self,
        policy_id: str,
        day: date,
        groups: Sequence[Sequence[Subject]],
        circumstances: Sequence[Circumstances],
    ) -> tuple[tuple[Determination, ...], ...]:
        """Return the determinations of several populations; limits are settled within each."""
        pairs = zip(groups, circumstances, strict=True)
        return tuple(self.assess_all(policy_id, day, group, around) for group, around in pairs)

    def _settled(
        self,
        program: VersionProgram,
        template: Environment,
        day: date,
        subjects: Sequence[Subject],
        environments: Sequence[Environment],
        decisions: Sequence[Sequence[ClauseDecision]],
        circumstances: Circumstances,
    ) -> list[list[ClauseDecision]]:
        claims = [
            claim
            for order, (subject, environment, decided) in enumerate(zip(subjects, environments, decisions, strict=True))
            for claim in claims_of(program, environment, decided, subject, day=day, order=order)
        ]
        settled = iter(self._limits(program, template, day, claims, circumstances))
        return [[with_limits(decision, next(settled)) for decision in decided] for decided in decisions]

    def _limits(
        self,
        program: VersionProgram,
        template: Environment,
        day: date,
        claims: Sequence[Claim],
        circumstances: Circumstances,
    ) -> Sequence[Settled]:
        rules = dict(clause_rules(program, template, circumstances.budget))
        history = circumstances.history
        rules |= past_rules(self.checked, self.program, history, day, circumstances.figures, known=rules)
        return settle(claims, rules, history)

    def _determination(
        self,
        program: VersionProgram,
        day: date,
        subject: Subject,
        environment: Environment,
        decisions: Sequence[ClauseDecision],
    ) -> Determination:
        outcome, failed, missing, amount, kind = combine(decisions)
        policy, version = program.checked.policy, program.checked.version
        return Determination(
            policy=policy.id,
            version=version.id,
            as_of=day,
            outcome=outcome,
            failed=failed,
            missing=missing,
            amount=amount,
            amount_kind=kind,
            clauses=tuple(decisions),
            values=named_outputs(program, environment),
            conditions=condition_answers(program, environment),
            facts={fact_id: environment[slot] for fact_id, slot in program.facts.items()},  # type: ignore[misc]  # fact slots hold facts
            subject=subject.id,
            payee=subject.payee or subject.id,
            pack_hash=self.checked.rulebook.hash,
        )

    def _not_in_force(self, policy: Policy, day: date, subject: Subject) -> Determination:
        return Determination(
            policy=policy.id,
            version=None,
            as_of=day,
            outcome=Outcome.NOT_MET,
            failed=(NOT_IN_FORCE,),
            missing=(),
            amount=Decimal(0),
            amount_kind=AmountKind.NONE,
            clauses=(),
            subject=subject.id,
            payee=subject.payee or subject.id,
            pack_hash=self.checked.rulebook.hash,
        )


def claims_of(
    program: VersionProgram,
    environment: Environment,
    decided: Sequence[ClauseDecision],
    subject: Subject,
    *,
    day: date,
    order: int,
) -> list[Claim]:
    """Return what one subject claims under the clauses that were decided; `order` is its place in the population."""
    payee, period = subject.payee or subject.id, subject.period or day.year
    return [
        claim_of(program, decision, environment, subject=subject.id, payee=payee, period=period, order=order)
        for decision in decided
    ]


def with_limits(decision: ClauseDecision, settled: Settled) -> ClauseDecision:
    """Return the decision after the limits: what they refused, adjusted or left open."""
    outcome = Outcome.of(settled.outcome)
    amount = settled.amount if outcome is Outcome.MET else decision.amount if outcome is Outcome.UNKNOWN else Decimal(0)
    if outcome is Outcome.UNKNOWN and decision.outcome is not Outcome.UNKNOWN:
        amount = None
    kind = decision.amount_kind
    if amount is None and kind in (AmountKind.EXACT, AmountKind.RANGE):
        kind = AmountKind.WAITING
    elif isinstance(amount, Bounds) and kind is not AmountKind.NONE:
        kind = AmountKind.RANGE
    elif isinstance(amount, Decimal) and kind in (AmountKind.RANGE, AmountKind.UNPUBLISHED, AmountKind.WAITING):
        kind = AmountKind.EXACT
    return replace(
        decision,
        outcome=outcome,
        amount=amount,
        amount_kind=kind,
        failed=(*decision.failed, *settled.failed),
        missing=(*decision.missing, *settled.waits) if outcome is Outcome.UNKNOWN else decision.missing,
        adjustments=(*decision.adjustments, *settled.adjustments),
        place=settled.place,
        next_period=settled.next_period,
        payers=settled.payers,
    )


def checked_versions(checked: CheckedRulebook, policies: Iterable[str], day: date) -> list[CheckedVersion]:
    """Return the versions in force on a day of several policies; those not in force are left out."""
    found = []
    for policy_id in policies:
        version = checked.rulebook.policies[policy_id].on(day)
        if version is not None:
            found.append(checked.version(policy_id, version.id))
    return found
