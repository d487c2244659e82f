"""From a policy of a pack to a DMN 1.5 model that other engines read, as in force on one day; what it cannot say is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.core.types import EnumType
from huiqi_rules.dmn.exchange import elements_out as elements
from huiqi_rules.dmn.exchange.drawing import Box, drawing
from huiqi_rules.dmn.exchange.graph_out import GraphWriter, Node
from huiqi_rules.dmn.exchange.left import Left
from huiqi_rules.dmn.exchange.names_out import xml_id
from huiqi_rules.model.decision_tables import DecisionTable
from huiqi_rules.model.facts import Fact
from huiqi_rules.model.policy import Policy
from huiqi_rules.syntax.lexer import tokenize

_HEAD: Final = (
    "In force on {day}, with the figures of that day. Where every input is given it answers as Huiqi does; what a figure that is "
    "not published or a division by 0 leaves unknown is null. Give every input: with one that is null FEEL goes on (null = x is "
    "false), where Huiqi answers unknown or weighs what is possible. Quotients have 34 digits here and are exact there. Amounts "
    "are in yuan, before limits."
)


class CannotExport(Exception):
    """Raised where a policy is not there or not in force; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A model as XML, what it cannot say, and the model's names by what they are: `value/score`, `clause/award`, `fact/staff`."""

    xml: str
    left: tuple[Left, ...]
    names: Mapping[str, str]


def export_policy(
    checked: CheckedRulebook,
    policy_id: str,
    on: date,
    tables: Iterable[tuple[str, DecisionTable]] = (),
    edition: str = elements.NEWEST,
) -> Exported:
    """Return a policy as a model; `tables` are the decision tables of the policy, each with its version's id, as packs load them.
    `edition` is the edition of the standard, 1.3, 1.4 or 1.5.

    Raises `CannotExport` where there is no such policy, or none in force on the day.
    """
    policy = checked.rulebook.policies.get(policy_id)
    if policy is None:
        known = ", ".join(sorted(checked.rulebook.policies))
        raise CannotExport(f"there is no policy {policy_id!r}; policies of the pack: {known}")
    version = policy.on(on)
    if version is None:
        windows = ", ".join(f"{one.start} to {one.end or 'further notice'}" for one in policy.versions)
        raise CannotExport(f"policy {policy_id!r} is not in force on {on}; it is from {windows}")
    own = [table for version_id, table in tables if version_id == version.id]
    writer = GraphWriter(checked, checked.version(policy_id, version.id), on, own)
    graph = writer.write()
    root = _root(policy, on, graph.left, edition)
    types = _types(graph.nodes, checked.rulebook.facts, root)
    by_name = {node.name: node for node in graph.nodes}

    def type_of(name: str) -> str:
        return types.get(by_name[name].id) or elements.base_type(by_name[name].type)

    boxes: list[Box] = []
    for node in graph.nodes:
        logic = _logic(writer, node, type_of)
        requires = _requires(node, logic, by_name)
        root.append(_element(node, type_of(node.name), logic, requires))
        boxes.append(Box(node.id, [(requirement, required) for requirement, required, _ in requires]))
    root.append(drawing(boxes, policy.title.zh))
    return Exported(elements.as_xml(root), tuple(graph.left), graph.names)


def _root(policy: Policy, on: date, left: list[Left], edition: str) -> Element:
    said = [_HEAD.format(day=on), *(f"Not in this model: {one}." for one in left)]
    return elements.definitions(xml_id("policy", policy.id), policy.title.zh or policy.id, "\n".join(said), edition)


def _types(nodes: list[Node], facts: Mapping[str, Fact], root: Element) -> Mapping[str, str]:
    named: dict[str, str] = {}
    for node in nodes:
        fact = facts.get(node.fact)
        low, high = (None, None) if fact is None else (fact.minimum, fact.maximum)
        if fact is None and not isinstance(node.type, EnumType):
            continue
        name = f"{node.name}_类型"
        found = elements.item_definition(f"type_{node.id}", name, node.type, "", low, high)
        if found is not None:
            root.append(found)
            named[node.id] = name
    return named


def _logic(writer: GraphWriter, node: Node, type_of: Callable[[str], str]) -> Element | None:
    if node.logic is None:
        return None
    given = f"logic_{node.id}"
    if isinstance(node.logic, DecisionTable):
        columns = [(name, type_of(name)) for name, _ in node.columns]
        return writer.table_writer.table(given, node.logic, columns)
    return elements.literal(given, node.logic)


def _requires(node: Node, logic: Element | None, by_name: Mapping[str, Node]) -> list[tuple[str, str, bool]]:
    if logic is None:
        return []
    # Names are single words here, so the words of the texts are the names that are used.
    words = (word for text in logic.iter("text") for word in _words(text.text or ""))
    used = dict.fromkeys(word for word in words if word in by_name and word != node.name)
    found = (by_name[word] for word in used)
    return [(f"needs_{node.id}_{other.id}", other.id, other.logic is None) for other in found]


def _words(text: str) -> list[str]:
    tokens = tokenize(text)
    return [word for word, kind in zip(tokens.texts, tokens.kinds, strict=True) if kind == "name"]


def _element(node: Node, kind: str, logic: Element | None, requires: list[tuple[str, str, bool]]) -> Element:
    noted = {
        **elements.note_of(node.type, node.pack_id, node.label.en),
        "zh": node.label.zh if node.role == "outcome" else "",
    }
    if logic is None:
        return elements.input_data(node.id, node.name, node.label.zh, kind, node.said, noted)
    if len(node.columns) > 1:
        return elements.decision(node.id, node.name, node.label.zh, "", node.said, {}, requires, logic)
    roles = {"role": node.role, "clause": node.clause} if node.role in ("outcome", "amount") else {}
    return elements.decision(node.id, node.name, node.label.zh, kind, node.said, {**noted, **roles}, requires, logic)
