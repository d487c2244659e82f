"""What an unknown answer waits for: facts nobody has given, years of them, and figures that no source publishes."""

from __future__ import annotations

from dataclasses import dataclass

from huiqi_rules.check import tree
from huiqi_rules.check.tree import NameKind, Typed, children
from huiqi_rules.core.types import AnnualType
from huiqi_rules.explain.case import Case
from huiqi_rules.explain.years import ANNUAL_FUNCTIONS, recorded_years, window
from huiqi_rules.model.facts import Text


@dataclass(frozen=True, slots=True)
class Need:
    """One missing thing: a fact (for some years, where it is annual), or a figure that is not published."""

    id: str
    name: Text
    years: tuple[int, ...] = ()
    published: bool = True


def needs_of(case: Case, node: Typed) -> tuple[Need, ...]:
    """Return what a part that is unknown waits for, in order of mention."""
    return tuple(need_named(case, name, (node,)) for name in case.reading.open_facts(node))


def need_named(case: Case, id: str, nodes: tuple[Typed, ...]) -> Need:
    """Return the need for an id of the engine's list of open facts; `nodes` tell which years are looked at."""
    if id.startswith("§"):
        figure = id[1:]
        parameter = case.rulebook.parameters.get(figure)
        return Need(figure, case.named_value(figure).name if parameter is None else parameter.name, published=False)
    fact = case.rulebook.facts[id]
    years = missing_years(case, id, nodes) if isinstance(fact.type, AnnualType) else ()
    return Need(id, fact.name, years)


def missing_years(case: Case, id: str, nodes: tuple[Typed, ...]) -> tuple[int, ...]:
    """Return the years without a number that formulas look at; empty where not even the years are known."""
    known = set(recorded_years(case.facts.get(id)))
    asked: set[int] = set()
    for call in _calls(case, nodes, set()):
        if any(isinstance(argument, tree.Reference) and argument.id == id for argument in call.arguments):
            asked.update(window(call, case.facts))
    return tuple(sorted(asked - known))


def _calls(case: Case, nodes: tuple[Typed, ...], seen: set[str]) -> list[tree.Call]:
    found: list[tree.Call] = []
    for node in nodes:
        if isinstance(node, tree.Call) and node.function in ANNUAL_FUNCTIONS:
            found.append(node)
        elif isinstance(node, tree.Reference) and node.kind in (NameKind.VALUE, NameKind.CONDITION):
            key = f"{node.kind}/{node.id}"
            definition = case.definition(node.kind, node.id)
            if key not in seen and definition is not None:
                seen.add(key)
                found.extend(_calls(case, (definition,), seen))
        else:
            found.extend(_calls(case, children(node), seen))
    return found
