"""From a decision model to the files of a pack: what the checked subset holds comes over, all else is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from huiqi_rules.dmn.exchange.decisions_in import DecisionReader
from huiqi_rules.dmn.exchange.facts_in import FactReader
from huiqi_rules.dmn.exchange.functions_in import CALLED, Functions
from huiqi_rules.dmn.exchange.incoming import Incoming, read_cases, read_incoming
from huiqi_rules.dmn.exchange.left import Left
from huiqi_rules.dmn.exchange.names_in import Names, file_stem, one_line
from huiqi_rules.dmn.exchange.pack_out import Origin, pack_files
from huiqi_rules.dmn.exchange.policy_in import DecisionsIn
from huiqi_rules.dmn.exchange.scenarios_in import ScenariosIn, scenarios_of
from huiqi_rules.model.facts import Fact, Text

# A model does not say since when it is in force.
SINCE: Final = date(2000, 1, 1)
_HANDLED: Final = frozenset({"inputData", "decision", "itemDefinition", "extensionElements", "description"})
# The picture: a pack draws its own.
_PICTURE: Final = "}DMNDI"
_REMEDIES: Final[Mapping[str, str]] = {
    "businessKnowledgeModel": "write what it works out into the decisions that call it",
    "decisionService": "nothing is lost by it where its decisions came over; the policy's outputs take its place",
    "knowledgeSource": "name it as the source of the rules that rest on it",
    "import": "bring the other model in as well, into the same pack",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """The files of a pack by their path in it, what was left behind, and how much came over, by kind.

    `policy` is the id of the new policy; empty where nothing came over, and then there are no files.
    """

    files: Mapping[str, str]
    left: tuple[Left, ...]
    policy: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def import_model(
    model: bytes | Path,
    *,
    pack: str,
    name: str = "",
    tests: bytes | Path | None = None,
    tests_name: str = "",
    known: Mapping[str, Fact] | None = None,
    taken: Collection[str] = (),
    since: date = SINCE,
    subject: str = "enterprise",
    yuan: Collection[str] = (),
    policy: str = "",
    title: Text | None = None,
) -> Imported:
    """Return a model as files of the pack `pack`; raises `UnreadableModel` where it, or its test cases, cannot be read.

    `known` are the facts that the pack has already, used where name and type are the same; `taken` other names in use.
    `since` is the first day in force, `subject` what the facts are about, `yuan` names inputs and decisions that are amounts
    of money: the model says none of this. `policy` and `title` are the policy's id and title where they are not to be the
    model's. In `files`, facts.yaml holds new facts only.
    """
    incoming = read_incoming(model, name)
    cases = None if tests is None else read_cases(tests, tests_name)
    facts_there = known or {}
    names = Names({*facts_there, *(fact.name.zh for fact in facts_there.values()), *taken})
    reader = FactReader(incoming, names, facts_there, yuan)
    facts = reader.read()
    decisions = DecisionReader(incoming, facts, reader.kinds, names, yuan)
    found = decisions.read()
    left = (*facts.left, *found.left, *_others(incoming, decisions.functions), *_unknown_yuan(incoming, yuan))
    if not found.clauses:
        return Imported({}, _sorted(left))
    shown = one_line(incoming.root.get("name") or Path(incoming.name).stem)
    policy = file_stem(policy or shown)
    scenarios = ScenariosIn((), ())
    if cases is not None:
        scenarios = scenarios_of(cases, found.meanings, facts.by_id, policy=policy, day=since)
    origin = Origin(pack, policy, title or Text(shown, shown), incoming.name, since, subject)
    files = pack_files(origin, facts.facts, found, scenarios.scenarios, _sorted(left))
    return Imported(files, (*_sorted(left), *scenarios.left), policy, _counts(len(facts.facts), found, scenarios))


def _others(model: Incoming, functions: Functions) -> Iterator[Left]:
    for element in model.root:
        key = element.get("id", "")
        if element.tag in CALLED and key in functions.written | functions.refused.keys():
            problem = functions.refused.get(key)
            if problem is not None:
                yield model.left(element, problem.why, problem.remedy)
        elif element.tag not in _HANDLED and not element.tag.endswith(_PICTURE):
            remedy = _REMEDIES.get(element.tag, "nothing that decides is lost by it")
            yield model.left(element, "packs have no place for it", remedy)


def _unknown_yuan(model: Incoming, yuan: Collection[str]) -> Iterator[Left]:
    for name in yuan:
        if name.partition(".")[0] not in model.names:
            yield Left(
                "amount in yuan", "", name, "the model holds nothing of this name", "name an input or a decision"
            )


def _sorted(left: tuple[Left, ...]) -> tuple[Left, ...]:
    return tuple(sorted(left, key=lambda one: one.line or 0))


def _counts(facts: int, found: DecisionsIn, scenarios: ScenariosIn) -> Mapping[str, int]:
    return {
        "facts": facts,
        "parameters": len(found.parameters),
        "values": len(found.values),
        "tables": len(found.tables),
        "conditions": len(found.conditions),
        "clauses": len(found.clauses),
        "scenarios": len(scenarios.scenarios),
    }
