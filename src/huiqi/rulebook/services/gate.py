"""A draft passes the gate: sent in with its self-review, checked, taken back, approved by somebody else, and published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words
from huiqi.rulebook import queries
from huiqi.rulebook.domain.drafting import Kind, State
from huiqi.rulebook.domain.gate import GATES, IN_REVIEW, Gate, Outcome, missing
from huiqi.rulebook.domain.merging import merge
from huiqi.rulebook.domain.rights import APPROVE, RECORD_CHECKS
from huiqi.rulebook.models import CataloguedPolicy, Draft, GateRecord, PackVersion
from huiqi.rulebook.services.allowing import allowed
from huiqi.rulebook.services.drafting import keep_text, locked
from huiqi.rulebook.services.publishing import add_version, latest_version, lock_zone


class CannotPass(Cannot):
    """The draft does not pass the gate like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_green": (
            "检查或情景没有通过：{errors} 处错误，{red} 个情景不一致。",
            "checks or scenarios are not green: {errors} errors, {red} scenarios not as expected.",
        ),
        "not_author": ("自我审查由起草人本人填写。", "the self-review is the drafter's own."),
        "gates_missing": ("还缺：{zh}。", "still missing: {en}."),
        "by_author": (
            "起草人不得审批自己起草或修改过的草案。",
            "nobody approves a draft that they started or wrote on.",
        ),
        "by_drafter": ("政策起草岗不得审批。", "a policy officer approves nothing."),
        "behind": (
            "草案涉及的文件在起草后另有发布，请撤回草案，合并最新发布的文本后重新送审。",
            "files of the draft were published otherwise meanwhile: take it back, bring in what is published, and send it in anew.",
        ),
        "nothing_new": ("草案与已发布的文本没有差别。", "the draft differs in nothing from what is published."),
        "not_yours": (
            "自我审查在送审时填写，审批在发布时填写。",
            "the self-review is given on sending in, the approval on publishing.",
        ),
    }


@dataclass(frozen=True, slots=True)
class Said:
    """What is put on record: how it came out, the opinion, whose it is, and the document that holds it."""

    text: str
    document: str = ""
    given_by: str = ""
    outcome: Outcome = Outcome.PASSED


@transaction.atomic
def send_in(*, draft: UUID, said: Said, actor: Actor, now: datetime) -> Draft:
    """Send a draft into review with the drafter's self-review. Raises CannotPass, CannotDraft, CannotChange, CannotSeeDraft."""
    opened = locked(draft, actor=actor)
    if actor.person not in queries.authors(opened):
        raise CannotPass("not_author")
    latest = latest_version(opened.zone)
    assert latest is not None, "a draft lies over a published version"
    require_green(opened, latest)
    put_on_record(opened, Gate.SELF_REVIEW, said, actor=actor, now=now)
    move(opened, State.IN_REVIEW, now=now)
    audit.record(
        "rulebook.draft.sent_in",
        actor=actor, subject_kind="draft", subject=draft, organisation=opened.zone, now=now, after={"text": said.text},
    )  # fmt: skip
    return opened


@transaction.atomic
def record_check(*, draft: UUID, gate: Gate, said: Said, actor: Actor, now: datetime) -> GateRecord:
    """Put a check of a draft in review on record. Raises CannotPass, CannotDraft, CannotChange, CannotSeeDraft."""
    if gate not in IN_REVIEW:
        raise CannotPass("not_yours")
    opened = locked(draft, actor=actor, state=State.IN_REVIEW, roles=RECORD_CHECKS)
    record = put_on_record(opened, gate, said, actor=actor, now=now)
    audit.record(
        "rulebook.check.recorded",
        actor=actor, subject_kind="draft", subject=draft, organisation=opened.zone, now=now,
        after={"gate": gate, "outcome": said.outcome, "text": said.text, "document": said.document, "by": said.given_by},
    )  # fmt: skip
    return record


@transaction.atomic
def take_back(*, draft: UUID, reason: str, actor: Actor, now: datetime) -> Draft:
    """Take a draft out of review, or send it back, so that it can be written on. Raises CannotDraft, CannotChange, CannotSeeDraft."""
    opened = locked(draft, actor=actor, state=State.IN_REVIEW, roles=RECORD_CHECKS)
    move(opened, State.DRAFTING, now=now)
    audit.record(
        "rulebook.draft.taken_back",
        actor=actor, subject_kind="draft", subject=draft, organisation=opened.zone, now=now, after={"reason": reason},
    )  # fmt: skip
    return opened


@transaction.atomic
def bring_up_to_date(*, draft: UUID, actor: Actor, now: datetime) -> Draft:
    """Lay a draft over the latest published version: changes of both are put together, or marked where they meet.

    Raises CannotDraft, CannotChange, CannotSeeDraft.
    """
    opened = locked(draft, actor=actor)
    latest = latest_version(opened.zone)
    assert latest is not None, "a draft lies over a published version"
    before, after = queries.book_of_version(opened.base).files, queries.book_of_version(latest).files
    for path, row in queries.last_texts(opened).items():
        old, new = before.get(path, b"").decode(), after.get(path, b"").decode()
        merged = merge(old, new, row.text, their_name=f"{latest.number}", our_name=row.saved_by_name).text
        if merged != row.text:
            keep_text(opened, path, row.number + 1, merged, actor=actor, now=now)
    was, opened.base, opened.changed_at = opened.base, latest, now
    opened.save(update_fields=("base", "changed_at"))
    audit.record(
        "rulebook.draft.brought_up",
        actor=actor, subject_kind="draft", subject=draft, organisation=opened.zone, now=now,
        before={"base": was.number}, after={"base": latest.number},
    )  # fmt: skip
    return opened


@transaction.atomic
def publish_draft(*, draft: UUID, said: Said, actor: Actor, now: datetime) -> PackVersion:
    """Approve a draft and publish it as a new version of the zone's pack, all in one. Raises CannotPass, CannotDraft, CannotChange.

    Nobody approves what they wrote; every check is on record about this very text; checks and scenarios are green.
    """
    seen = queries.draft_of(actor, id=draft)
    allowed(seen.zone, actor=actor, roles=APPROVE)
    lock_zone(seen.zone)
    opened = locked(draft, actor=actor, state=State.IN_REVIEW, roles=APPROVE)
    if actor.person in queries.authors(opened):
        raise CannotPass("by_author")
    if actor.holds(Role.POLICY_OFFICER):
        raise CannotPass("by_drafter")
    require_gates(opened)
    latest = latest_version(opened.zone)
    assert latest is not None, "a draft lies over a published version"
    require_green(opened, latest)
    put_on_record(opened, Gate.APPROVAL, said, actor=actor, now=now)
    files = queries.files_over(latest, written(opened))
    version = add_version(zone=opened.zone, pack=opened.pack, files=files, note=note_of(opened), actor=actor, now=now)
    if opened.kind == Kind.REPEAL:
        CataloguedPolicy.objects.filter(zone=opened.zone, policy=opened.policy).update(repealed_on=opened.last_day)
    opened.version = version
    move(opened, State.PUBLISHED, now=now)
    audit.record(
        "rulebook.draft.published",
        actor=actor, subject_kind="draft", subject=draft, organisation=opened.zone, now=now,
        after={"policy": opened.policy, "kind": opened.kind, "version": version.number, "hash": version.hash},
    )  # fmt: skip
    return version


def require_gates(draft: Draft) -> None:
    """Raise CannotPass with the names of the checks that are not on record about the draft as it stands."""
    digest = queries.digest_of_texts(queries.last_texts(draft))
    lacking = missing(queries.records_of(draft), digest)
    if lacking:
        zh, en = zip(*(GATES[gate] for gate in lacking), strict=True)
        raise CannotPass("gates_missing", zh="、".join(zh), en=", ".join(en))


def require_green(draft: Draft, latest: PackVersion) -> None:
    """Raise CannotPass where the draft over the latest version has errors, red scenarios, or nothing new."""
    texts = queries.last_texts(draft)
    if queries.is_behind(draft, texts):
        raise CannotPass("behind")
    files = queries.files_over(latest, written(draft))
    if files == queries.book_of_version(latest).files:
        raise CannotPass("nothing_new")
    checked = queries.check_files(files, draft.pack, draft.policy)
    if not checked.is_green:
        raise CannotPass("not_green", errors=len(checked.errors), red=len(checked.red))


def written(draft: Draft) -> dict[str, str]:
    """Return the last text of each file of a draft."""
    return {path: row.text for path, row in queries.last_texts(draft).items()}


def put_on_record(draft: Draft, gate: Gate, said: Said, *, actor: Actor, now: datetime) -> GateRecord:
    """Add a record about a draft as it stands."""
    return GateRecord.objects.create(
        draft=draft, gate=gate.value, outcome=said.outcome.value, given_by=said.given_by,
        text=said.text, document=said.document, digest=queries.digest_of_texts(queries.last_texts(draft)),
        recorded_at=now, recorded_by=actor.person, recorded_by_name=actor.name,
    )  # fmt: skip


def move(draft: Draft, state: State, *, now: datetime) -> None:
    """Set the state of a draft."""
    draft.state, draft.changed_at = state.value, now
    draft.save(update_fields=("state", "changed_at", "version"))


def note_of(draft: Draft) -> str:
    """Return what a version is about, in Chinese: it stands on record as it was published."""
    words = {Kind.NEW: "新政策", Kind.CHANGE: "修改", Kind.RENEWAL: "延期", Kind.REPEAL: "废止"}
    about = f"{words[Kind(draft.kind)]}：{draft.title_zh}"
    return f"{about}（{draft.reason}）" if draft.reason else about
