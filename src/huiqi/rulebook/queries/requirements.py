"""What needs what in a policy: of the published text of a day, or of a draft as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.rulebook.domain.requirements import Graph, Kind, requirements
from huiqi.rulebook.models import Draft
from huiqi.rulebook.queries.books import current_book
from huiqi.rulebook.queries.drafts import draft_of, last_texts, may_write, read_draft
from huiqi.rulebook.queries.pages import PolicyPage, policy_page
from huiqi.rulebook.queries.reach import zone_of


@dataclass(frozen=True, slots=True)
class PolicyGraph:
    """The graph of a published policy on a day; none where no text holds on it."""

    page: PolicyPage
    graph: Graph | None


@dataclass(frozen=True, slots=True)
class DraftGraph:
    """The graph of a draft's last text; none where its policy cannot be read."""

    draft: Draft
    may_write: bool
    graph: Graph | None


def policy_graph(
    actor: Actor, *, policy: str, day: date, now: datetime, zone: str = "", clause: str = ""
) -> PolicyGraph:
    """Return what needs what in a policy on a day, of one clause where one is named. Raises CannotFindBook."""
    page = policy_page(actor, policy=policy, day=day, now=now, zone=zone)
    if page.text is None:
        return PolicyGraph(page, None)
    book = current_book(zone=zone_of(actor, named=zone), now=now)
    rules = book.loaded.rulebook.policies[policy]
    version = rules.on(day)
    assert version is not None, "its words are there"
    graph = requirements(book.loaded, book.engine.checked, rules, version, day)
    return PolicyGraph(page, _part(graph, clause))


def draft_graph(actor: Actor, *, id: UUID, clause: str = "") -> DraftGraph:
    """Return what needs what in the last text of a draft's policy. Raises CannotSeeDraft."""
    draft = draft_of(actor, id=id)
    read, _ = read_draft(draft, {path: row.text for path, row in last_texts(draft).items()})
    rules = read.loaded.rulebook.policies.get(draft.policy)
    if rules is None or not rules.versions:
        return DraftGraph(draft, may_write(actor, draft), None)
    version = rules.versions[-1]
    graph = requirements(read.loaded, read.checked, rules, version, version.start)
    return DraftGraph(draft, may_write(actor, draft), _part(graph, clause))


def _part(graph: Graph, clause: str) -> Graph:
    key = f"{Kind.CLAUSE}-{clause}"
    return graph.of(key) if key in graph.nodes else graph
