"""Clauses that nobody can ever meet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from fractions import Fraction

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.types import EnumType, NumberType
from huiqi_rules.model.facts import Fact, Formula
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.constants import version_constants
from huiqi_rules.packs.validators.constraints import Atom, Part, Reading, conflict, parts_of
from huiqi_rules.packs.validators.context import Context
from huiqi_rules.syntax import ast


def contradiction(context: Context) -> Iterable[Diagnostic]:
    """A clause whose conditions exclude each other, or exclude what a fact's min, max or options allow.

    Bad:
        conditions:
          small: {zh: 不满三百人, en: Fewer than 300, when: 职工总数 < 300}
          large: {zh: 一千人以上, en: 1000 or more, when: 职工总数 >= 1000}
        clauses: [{id: award, needs: [small, large]}]
    Good:
        clauses: [{id: small-award, needs: [small]}, {id: large-award, needs: [large]}]
    """
    for policy, version in context.versions():
        reading = _reading(context, policy, version)
        conditions = {condition.id: condition.when for condition in version.conditions}
        told: set[tuple[object, object]] = set()
        for clause in version.clauses:
            formulas = [conditions[need] for need in clause.needs if need in conditions]
            parts = [part for formula in formulas for part in parts_of(formula.tree, formula, reading)]
            found = conflict((*_declared(context, parts), *parts))
            if found is None or (found[0].where(), found[1].where()) in told:
                continue
            told.add((found[0].where(), found[1].where()))
            first, second = found
            assert second.formula is not None
            assert second.node is not None
            place = second.formula.place_of(second.node.span)
            problem = (
                f"clause {clause.id!r} can never be met: `{second.shown}` excludes `{first.shown}` ({first.where()})"
            )
            yield context.finding("never-met", place, problem, "Correct one of the two, or split the clause.")


def _reading(context: Context, policy: Policy, version: Version) -> Reading:
    names = dict(context.names(policy, version))
    facts = context.loaded.rulebook.facts
    conditions = {condition.id: condition.when for condition in version.conditions}

    def subject(tree: ast.Expression) -> tuple[Hashable, bool]:
        meaning = names.get(tree.name) if isinstance(tree, ast.Name) else None
        if meaning is None:
            return tree, False
        kind = facts[meaning.id].type if meaning.kind is NameKind.FACT else None
        return (meaning.kind, meaning.id), isinstance(kind, NumberType) and kind.integer

    def condition(name: ast.Name) -> Formula | None:
        meaning = names.get(name.name)
        return conditions.get(meaning.id) if meaning is not None and meaning.kind is NameKind.CONDITION else None

    return Reading(version_constants(context.loaded.rulebook, version, names), subject, condition)


def _declared(context: Context, parts: Iterable[Part]) -> Iterator[Atom]:
    # What the dictionary says of each fact that the parts speak of.
    subjects = dict.fromkeys(atom.subject for atom in _atoms(parts))
    for subject in subjects:
        match subject:
            case (NameKind.FACT, str() as fact_id):
                yield from _limits_of(context.loaded.rulebook.facts[fact_id], subject)
            case _:
                continue


def _limits_of(fact: Fact, subject: Hashable) -> Iterator[Atom]:
    def where() -> str:
        return str(fact.place)

    if fact.minimum is not None and fact.maximum is not None and fact.minimum > fact.maximum:
        # Its own mistake is told where it stands; no clause is to blame for it.
        return
    if fact.minimum is not None:
        yield Atom(subject, ">=", Fraction(fact.minimum), f"min: {fact.minimum}", where)
    if fact.maximum is not None:
        yield Atom(subject, "<=", Fraction(fact.maximum), f"max: {fact.maximum}", where)
    if isinstance(fact.type, EnumType):
        yield Atom(subject, "in", "\n".join(fact.type.options), f"options: {', '.join(fact.type.options)}", where)


def _atoms(parts: Iterable[Part]) -> Iterator[Atom]:
    for part in parts:
        if isinstance(part, Atom):
            yield part
        else:
            for branch in part:
                yield from _atoms(branch)
