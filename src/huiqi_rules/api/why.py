"""Why and how far: reasons, distances and questions for a determination, with the closures of the engine behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from huiqi_rules.api.engine import NOTHING_ELSE, Circumstances, Engine
from huiqi_rules.check.tree import Literal, NameKind, Reference, Typed
from huiqi_rules.core.numbers import Quotient, shortened
from huiqi_rules.core.values import OpenNumber, narrow
from huiqi_rules.explain.case import Case, Facts, Reading
from huiqi_rules.explain.distance import Distance, distance
from huiqi_rules.explain.distance_words import distance_data, distance_lines
from huiqi_rules.explain.explanation import WORDINGS, Explanation, explain, explain_not_in_force
from huiqi_rules.explain.needs import Need, need_named
from huiqi_rules.explain.questions import Question, ask, question_data, question_lines
from huiqi_rules.model.decision import ClauseDecision, Determination, Outcome
from huiqi_rules.scalar.program import Environment, VersionProgram, figures_on
from huiqi_rules.scalar.relevance import Relevance


def explain_determination(
    engine: Engine,
    determination: Determination,
    language: str = "zh",
    circumstances: Circumstances = NOTHING_ELSE,
    *,
    with_data: bool = True,
) -> Explanation:
    """Return why a determination is what it is, in Chinese (`zh`) or English (`en`).

    `circumstances` are those of the run, where it set figures of its own. Without data, which takes longer than the words, it
    has the words alone.
    """
    if determination.version is None:
        title = WORDINGS[language].title(engine.policy(determination.policy).title)
        return explain_not_in_force(determination, title, language)
    case, wording = case_of(engine, determination, circumstances), WORDINGS[language]
    needs = open_needs(case, determination)
    explanation = explain(determination, case, needs, language, with_data=with_data)
    far, asked = _distances(case, determination), ask(case, determination, needs)
    lines = [*distance_lines(far, case, wording), *question_lines(asked, case, wording)]
    if not with_data:
        return replace(explanation, advice=tuple(lines))
    told = {
        "distances": [distance_data(each, case, wording) for each in far],
        "questions": [question_data(each, case, wording) for each in asked],
    }
    return replace(explanation, advice=tuple(lines), data={**explanation.data, **told})


def distances(
    engine: Engine, determination: Determination, circumstances: Circumstances = NOTHING_ELSE
) -> tuple[Distance, ...]:
    """Return for each failed condition of a determination what would make it met; empty where nothing failed."""
    if determination.version is None:
        return ()
    return _distances(case_of(engine, determination, circumstances), determination)


def questions(
    engine: Engine, determination: Determination, circumstances: Circumstances = NOTHING_ELSE
) -> tuple[Question, ...]:
    """Return what to ask to settle an unknown outcome or amount, in the order that settles most."""
    if determination.version is None:
        return ()
    case = case_of(engine, determination, circumstances)
    return ask(case, determination, open_needs(case, determination))


def case_of(engine: Engine, determination: Determination, circumstances: Circumstances = NOTHING_ELSE) -> Case:
    """Return the case of a determination whose version is in force: its facts, and how to run them again."""
    assert determination.version is not None, "no version, no case"
    program = engine.program(determination.policy, determination.version)
    rulebook = engine.checked.rulebook
    templates: dict[date, Environment] = {}

    def run(facts: Facts, day: date) -> Reading:
        if day not in templates:
            figures = figures_on(rulebook.parameters, day, circumstances.figures)
            templates[day] = program.template(day, figures)
        return _reading(program, program.run(templates[day], facts))

    return Case.of(rulebook, program.checked, determination.as_of, determination.facts, run)


def _distances(case: Case, determination: Determination) -> tuple[Distance, ...]:
    """Return the distances of all clauses that are refused by conditions, where no clause is met or may be."""
    if determination.outcome is not Outcome.NOT_MET:
        return ()
    found = []
    for decision in determination.clauses:
        for condition, answer in decision.conditions.items():
            if answer is False:
                others = [other for other in decision.conditions if other != condition]
                found.append(distance(case, decision.clause, condition, others))
    return tuple(found)


def open_needs(case: Case, determination: Determination) -> tuple[Need, ...]:
    """Return the facts and figures that a determination waits for; what its limits wait for is no fact."""
    found: dict[str, Need] = {}
    for decision in determination.clauses:
        if decision.outcome is Outcome.NOT_MET:
            continue
        nodes = _formulas(case, decision)
        for name in (*decision.missing, *(f"§{figure}" for figure in decision.missing_parameters)):
            if name.startswith("§") or name in case.rulebook.facts:
                found.setdefault(name, need_named(case, name, nodes))
    return tuple(found.values())


def _formulas(case: Case, decision: ClauseDecision) -> tuple[Typed, ...]:
    clause = next(clause for clause in case.checked.version.clauses if clause.id == decision.clause)
    conditions = (case.definition(NameKind.CONDITION, need) for need in clause.needs)
    return (*(node for node in conditions if node is not None), *case.checked.clauses[clause.id].values())


def _reading(program: VersionProgram, environment: Environment) -> Reading:
    relevance = Relevance(program, environment)

    def value(node: Typed) -> object:
        match node:
            case Literal(value=constant):
                return constant
            case Reference(kind=kind, id=name):
                return _told(environment[program.slots[kind, name]])
        return _told(program.compile(node)(environment))

    return Reading(value, relevance.formula)


def _told(value: object) -> object:
    """Return a value as it is told: a third with 34 digits. What is decided is decided by the exact one."""
    match value:
        case Quotient():
            return shortened(value)
        case OpenNumber(low=low, high=high):
            return narrow(shortened(low), shortened(high))
        case _:
            return value
