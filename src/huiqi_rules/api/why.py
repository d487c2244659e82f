"""Why and how far: reasons, distances and questions for a determination, with the closures of the engine behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huiqi_rules.api.engine import NOTHING_ELSE, Circumstances, Engine
from huiqi_rules.check.tree import Literal, NameKind, Reference, Typed
from huiqi_rules.explain.case import Case, Facts, Reading
from huiqi_rules.explain.explanation import WORDINGS, Explanation, explain, explain_not_in_force
from huiqi_rules.explain.needs import Need, need_named
from huiqi_rules.model.decision import ClauseDecision, Determination, Outcome
from huiqi_rules.scalar.program import Closure, Environment, VersionProgram, figures_on
from huiqi_rules.scalar.relevance import Relevance


def explain_determination(
    engine: Engine, determination: Determination, language: str = "zh", circumstances: Circumstances = NOTHING_ELSE
) -> Explanation:
    """Return why a determination is what it is, in Chinese (`zh`) or English (`en`).

    `circumstances` are those of the run, where it set figures of its own.
    """
    if determination.version is None:
        title = WORDINGS[language].title(engine.policy(determination.policy).title)
        return explain_not_in_force(determination, title, language)
    case = case_of(engine, determination, circumstances)
    return explain(determination, case, open_needs(case, determination), language)


def case_of(engine: Engine, determination: Determination, circumstances: Circumstances = NOTHING_ELSE) -> Case:
    """Return the case of a determination whose version is in force: its facts, and how to run them again."""
    assert determination.version is not None, "no version, no case"
    program = engine.program(determination.policy, determination.version)
    rulebook = engine.checked.rulebook
    closures: dict[int, Closure] = {}

    def run(facts: Facts, day: date) -> Reading:
        figures = figures_on(rulebook.parameters, day, circumstances.figures)
        return _reading(program, program.run(program.template(day, figures), facts), closures)

    return Case.of(rulebook, program.checked, determination.as_of, determination.facts, run)


def open_needs(case: Case, determination: Determination) -> tuple[Need, ...]:
    """Return the facts and figures that a determination waits for; what its limits wait for is no fact."""
    found: dict[str, Need] = {}
    for decision in determination.clauses:
        if decision.outcome is Outcome.NOT_MET:
            continue
        nodes = _formulas(case, decision)
        for id in (*decision.missing, *(f"§{figure}" for figure in decision.missing_parameters)):
            if id.startswith("§") or id in case.rulebook.facts:
                found.setdefault(id, need_named(case, id, nodes))
    return tuple(found.values())


def _formulas(case: Case, decision: ClauseDecision) -> tuple[Typed, ...]:
    clause = next(clause for clause in case.checked.version.clauses if clause.id == decision.clause)
    conditions = (case.definition(NameKind.CONDITION, need) for need in clause.needs)
    return (*(node for node in conditions if node is not None), *case.checked.clauses[clause.id].values())


def _reading(program: VersionProgram, environment: Environment, closures: dict[int, Closure]) -> Reading:
    relevance = Relevance(program, environment)

    def value(node: Typed) -> object:
        match node:
            case Literal(value=constant):
                return constant
            case Reference(kind=kind, id=name):
                return environment[program.slots[kind, name]]
        if id(node) not in closures:
            # Nodes live as long as the program, so their addresses name them.
            closures[id(node)] = program.compile(node)
        return closures[id(node)](environment)

    return Reading(value, relevance.formula)
