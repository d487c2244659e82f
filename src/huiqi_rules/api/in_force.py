"""A policy in force on a day, made ready once for one subject after the other: closures, figures, limits, answers given before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from huiqi_rules.api.rules import clause_rules, has_limits
from huiqi_rules.api.totals import combine
from huiqi_rules.model.claims import ClauseRules
from huiqi_rules.model.decision import NOTHING, ClauseDecision, Determination
from huiqi_rules.scalar.decide import condition_answers, decide_clause, follows_from_answers, named_outputs
from huiqi_rules.scalar.program import Environment, Figures, Seen, VersionProgram

# Answers kept for each policy and day: few of the combinations that conditions allow occur.
ALIKE_MOST: Final = 256


@dataclass(frozen=True, slots=True)
class InForce:
    """One version on a day: the environment of the day, the clauses that are decided, and their rules where they have limits.

    `alike` keeps what follows of determinations from the answers to the conditions alone: whoever answers alike gets the same.
    """

    program: VersionProgram
    template: Environment
    day: date
    pack_hash: str
    clauses: tuple[str, ...]
    has_limits: bool
    rules: Mapping[str, ClauseRules]
    alike: dict[tuple[object, ...], tuple[object, ...]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(
        program: VersionProgram, figures: Figures, day: date, pack_hash: str, *, clause: str | None = None
    ) -> InForce:
        """Return a version with the figures of a day, all its clauses or only one."""
        template = program.template(day, figures)
        clauses = tuple(one for one in program.clauses if clause in (None, one))
        rules = clause_rules(program, template, None)
        return InForce(program, template, day, pack_hash, clauses, has_limits(program.checked, clauses), rules)

    def run(self, facts: Mapping[str, object]) -> Environment:
        """Return the environment of one subject with all values and conditions answered."""
        return self.program.run(self.template, facts)

    def decide(self, environment: Environment) -> tuple[ClauseDecision, ...]:
        """Return what each clause decides for one subject alone."""
        return tuple([decide_clause(self.program, name, environment) for name in self.clauses])

    def determination(self, environment: Environment, subject: str, payee: str) -> Determination:
        """Return the subject's own determination, before other claims and the past are looked at."""
        program = self.program
        answers = program.answers(environment)
        alike = self.alike.get(answers) or self._decided(answers, environment)
        values = named_outputs(program, environment) if program.outputs else NOTHING
        return Determination.of_one(alike, values, Seen(program.facts, environment), subject, payee)

    def _decided(self, answers: tuple[object, ...], environment: Environment) -> tuple[object, ...]:
        """Return what is decided, of nobody yet, and keep it where whoever answers alike gets the same."""
        decisions = self.decide(environment)
        outcome, failed, missing, amount, kind = combine(decisions)
        found = Determination(
            policy=self.program.checked.policy.id,
            version=self.program.checked.version.id,
            as_of=self.day,
            outcome=outcome,
            failed=failed,
            missing=missing,
            amount=amount,
            amount_kind=kind,
            clauses=decisions,
            conditions=condition_answers(self.program, environment),
            pack_hash=self.pack_hash,
        ).alike
        if self._follow(decisions):
            if len(self.alike) >= ALIKE_MOST:
                self.alike.clear()
            self.alike[answers] = found
        return found

    def _follow(self, decisions: Sequence[ClauseDecision]) -> bool:
        clauses = self.program.clauses
        return all(follows_from_answers(clauses[decision.clause], decision) for decision in decisions)
