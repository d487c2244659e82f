"""What the pages on which tables are made, renamed and taken out show: the facts to choose from, and what uses a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.reading import Read
from huiqi.rulebook.domain.requirements import KINDS, Kind, requirements
from huiqi.rulebook.domain.table_text import entry_of, items_of
from huiqi.rulebook.domain.table_words import unit
from huiqi.rulebook.models import Draft, DraftText
from huiqi.rulebook.queries.drafts import draft_of, last_texts, may_write, read_draft
from huiqi.rulebook.queries.tables import CannotSeeTable, TableName, found_table, names_of, policy_path
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.types import BASE_UNITS, AnnualType
from huiqi_rules.model.facts import Fact
from huiqi_rules.model.policy import Policy
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import Mapping, Node, Scalar, read_nodes

# Base units and their Chinese names.
UNITS: Final = BASE_UNITS
_ANSWER: Final[Pair] = ("政策的结论（outputs）", "What the policy answers (outputs)")
_SCENARIO: Final[Pair] = ("情景", "Scenarios")


@dataclass(frozen=True, slots=True)
class InputChoice:
    """A fact that may be an input: the formula that names it, its name, its unit."""

    formula: str
    name: Pair
    unit: Pair


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """What a new table may be made of: the versions it may stand in (the newest first), facts, and names in use.

    There are no versions where the policy cannot be read.
    """

    draft: Draft
    may_write: bool
    versions: tuple[str, ...]
    facts: tuple[InputChoice, ...]
    taken: frozenset[str]


@dataclass(frozen=True, slots=True)
class TableUse:
    """Something that uses a table's answers: what it is, and its name."""

    kind: Pair
    name: Pair


@dataclass(frozen=True, slots=True)
class UsedTable:
    """A table of a draft with what uses its answers."""

    draft: Draft
    may_write: bool
    table: TableName
    users: tuple[TableUse, ...]


def shelf_page(actor: Actor, *, id: UUID) -> ShelfPage:
    """Return what a new table of a draft may be made of. Raises CannotSeeDraft."""
    draft = draft_of(actor, id=id)
    read, _ = read_draft(draft, {path: row.text for path, row in last_texts(draft).items()})
    policy = read.loaded.rulebook.policies.get(draft.policy)
    if policy is None:
        return ShelfPage(draft, may_write(actor, draft), (), (), frozenset())
    rulebook = read.loaded.rulebook
    facts = tuple(_choice(fact) for fact in rulebook.facts.values())
    taken = {name for fact in rulebook.facts.values() for name in (fact.id, fact.name.zh)}
    taken |= {name for one in rulebook.parameters.values() for name in (one.id, one.name.zh)}
    taken |= {value.id for version in policy.versions for value in version.values}
    versions = tuple(version.id for version in reversed(policy.versions))
    return ShelfPage(draft, may_write(actor, draft), versions, facts, frozenset(taken))


def used_table(actor: Actor, *, id: UUID, version: str, table: str) -> UsedTable:
    """Return a table of a draft with what uses it. Raises CannotSeeDraft, CannotSeeTable."""
    draft = draft_of(actor, id=id)
    texts = {path: row.text for path, row in last_texts(draft).items()}
    read, _ = read_draft(draft, texts)
    policy = read.loaded.rulebook.policies.get(draft.policy)
    found = (
        [] if policy is None else [one for one in names_of(read, policy) if (one.version, one.id) == (version, table)]
    )
    if policy is None or not found:
        raise CannotSeeTable("no_such_table")
    users = tuple(dict.fromkeys(_users(read, policy, version, table, texts)))
    return UsedTable(draft, may_write(actor, draft), found[0], users)


def policy_text(draft: Draft) -> DraftText:
    """Return the last text of a draft's policy. Raises CannotSeeTable where it cannot be read, or is not the draft's own."""
    texts = last_texts(draft)
    read, _ = read_draft(draft, {path: row.text for path, row in texts.items()})
    policy = read.loaded.rulebook.policies.get(draft.policy)
    row = None if policy is None else texts.get(policy_path(read, policy))
    if row is None:
        raise CannotSeeTable("no_such_table")
    return row


def _choice(fact: Fact) -> InputChoice:
    zh, en = fact.name.zh or fact.id, fact.name.en or fact.id
    if isinstance(fact.type, AnnualType):
        # A fact with a figure for each year is asked for its latest one.
        return InputChoice(f"latest({zh})", (f"{zh}，最近一年", f"{en}, latest year"), unit(fact.type.of))
    return InputChoice(zh, (zh, en), unit(fact.type))


def _users(read: Read, policy: Policy, version: str, table: str, texts: dict[str, str]) -> Iterator[TableUse]:
    text, found = found_table(read, policy, version, table)
    graph = requirements(read.loaded, read.checked, policy, text, text.start)
    for key in graph.needed_by(f"{Kind.TABLE}-{table}"):
        node = graph.nodes[key]
        yield TableUse(KINDS[node.kind], node.name)
    for output in found.outputs:
        if output in policy.outputs:
            yield TableUse(_ANSWER, (output, output))
    for path, body in texts.items():
        if "/scenarios/" in path:
            yield from (
                TableUse(_SCENARIO, (name, name)) for name in _expecting(body, policy.id, frozenset(found.outputs))
            )


def _expecting(text: str, policy: str, outputs: frozenset[str]) -> Iterator[str]:
    root = read_nodes(SourceFile.of("scenarios", text), Findings(), anchors=True)
    for one in items_of(root):
        if _scalar(entry_of(one, "policy")) == policy and outputs & set(_keys(entry_of(one, "expect"))):
            yield _scalar(entry_of(one, "name"))


def _keys(node: Node | None) -> Iterator[str]:
    for name, value in node.entries if isinstance(node, Mapping) else ():
        yield name.text
        yield from _keys(value)


def _scalar(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
