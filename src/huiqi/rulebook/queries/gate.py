"""How far a draft is through the gate, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.rulebook.domain.checking import Checked, ScenarioRun
from huiqi.rulebook.domain.differences import PolicyChanges, differences
from huiqi.rulebook.domain.drafting import State
from huiqi.rulebook.domain.gate import NEEDED, Gate, missing, standing
from huiqi.rulebook.domain.merging import Line, compare
from huiqi.rulebook.domain.pack_files import digest_of_all
from huiqi.rulebook.domain.reading import CannotRead
from huiqi.rulebook.domain.rights import APPROVE, DRAFT, RECORD_CHECKS
from huiqi.rulebook.models import Draft, DraftText, GateRecord, PackVersion
from huiqi.rulebook.queries.books import book_of_files, book_of_version
from huiqi.rulebook.queries.drafts import authors, check_files, draft_of, files_of, last_texts


@dataclass(frozen=True, slots=True)
class Passage:
    """One check of the gate: its last record about the text as it stands, none where there is none."""

    gate: Gate
    record: GateRecord | None


@dataclass(frozen=True, slots=True)
class GatePage:
    """What the gate shows of a draft, and what the actor may do there."""

    draft: Draft
    passages: tuple[Passage, ...]
    earlier: tuple[GateRecord, ...]
    missing: tuple[Gate, ...]
    checked: Checked
    run: ScenarioRun
    changes: tuple[PolicyChanges, ...]
    lines: tuple[tuple[str, tuple[Line, ...]], ...]
    # The published files changed under the draft since it was started.
    is_behind: bool
    may_send_in: bool
    may_record: bool
    may_take_back: bool
    # Whether the actor approves here at all, and whether this very draft: nobody approves what they wrote.
    is_approver: bool
    is_author: bool


def digest_of_texts(texts: dict[str, DraftText]) -> str:
    """Return the digest of a draft's texts: what a record of the gate is about."""
    return digest_of_all({path: row.content_id for path, row in texts.items()})


def records_of(draft: Draft) -> tuple[GateRecord, ...]:
    """Return what is on record about a draft, the latest last."""
    return tuple(GateRecord.objects.filter(draft=draft).order_by("id"))


def gate_page(actor: Actor, *, id: UUID, now: datetime) -> GatePage:
    """Return how far a draft is through the gate. Raises CannotSeeDraft."""
    draft = draft_of(actor, id=id)
    texts = last_texts(draft)
    digest = digest_of_texts(texts)
    records = records_of(draft)
    found = standing(records, digest)
    written = {path: row.text for path, row in texts.items()}
    checked = check_files(files_of(draft, written), draft.pack, draft.policy)
    is_open = draft.state in {State.DRAFTING, State.IN_REVIEW}
    is_author = actor.person in authors(draft)
    return GatePage(
        draft=draft,
        passages=tuple(Passage(gate, found.get(gate)) for gate in NEEDED),
        earlier=tuple(one for one in records if found.get(one.gate) is not one),
        missing=missing(records, digest),
        checked=checked,
        run=checked.of_policy(draft.policy),
        changes=changes_of(draft, written, now=now),
        lines=tuple(
            (path, shown) for path, text in written.items() if (shown := compare(published(draft, path), text))
        ),
        is_behind=is_open and is_behind(draft, texts),
        may_send_in=draft.state == State.DRAFTING and holds(actor, draft, DRAFT) and is_author,
        may_record=draft.state == State.IN_REVIEW and holds(actor, draft, RECORD_CHECKS),
        may_take_back=draft.state == State.IN_REVIEW and holds(actor, draft, RECORD_CHECKS),
        is_approver=draft.state == State.IN_REVIEW and holds(actor, draft, APPROVE),
        is_author=is_author,
    )


def holds(actor: Actor, draft: Draft, roles: tuple[Role, ...]) -> bool:
    """Return whether the actor holds one of the roles for the draft's zone."""
    return actor.is_system or draft.zone in actor.organisations(*roles)


def published(draft: Draft, path: str) -> str:
    """Return a file as it is published under a draft; empty where it is not there."""
    return book_of_version(draft.base).files.get(path, b"").decode()


def changes_of(draft: Draft, written: dict[str, str], *, now: datetime) -> tuple[PolicyChanges, ...]:
    """Return what a draft changes, in words; nothing while it cannot be read."""
    base = book_of_version(draft.base)
    try:
        book = book_of_files(draft.pack, files_of(draft, written))
    except CannotRead:
        return ()
    return differences(base.engine.checked, book.engine.checked, day_in_china(now))


def is_behind(draft: Draft, texts: dict[str, DraftText]) -> bool:
    """Return whether a file of the draft was published otherwise since the draft was laid over it."""
    latest = PackVersion.objects.filter(zone=draft.zone).order_by("-number").first()
    if latest is None or latest.pk == draft.base_id:
        return False
    before, after = book_of_version(draft.base).files, book_of_version(latest).files
    return any(before.get(path) != after.get(path) for path in texts)
