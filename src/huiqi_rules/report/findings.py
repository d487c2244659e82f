"""What a run over a register says, gathered for people: per clause, per company, per missing fact, per kind of dirt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi_rules.api.register import Answer, RegisterRun
from huiqi_rules.api.summaries import ClauseSummary
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.core.values import EXACT, bounds_of
from huiqi_rules.model.facts import Text
from huiqi_rules.model.policy import Clause, Policy, Rulebook, Version
from huiqi_rules.report.credit_codes import credit_code_problems
from huiqi_rules.report.wording import condition_name, fact_name
from huiqi_rules.tables.messages import Language
from huiqi_rules.tables.register import Register

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What answers wait for: `asked` of them name it, `settled` name nothing else. A figure that no source publishes is
    no question to a company: `published` is False.
    """

    name: Text
    published: bool
    asked: int
    settled: int


@dataclass(frozen=True, slots=True)
class ClauseFindings:
    """One clause over the register, with why it was refused and what its unknowns wait for, the most frequent first."""

    run: RegisterRun
    summary: ClauseSummary
    policy: Policy
    version: Version
    clause: Clause
    answers: tuple[Answer, ...]
    refusals: tuple[tuple[Text, int], ...]
    questions: tuple[Question, ...]

    @property
    def rulebook(self) -> Rulebook:
        """Return the rulebook that the clause stands in."""
        return self.run.engine.checked.rulebook

    @property
    def anchor(self) -> str:
        """Return the id of the clause in a page."""
        return f"{self.rulebook.id}.{self.policy.id}.{self.clause.id}"


@dataclass(frozen=True, slots=True)
class CompanyMoney:
    """What one company gets under all clauses: exact or between two ends, and how many amounts are unknown."""

    row: int
    low: Decimal
    high: Decimal
    open_count: int
    parts: tuple[tuple[ClauseFindings, Answer], ...]


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The problems of one kind in the order of the sheet, one for each cell."""

    code: str
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that the page and the workbook show."""

    register: Register
    day: date
    runs: tuple[RegisterRun, ...]
    clauses: tuple[ClauseFindings, ...]
    companies: tuple[CompanyMoney, ...]
    questions: tuple[Question, ...]
    problems: tuple[Diagnostic, ...]
    problem_groups: tuple[ProblemGroup, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many answers are met, not met and unknown."""
        summaries = [each.summary for each in self.clauses]
        return (
            sum(one.met for one in summaries),
            sum(one.not_met for one in summaries),
            sum(one.unknown for one in summaries),
        )

    def name_of(self, row: int) -> str:
        """Return the name of a company, its id where it has none."""
        return self.register.names[row] or self.register.subjects[row]


def gather(
    register: Register, runs: Sequence[RegisterRun], *, language: Language = "zh", progress: Progress | None = None
) -> Findings:
    """Return the findings of runs over one register; all runs are of the same day and companies.

    Raises ValueError for runs over other companies or days.
    """
    if any(run.subjects != register.subjects for run in runs) or len({run.day for run in runs}) != 1:
        raise ValueError("the runs are not over the companies of the register on one day")
    wanted = [(run, summary) for run in runs for summary in run.summaries]
    clauses = []
    for done, (run, summary) in enumerate(wanted):
        clauses.append(_clause(run, summary))
        if progress is not None:
            progress(done + 1, len(wanted))
    problems = (*register.problems, *credit_code_problems(register, language))
    return Findings(
        register=register,
        day=runs[0].day,
        runs=tuple(runs),
        clauses=tuple(clauses),
        companies=_companies(clauses),
        questions=_questions([(each.rulebook, answer) for each in clauses for answer in each.answers]),
        problems=problems,
        problem_groups=_problem_groups(problems),
    )


def _clause(run: RegisterRun, summary: ClauseSummary) -> ClauseFindings:
    checked = run.engine.checked.version(summary.policy, summary.version)
    answers = tuple(run.answers(summary.policy, summary.clause))
    refused = Counter(key for answer in answers if answer.outcome is False for key in answer.failed)
    rulebook = run.engine.checked.rulebook
    return ClauseFindings(
        run=run,
        summary=summary,
        policy=checked.policy,
        version=checked.version,
        clause=next(clause for clause in checked.version.clauses if clause.id == summary.clause),
        answers=answers,
        refusals=tuple((condition_name(checked.version, key), count) for key, count in refused.most_common()),
        questions=_questions([(rulebook, answer) for answer in answers]),
    )


def _questions(answers: Sequence[tuple[Rulebook, Answer]]) -> tuple[Question, ...]:
    """Packs share a dictionary by the Chinese names of its facts."""
    names: dict[str, Text] = {}
    published: dict[str, bool] = {}
    asked: Counter[str] = Counter()
    settled: Counter[str] = Counter()
    for rulebook, answer in answers:
        if answer.outcome is not None:
            continue
        for key in answer.missing:
            name = fact_name(rulebook, key)
            names.setdefault(name.zh, name)
            published[name.zh] = not key.startswith("§")
            asked[name.zh] += 1
            settled[name.zh] += len(answer.missing) == 1
    ranked = sorted(asked, key=lambda zh: (-settled[zh], -asked[zh], zh))
    return tuple(Question(names[zh], published[zh], asked[zh], settled[zh]) for zh in ranked)


def _companies(clauses: Sequence[ClauseFindings]) -> tuple[CompanyMoney, ...]:
    parts: dict[int, list[tuple[ClauseFindings, Answer]]] = {}
    for each in clauses:
        if each.clause.amount is not None:
            for answer in each.answers:
                if answer.outcome is True:
                    parts.setdefault(answer.row, []).append((each, answer))
    found = [_company(row, own) for row, own in parts.items()]
    return tuple(sorted(found, key=lambda one: (-one.low, -one.high, -one.open_count, one.row)))


def _company(row: int, parts: list[tuple[ClauseFindings, Answer]]) -> CompanyMoney:
    low = high = Decimal(0)
    for _, answer in parts:
        if answer.amount is not None:
            bottom, top = bounds_of(answer.amount)
            low, high = EXACT.add(low, bottom), EXACT.add(high, top)
    return CompanyMoney(row, low, high, sum(answer.amount is None for _, answer in parts), tuple(parts))


def _problem_groups(problems: Sequence[Diagnostic]) -> tuple[ProblemGroup, ...]:
    """A cell that feeds several facts is one problem to whoever mends the sheet."""
    groups: dict[str, dict[Place, Diagnostic]] = {}
    for each in problems:
        groups.setdefault(each.code, {}).setdefault(each.place, each)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(ProblemGroup(code, tuple(own.values())) for code, own in ranked)
