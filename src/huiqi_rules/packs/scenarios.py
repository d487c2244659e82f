"""Scenario files: what is given, what is expected, and why; every mistake is named at the key or value that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from huiqi_rules.api.engine import Subject
from huiqi_rules.check.scope import fact_names
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.echo import cut
from huiqi_rules.core.spans import Place
from huiqi_rules.core.types import COUNT, MONEY, NumberType
from huiqi_rules.model.claims import Award
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.policy import Policy, Rulebook
from huiqi_rules.packs.folders import files_below
from huiqi_rules.packs.given import GivenProblem, Misgiven, figure_of, number_of, read_given
from huiqi_rules.packs.pack_files import RULES, PackFiles
from huiqi_rules.packs.plain_values import plain
from huiqi_rules.packs.reading import Fields, Reader, nearest
from huiqi_rules.packs.yaml_nodes import Mapping as MappingNode
from huiqi_rules.packs.yaml_nodes import Node, Scalar, Sequence

SCENARIO_KEYS: Final = (
    "name", "policy", "as_of", "given", "history", "expect", "because", "subjects", "budget", "clause",
    "inventory", "parameters", "payee", "subject", "claim_period",
)  # fmt: skip
SUBJECT_KEYS: Final = ("id", "given", "expect", "payee", "claim_period", "name")
HISTORY_KEYS: Final = ("clause", "payee", "period", "amount", "date", "subject", "stage")
STAGES: Final = ("interim", "final")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario. `expects` pairs each subject id with what is expected of it (keys as written)."""

    name: str
    policy: str
    as_of: date
    subjects: tuple[Subject, ...]
    expects: tuple[Mapping[str, object], ...]
    history: tuple[Award, ...] = ()
    budget: Decimal | None = None
    clause: str | None = None
    parameters: Mapping[str, Decimal | str | None] = field(default_factory=dict)
    inventory: tuple[str, ...] = ()
    because: str = ""
    place: Place = field(default=Place(""))


def scenario_files(folder: Path, findings: Findings) -> list[Path]:
    """Return the scenario files of a folder and below, sorted; what is named like one and cannot be read is reported."""
    return files_below(folder, RULES, PackFiles(folder, findings, {}, {}).refuse)


def read_scenarios(path: Path, rulebook: Rulebook, findings: Findings) -> list[Scenario]:
    """Return the readable scenarios of a file; problems go to the findings, all of them."""
    file, root = PackFiles(path.parent, findings, {}, {}).nodes(path, anchors=True) or (None, None)
    if file is None or root is None:
        return []
    reader = Reader(file, findings)
    read = (read_scenario(reader, node, rulebook) for node in scenario_nodes(reader, root))
    return [scenario for scenario in read if scenario is not None]


def scenario_nodes(reader: Reader, root: Node) -> Iterator[MappingNode]:
    """Yield the scenarios of a file as nodes; what is none is reported."""
    for node in reader.items(root, "a scenario file"):
        if isinstance(node, MappingNode):
            yield node
        else:
            reader.report("wrong-shape", node, "a scenario is a mapping with name, policy, as_of, given and expect",
                          "Write - name: …")  # fmt: skip


def read_scenario(reader: Reader, node: MappingNode, rulebook: Rulebook) -> Scenario | None:
    """Return one scenario; None where it has any mistake, all of which are reported."""
    before = len(reader.findings.items)
    fields = reader.fields(node, "a scenario", SCENARIO_KEYS)
    name, day, budget = fields.text("name"), _day(fields, "as_of"), _number(fields, "budget", MONEY)
    if budget is not None and budget < 0 and (written := fields.get("budget")) is not None:
        reader.report("wrong-number", written, f"a budget cannot be below 0, here is {budget:f}", "Write 0 or more.")
    parameters = _parameters(fields, rulebook)
    inventory = tuple(reader.text(item, "an entry of 'inventory'") for item in _listed(fields.get("inventory")))
    policy = _policy(fields, rulebook)
    if policy is None or day is None:
        return None
    own = _Own(reader, fields, rulebook, policy)
    clause = own.clause()
    subjects, expects = own.subjects()
    scenario = Scenario(
        name=name,
        policy=policy.id,
        as_of=day,
        subjects=subjects,
        expects=expects,
        history=own.history(clause),
        budget=budget,
        clause=clause,
        parameters=parameters,
        inventory=inventory or policy.inventory,
        because=fields.text("because"),
        place=reader.place(node),
    )
    return scenario if len(reader.findings.items) == before else None


@dataclass(frozen=True, slots=True)
class _Own:
    """Reads the parts of a scenario that depend on its policy."""

    reader: Reader
    fields: Fields
    rulebook: Rulebook
    policy: Policy

    def clause(self) -> str | None:
        node = self.fields.get("clause")
        return None if node is None else self.known_clause(node).removeprefix(f"{self.policy.id}/")

    def subjects(self) -> tuple[tuple[Subject, ...], tuple[Mapping[str, object], ...]]:
        node = self.fields.get("subjects")
        if node is None:
            payee = self.fields.text("payee") or self.only_payee()
            name = self.fields.text("subject") or payee or "subject"
            facts, period = self.given(self.fields), _period(self.fields, "claim_period")
            return (Subject(name, facts, payee or None, period),), (_expect(self.fields),)
        for key in ("given", "expect", "payee", "subject", "claim_period"):
            if (beside := self.fields.get(key)) is not None:
                self.reader.report("unknown-key", beside, f"'{key}' cannot stand beside 'subjects'", "Move it into a subject.")  # fmt: skip
        subjects: list[Subject] = []
        expects = []
        for item in _listed(node):
            fields = self.reader.fields(item, "a subject", SUBJECT_KEYS)
            subject = Subject(fields.text("id"), self.given(fields), fields.text("payee") or None,
                              _period(fields, "claim_period"))  # fmt: skip
            if subject.id in {one.id for one in subjects}:
                self.reader.report("duplicate-id", fields.get("id") or item, "two subjects have the same id",
                                   "Give each an id of its own.")  # fmt: skip
            subjects.append(subject)
            expects.append(_expect(fields))
        return tuple(subjects), tuple(expects)

    def only_payee(self) -> str:
        """A scenario of one subject need not repeat the payee that its history names."""
        items = [item for item in _listed(self.fields.get("history")) if isinstance(item, MappingNode)]
        named = {
            value.text
            for item in items
            for key, value in item.entries
            if key.text == "payee" and isinstance(value, Scalar)
        }
        return named.pop() if len(named) == 1 else ""

    def given(self, fields: Fields) -> dict[str, FactValue]:
        node = fields.get("given")
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            self.reader.report("wrong-shape", node, "'given' must be a mapping from facts to values", "Write {职工总数: 100}.")  # fmt: skip
            return {}
        raw: dict[object, object] = dict(_entries(node))
        values, mistakes = read_given(raw, self.rulebook.facts, fact_names(self.rulebook, self.policy))
        for mistake in mistakes:
            code = "scenario-name" if mistake.at_key and len(mistake.steps) == 1 else "scenario-value"
            _report(self.reader, code, _node_at(node, mistake), str(mistake))
        return values

    def history(self, clause: str | None) -> tuple[Award, ...]:
        awards = []
        for item in _listed(self.fields.get("history")):
            fields = self.reader.fields(item, "an entry of history", HISTORY_KEYS)
            named = fields.get("clause")
            stage = fields.get("stage")
            payee = fields.text("payee") or self.fields.text("payee") or self.only_payee()
            of = self.default_clause(item, clause) if named is None else self.known_clause(named)
            awards.append(
                Award(
                    clause=of if "/" in of else f"{self.policy.id}/{of}",
                    payee=payee or self.fields.text("subject") or "subject",
                    period=_period(fields, "period"),
                    amount=_number(fields, "amount", MONEY),
                    day=_day(fields, "date", needed=False),
                    subject=fields.text("subject") or None,
                    stage="" if stage is None else self.reader.choice(stage, "'stage' of an entry of history", STAGES) or "",
                )
            )  # fmt: skip
        return tuple(awards)

    def known_clause(self, node: Node) -> str:
        name = self.reader.text(node, "a clause")
        own = _clauses(self.policy)
        known = {
            *own,
            *(f"{policy.id}/{clause}" for policy in self.rulebook.policies.values() for clause in _clauses(policy)),
        }
        if name and name not in known:
            self.reader.report("scenario-name", node, f"policy {self.policy.id!r} has no clause {cut(name)!r}",
                               nearest(name, own, "Clauses"))  # fmt: skip
        return name

    def default_clause(self, node: Node, clause: str | None) -> str:
        own = _clauses(self.policy)
        if clause is None and len(own) > 1:
            self.reader.report("missing-key", node, "an entry of history lacks the key 'clause', and the policy has several",
                               f"Add `clause:` with one of {', '.join(own)}.")  # fmt: skip
        return clause or next(iter(own), "")


def _policy(fields: Fields, rulebook: Rulebook) -> Policy | None:
    node = fields.require("policy", "Add `policy: id`, the policy that is assessed.")
    name = "" if node is None else fields.reader.text(node, "'policy' of a scenario")
    policy = rulebook.policies.get(name)
    if policy is None and node is not None and name:
        fields.reader.report("scenario-name", node, f"there is no policy {cut(name)!r}",
                             nearest(name, rulebook.policies, "Policies"))  # fmt: skip
    return policy


def _parameters(fields: Fields, rulebook: Rulebook) -> dict[str, Decimal | str | None]:
    node = fields.get("parameters")
    reader = fields.reader
    figures: dict[str, Decimal | str | None] = {}
    by_name = {name: one for one in rulebook.parameters.values() for name in (one.id, one.name.zh)}
    if node is not None and not isinstance(node, MappingNode):
        reader.report("wrong-shape", node, "'parameters' must be a mapping from parameters to values", "Write {id: 5}.")
    for key, value in node.entries if isinstance(node, MappingNode) else ():
        parameter = by_name.get(key.text)
        if parameter is None:
            reader.report("scenario-name", key, f"there is no parameter {cut(key.text)!r}",
                          nearest(key.text, by_name, "Parameters"))  # fmt: skip
        elif parameter.id in figures:
            reader.report(
                "duplicate-key", key, f"the parameter {parameter.id!r} is given twice", "Keep one of the two."
            )
        else:
            figures[parameter.id] = None
            try:
                figures[parameter.id] = figure_of(parameter, plain(value))
            except GivenProblem as problem:
                _report(reader, "scenario-value", value, f"{cut(key.text)}: {problem}")
    return figures


def _day(fields: Fields, key: str, *, needed: bool = True) -> date | None:
    node = fields.require(key, f"Add `{key}: 2024-06-01`, the day it is assessed on.") if needed else fields.get(key)
    return None if node is None else fields.reader.day(node, f"{key!r} of {fields.what}")


def _number(fields: Fields, key: str, kind: NumberType) -> Decimal | None:
    node = fields.get(key)
    if node is None:
        return None
    try:
        return number_of(plain(node), kind)
    except GivenProblem as problem:
        _report(fields.reader, "wrong-number", node, f"{key!r} of {fields.what}: {problem}")
        return None


def _period(fields: Fields, key: str) -> int | None:
    number = _number(fields, key, COUNT)
    return None if number is None else int(number)


def _expect(fields: Fields) -> Mapping[str, object]:
    node = fields.get("expect")
    if node is None or isinstance(node, MappingNode):
        return dict(_entries(node))
    fields.reader.report("wrong-shape", node, "'expect' must be a mapping", "Write {outcome: met, amount: 5000}.")
    return {}


def _node_at(node: MappingNode, mistake: Misgiven) -> Node:
    """Return the key or the value in `given` that a mistake leads to."""
    found: Node = node
    for number, step in enumerate(mistake.steps, 1):
        if isinstance(step, int):
            assert isinstance(found, Sequence)
            found = found.items[step]
        else:
            assert isinstance(found, MappingNode)
            key, value = next(entry for entry in found.entries if entry[0].text == step)
            found = key if mistake.at_key and number == len(mistake.steps) else value
    return found


def _report(reader: Reader, code: str, node: Node, said: str) -> None:
    # What GivenProblem says after a semicolon is what to do.
    problem, _, remedy = said.partition("; ")
    remedy = remedy or "correct it, or leave it out where it is not known"
    reader.report(
        code, node, problem, f"{remedy[:1].upper()}{remedy[1:]}" + ("" if remedy.endswith(("?", ".")) else ".")
    )


def _entries(node: Node | None) -> Iterator[tuple[str, object]]:
    for key, value in node.entries if isinstance(node, MappingNode) else ():
        yield key.text, plain(value)


def _listed(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node.items if isinstance(node, Sequence) else (node,)


def _clauses(policy: Policy) -> list[str]:
    return list(dict.fromkeys(clause.id for version in policy.versions for clause in version.clauses))
