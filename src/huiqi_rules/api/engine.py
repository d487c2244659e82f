"""Decide: subjects under a policy on a day, with their history, through all limits."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from huiqi_rules.api.in_force import InForce
from huiqi_rules.api.past_rules import past_rules
from huiqi_rules.api.rules import clause_rules
from huiqi_rules.api.totals import combine
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion
from huiqi_rules.core.values import Bounds
from huiqi_rules.model.claims import Award, Claim, Settled
from huiqi_rules.model.decision import AmountKind, ClauseDecision, Determination, FactValue, Outcome
from huiqi_rules.model.policy import Policy
from huiqi_rules.scalar.decide import claim_of
from huiqi_rules.scalar.linking import compile_together, compile_version
from huiqi_rules.scalar.program import Environment, Figures, VersionProgram, figures_on
from huiqi_rules.settle import settle

NOT_IN_FORCE = "in_force"
Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
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
        self._in_force: dict[tuple[object, ...], InForce] = {}
        self._together: dict[tuple[object, ...], tuple[VersionProgram, ...]] = {}
        self._panels: dict[tuple[tuple[str, ...], date], tuple[InForce | None, ...]] = {}

    def program(self, policy: str, version: str) -> VersionProgram:
        """Return the closures of a version, compiled at first use."""
        key = (policy, version)
        if key not in self._programs:
            self._programs[key] = compile_version(self.checked.version(*key))
        return self._programs[key]

    def _program_with(self, policy: str, version: str, figures: Figures) -> VersionProgram:
        """Return the closures of a version with the figures of the day built in, which is quicker."""
        own = tuple(figures.get(name) for name in self.program(policy, version).parameters)
        return _kept(
            self._programs_with,
            (policy, version, own),
            MOST_PROGRAMS,
            lambda: compile_version(self.checked.version(policy, version), figures),
        )

    def in_force(self, policy_id: str, day: date, circumstances: Circumstances = NOTHING_ELSE) -> InForce | None:
        """Return a policy made ready for a day and the figures of a run; None where it is not in force."""
        version = self.policy(policy_id).on(day)
        if version is None:
            return None

        def made() -> InForce:
            figures = figures_on(self.checked.rulebook.parameters, day, circumstances.figures)
            program = self._program_with(policy_id, version.id, figures)
            return self._ready(program, figures, day, circumstances.clause)

        key = (policy_id, day, circumstances.clause, *circumstances.figures.items())
        return _kept(self._in_force, key, MOST_PROGRAMS, made)

    def together(self, versions: Sequence[CheckedVersion], figures: Figures) -> tuple[VersionProgram, ...]:
        """Return the closures of several versions over one machine, with the figures of a day built in."""
        key = (*((one.policy.id, one.version.id) for one in versions), *figures.items())
        return _kept(self._together, key, MOST_SETS, lambda: compile_together(versions, figures))

    def _panel(self, policies: tuple[str, ...], day: date) -> tuple[InForce | None, ...]:
        """Return several policies made ready for a day over one machine; None for each that is not in force."""

        def made() -> tuple[InForce | None, ...]:
            versions = checked_versions(self.checked, policies, day)
            figures = figures_on(self.checked.rulebook.parameters, day)
            programs = self.together(versions, figures) if versions else ()
            found = {one.checked.policy.id: self._ready(one, figures, day) for one in programs}
            return tuple(found.get(policy) for policy in policies)

        return _kept(self._panels, (policies, day), MOST_SETS, made)

    def _ready(self, program: VersionProgram, figures: Figures, day: date, clause: str | None = None) -> InForce:
        return InForce.of(program, figures, day, self.checked.rulebook.hash, clause=clause)

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
        panel = self._panel(tuple(policies), day)
        # All of them read the same environment, so the first one's run answers for all.
        environment = next((each.run(facts) for each in panel if each is not None), [])
        found = []
        for policy, each in zip(policies, panel, strict=True):
            if each is None:
                found.append(self._not_in_force(policy, day, one))
                continue
            own = each.determination(environment, subject, subject)
            claims = each.has_limits and own.outcome is not Outcome.NOT_MET
            found.append(self._limited(each, (one,), (environment,), (own,), NOTHING_ELSE)[0] if claims else own)
        return tuple(found)

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
        in_force = self.in_force(policy_id, day, circumstances)
        if in_force is None:
            return tuple(self._not_in_force(policy_id, day, subject) for subject in subjects)
        environments = [in_force.run(subject.facts) for subject in subjects]
        own = tuple(
            in_force.determination(environment, subject.id, subject.payee or subject.id)
            for subject, environment in zip(subjects, environments, strict=True)
        )
        looks_around = in_force.has_limits or circumstances.budget is not None
        if not limits or not looks_around or all(one.outcome is Outcome.NOT_MET for one in own):
            return own
        return self._limited(in_force, subjects, environments, own, circumstances)

    def _limited(
        self,
        in_force: InForce,
        subjects: Sequence[Subject],
        environments: Sequence[Environment],
        own: Sequence[Determination],
        circumstances: Circumstances,
    ) -> tuple[Determination, ...]:
        """Return determinations after the limits; who is refused everything claims nothing, and is not limited."""
        claims = [
            claim
            for order, (subject, environment, one) in enumerate(zip(subjects, environments, own, strict=True))
            for claim in claims_of(in_force, environment, one.clauses, subject, order=order)
        ]
        settled = iter(self._settled(in_force, claims, circumstances))
        return tuple(after_limits(one, [next(settled) for _ in one.clauses]) for one in own)

    def settle_all(
        self, policy_id: str, day: date, subjects: Iterable[Subject], circumstances: Circumstances = NOTHING_ELSE
    ) -> list[tuple[Settled, ...]]:
        """Return what the limits make of the claims of a population, in its order, by clause; of nobody in it is more kept than that.

        With it `assess_settled` gives the determinations of some of them at a time. Raises KeyError where the policy is not in force.
        """
        in_force = self.in_force(policy_id, day, circumstances)
        if in_force is None:
            raise KeyError(policy_id)
        claims: list[Claim] = []
        count = 0
        for order, subject in enumerate(subjects):
            count += 1
            environment = in_force.run(subject.facts)
            claims += claims_of(in_force, environment, in_force.decide(environment), subject, order=order)
        settled = iter(self._settled(in_force, claims, circumstances))
        return [tuple(next(settled) for _ in in_force.clauses) for _ in range(count)]

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
            yield after_limits(determination, limits)

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

    def _settled(self, in_force: InForce, claims: Sequence[Claim], circumstances: Circumstances) -> Sequence[Settled]:
        rules, history = dict(in_force.rules), circumstances.history
        if circumstances.budget is not None:
            rules = dict(clause_rules(in_force.program, in_force.template, circumstances.budget))
        rules |= past_rules(self.checked, self.program, history, in_force.day, circumstances.figures, known=rules)
        return settle(claims, rules, history)

    def _not_in_force(self, policy_id: str, day: date, subject: Subject) -> Determination:
        return Determination(
            policy=self.policy(policy_id).id,
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


def _kept(store: dict[Key, Made], key: Key, most: int, make: Callable[[], Made]) -> Made:
    """Return what is kept under a key, made at first use; where there are too many all are forgotten."""
    if key not in store:
        if len(store) >= most:
            store.clear()
        store[key] = make()
    return store[key]


def claims_of(
    in_force: InForce, environment: Environment, decided: Sequence[ClauseDecision], subject: Subject, *, order: int
) -> list[Claim]:
    """Return what one subject claims under the clauses that were decided; `order` is its place in the population."""
    payee, period = subject.payee or subject.id, subject.period or in_force.day.year
    return [
        claim_of(in_force.program, one, environment, subject=subject.id, payee=payee, period=period, order=order)
        for one in decided
    ]


def after_limits(own: Determination, settled: Sequence[Settled]) -> Determination:
    """Return a determination with what the limits made of its clauses."""
    clauses = tuple(with_limits(one, after) for one, after in zip(own.clauses, settled, strict=True))
    outcome, failed, missing, amount, kind = combine(clauses)
    return own._replace(
        outcome=outcome, failed=failed, missing=missing, amount=amount, amount_kind=kind, clauses=clauses
    )


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
    return decision._replace(
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
