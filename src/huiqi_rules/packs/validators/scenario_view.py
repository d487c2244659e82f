"""Scenarios as far as validators look at them: what is given and which answer is expected; nothing is run here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.spans import Place
from huiqi_rules.packs.loading import Loaded
from huiqi_rules.packs.pack_files import PackFiles
from huiqi_rules.packs.reading import Reader
from huiqi_rules.packs.scenarios import read_scenario, scenario_nodes
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Mapping as MappingNode
from huiqi_rules.packs.yaml_nodes import Node, Scalar, Sequence

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class Case:
    """One subject of a scenario: its facts as nodes by the name written, and the outcome expected (empty: not named).

    `expected` holds the place of every key that is expected.
    """

    policy: str
    clause: str
    as_of: date | None
    given: Mapping[str, Node]
    outcome: str
    parameters: Mapping[str, Node] = field(default_factory=dict)
    expected: Mapping[str, Place] = field(default_factory=dict)
    place: Place = field(default=Place(""), compare=False)

    def number(self, name: str) -> Decimal | None:
        """Return a given number; None where the fact is not given as one plain number."""
        return number_of(self.given.get(name))


@dataclass(frozen=True, slots=True)
class Scenario:
    """The cases of one scenario with what its head names."""

    name: str
    policy: str
    clause: str
    inventory: tuple[str, ...]
    cases: tuple[Case, ...]
    places: Mapping[str, Place] = field(default_factory=dict)
    place: Place = field(default=Place(""), compare=False)


def read_scenarios(loaded: Loaded, findings: Findings) -> tuple[tuple[Scenario, ...], dict[str, SourceFile]]:
    """Return the scenarios of the pack's own folder and the files read; whatever is wrong with them is reported."""
    files = PackFiles(loaded.path, findings, {}, {})
    scenarios: list[Scenario] = []
    for path in files.scenario_files():
        file, root = files.nodes(path, anchors=True) or (None, None)
        if file is None or root is None:
            continue
        reader = Reader(file, findings)
        for node in scenario_nodes(reader, root):
            read_scenario(reader, node, loaded.rulebook)
            scenarios.append(_scenario(reader, node))
    return tuple(scenarios), files.sources


def number_of(node: Node | None) -> Decimal | None:
    """Return the number that a node spells; None for anything else."""
    if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text):
        return Decimal(node.text)
    return None


def day_of(node: Node | None) -> date | None:
    """Return the day that a node spells; None for anything else."""
    if isinstance(node, Scalar) and _DAY.fullmatch(node.text):
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            return None
    return None


def _scenario(reader: Reader, node: MappingNode) -> Scenario:
    parts = _entries(node)
    places = {key: reader.place(value) for key, value in parts.items()}
    policy, clause, as_of = _text(parts.get("policy")), _text(parts.get("clause")), day_of(parts.get("as_of"))
    parameters = _entries(parts.get("parameters"))
    subjects = parts.get("subjects")
    nodes = subjects.items if isinstance(subjects, Sequence) else (node,)
    cases = []
    for item in nodes:
        own = _entries(item)
        expect = own.get("expect")
        cases.append(Case(policy, clause, as_of, _entries(own.get("given")), _text(_entries(expect).get("outcome")), parameters,
                          _key_places(reader, expect), reader.place(item)))  # fmt: skip
    inventory = parts.get("inventory")
    ids = tuple(_text(item) for item in inventory.items) if isinstance(inventory, Sequence) else (_text(inventory),)
    return Scenario(_text(parts.get("name")), policy, clause, tuple(filter(None, ids)), tuple(cases), places,
                    reader.place(node))  # fmt: skip


def _entries(node: Node | None) -> dict[str, Node]:
    return {key.text: value for key, value in node.entries} if isinstance(node, MappingNode) else {}


def _key_places(reader: Reader, node: Node | None) -> dict[str, Place]:
    entries = node.entries if isinstance(node, MappingNode) else ()
    return {key.text: reader.place(key) for key, _ in entries}


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) and not node.is_null else ""
