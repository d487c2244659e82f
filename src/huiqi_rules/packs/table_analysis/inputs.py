"""The inputs of a table within its version: what each can be, which facts it hangs on, and the figures of a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huiqi_rules.check.infer import typed_tree
from huiqi_rules.check.problems import FormulaProblem
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.check.tree import NameKind, Reference, Typed, references
from huiqi_rules.core.types import COUNT, BoolType, DateType, EnumType, NumberType, TextType, Type
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.policy import Rulebook
from huiqi_rules.packs.constants import Constant, LookUp, constant_of
from huiqi_rules.packs.table_analysis.axes import Domain
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import free_names


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a table: its kind, what it can be (None: too free to cut), the facts behind it, the fact that it is."""

    type: Type | None
    domain: Domain | None
    facts: frozenset[str]
    fact: str | None = None


def inputs_of(rulebook: Rulebook, checked: CheckedVersion, table: DecisionTable) -> tuple[Input, ...]:
    """Return the inputs of a table of a version that was checked."""
    return tuple(_input(rulebook, checked, tree) for tree in table.inputs)


def figures_on_day(rulebook: Rulebook, checked: CheckedVersion, day: date) -> LookUp:
    """Return the look-up of the parameters' values on a day, and of the day and its year; nothing else is a constant."""

    def look_up(name: str) -> Constant | None:
        meaning = checked.names.get(name)
        match None if meaning is None else meaning.kind:
            case NameKind.PARAMETER:
                assert meaning is not None
                dated = rulebook.parameters[meaning.id].on(day)
                return None if dated is None else constant_of(dated.value)
            case NameKind.DAY:
                return day
            case NameKind.YEAR:
                return Fraction(day.year)
            case _:
                return None

    return look_up


def days_that_differ(rulebook: Rulebook, checked: CheckedVersion, table: DecisionTable) -> tuple[date, ...]:
    """Return the days from which the parameters of a table's cells have other values, the version's first day before them."""
    version = checked.version
    days = {version.start}
    names = {name for row in table.rows for tests in row.tests for name in free_names(tests)}
    for name in names:
        meaning = checked.names.get(name)
        if meaning is not None and meaning.kind is NameKind.PARAMETER:
            days.update(dated.start for dated in rulebook.parameters[meaning.id].values)
    return tuple(sorted(day for day in days if version.start <= day and (version.end is None or day <= version.end)))


def _input(rulebook: Rulebook, checked: CheckedVersion, tree: ast.Expression) -> Input:
    try:
        typed = typed_tree(tree, lambda node: _resolved(rulebook, checked, node))
    except FormulaProblem:
        # The check of the formulas tells what is wrong with it.
        return Input(None, None, frozenset())
    fact = typed.id if isinstance(typed, Reference) and typed.kind is NameKind.FACT else None
    found = None if fact is None else rulebook.facts[fact]
    low, high = (None, None) if found is None else (found.minimum, found.maximum)
    domain = _domain(typed.type, None if low is None else Fraction(low), None if high is None else Fraction(high))
    return Input(typed.type, domain, frozenset(_facts(checked, typed)), fact)


def _resolved(rulebook: Rulebook, checked: CheckedVersion, node: ast.Name) -> Reference:
    meaning = checked.names.get(node.name)
    if meaning is None:
        raise FormulaProblem("unknown-name", node, f"nothing is called {node.name}")
    return Reference(meaning.kind, meaning.id, _type_of(rulebook, checked, meaning.kind, meaning.id), node)


def _type_of(rulebook: Rulebook, checked: CheckedVersion, kind: NameKind, id: str) -> Type:
    match kind:
        case NameKind.FACT:
            return rulebook.facts[id].type
        case NameKind.PARAMETER:
            return rulebook.parameters[id].type
        case NameKind.DAY:
            return DateType()
        case NameKind.YEAR:
            return COUNT
        case _:
            return checked.step(kind, id).type


def _domain(kind: Type, low: Fraction | None, high: Fraction | None) -> Domain | None:
    match kind:
        case NumberType(integer=whole):
            return Domain("whole" if whole else "number", low, high)
        case BoolType():
            return Domain("truth")
        case EnumType(options=options):
            return Domain("options", options=options)
        case DateType():
            return Domain("day")
        case TextType():
            return Domain("text")
        case _:
            return None


def _facts(checked: CheckedVersion, tree: Typed) -> Iterator[str]:
    seen: set[tuple[NameKind, str]] = set()
    waiting: list[Typed] = [tree]
    while waiting:
        part = waiting.pop()
        yield from references(part, NameKind.FACT)
        for kind in (NameKind.VALUE, NameKind.CONDITION):
            for name in references(part, kind):
                below = checked.step(kind, name).tree if (kind, name) not in seen else None
                seen.add((kind, name))
                if below is not None:
                    waiting.append(below)
