"""Drafts are started, saved and discarded. A text is saved over the one that was read, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.words import Pair
from huiqi.rulebook import queries
from huiqi.rulebook.domain.drafting import (
    OPEN,
    POLICY_ID,
    STATES,
    Kind,
    State,
    new_paths,
    paths_of,
    template,
    tidy,
)
from huiqi.rulebook.domain.pack_files import digest_of
from huiqi.rulebook.domain.rights import DRAFT
from huiqi.rulebook.models import CataloguedPolicy, Content, Draft, DraftText, PackVersion
from huiqi.rulebook.services.allowing import allowed
from huiqi.rulebook.services.publishing import lock_zone
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.testing import pack_scenarios

TEXT_MOST = 1_000_000


class CannotDraft(Cannot):
    """A draft cannot be started or changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "inherited": (
            "“{title}”来自上级规则包，在那里修改。",
            "“{title}” comes from a pack that this one needs: it is changed there.",
        ),
        "bad_id": (
            "编号{policy!r}不能用：请用小写字母、数字和连字符，如 rd-subsidy。",
            "{policy!r} is no id: lower-case letters, digits and hyphens, such as rd-subsidy.",
        ),
        "taken": ("编号{policy}已经有政策在用。", "a policy with the id {policy} is there already."),
        "not_open": ("草案现在是“{zh}”，不能这样做。", "the draft is “{en}” now: this cannot be done."),
        "open_already": (
            "这项政策已有草案，请先办完或放弃。",
            "the policy has an open draft: finish it or give it up first.",
        ),
        "no_end_in_text": (
            "{path}里找不到截止日（to:），请直接修改文本。",
            "no `to:` is found in {path}: change the text itself.",
        ),
        "no_renewal": (
            "现在的截止日是 {end}；延期须更晚，或不设截止日。",
            "it ends on {end}: a renewal ends later, or not at all.",
        ),
        "before_start": ("政策从 {start} 起施行，不能更早废止。", "it is in force from {start}: it cannot end before."),
        "no_repeal": ("政策在 {end} 已到期，不必废止。", "it ends on {end} anyway."),
        "no_model": ("{name} 不能作为决策模型读取：{why}", "{name} cannot be read as a decision model: {why}"),
        "nothing_over": (
            "{name} 中没有规则包能容纳的内容：{why}",
            "nothing in {name} can be held by a pack: {why}",
        ),
        "too_long": ("文字太长，最多 {most} 字。", "the text is too long: {most} characters at most."),
    }


class CannotSave(Cannot):
    """Somebody saved the text in between: nothing is overwritten. `last` is what was saved."""

    messages: ClassVar[Mapping[str, Words]] = {
        "overtaken": (
            "{name}在您之后保存过这个文件，您的文字还没有保存。请对照两个版本。",
            "{name} saved this file after you opened it; your text is not saved yet. Compare the two.",
        ),
    }

    def __init__(self, code: str, /, *, last: DraftText, **data: object) -> None:
        super().__init__(code, **data)
        self.last = last


@transaction.atomic
def draft_change(*, zone: UUID, policy: str, actor: Actor, now: datetime) -> Draft:
    """Start a draft that changes a published policy; where one is open, return that one. Raises CannotDraft, CannotChange."""
    allowed(zone, actor=actor, roles=DRAFT)
    lock_zone(zone)
    row = queries.policy_of(actor, zone=zone, policy=policy, day=day_in_china(now))
    opened = Draft.objects.filter(zone=zone, policy=policy, state__in=OPEN).first()
    if opened is not None:
        return opened
    if row.is_inherited:
        raise CannotDraft("inherited", title=row.title_zh)
    return start(zone=zone, row=row, kind=Kind.CHANGE, actor=actor, now=now)


@transaction.atomic
def draft_policy(
    *, zone: UUID, policy: str, title: Pair, actor: Actor, now: datetime, texts: Mapping[str, str] | None = None
) -> Draft:
    """Start the draft of a new policy, with what everything must say or with `texts` that say it.

    Raises CannotDraft, CannotChange, CannotFindBook where the zone has no pack.
    """
    allowed(zone, actor=actor, roles=DRAFT)
    if not POLICY_ID.fullmatch(policy):
        raise CannotDraft("bad_id", policy=policy[:40])
    lock_zone(zone)
    base = queries.current_version(zone=zone, now=now)
    if CataloguedPolicy.objects.filter(zone=zone, policy=policy).exists():
        raise CannotDraft("taken", policy=policy)
    row = CataloguedPolicy.objects.create(
        id=new_id(now),
        zone=zone,
        policy=policy,
        title_zh=title[0],
        title_en=title[1],
        words=f"{policy} {title[0]} {title[1]}".lower(),
    )
    first = texts or {f"{base.pack}/policies/{policy}.yaml": template(policy, title, day_in_china(now))}
    return start(zone=zone, row=row, kind=Kind.NEW, actor=actor, now=now, texts=first)


def start(
    *, zone: UUID, row: CataloguedPolicy, kind: Kind, actor: Actor, now: datetime,
    texts: Mapping[str, str] | None = None, last_day: date | None = None, reason: str = "",
) -> Draft:  # fmt: skip
    """Add a draft over the zone's current version; `texts` are first texts where they are not the published ones."""
    base = queries.current_version(zone=zone, now=now)
    draft = Draft.objects.create(
        id=new_id(now), zone=zone, pack=base.pack, policy=row.policy, title_zh=row.title_zh, title_en=row.title_en,
        kind=kind.value, state=State.DRAFTING.value, base=base, last_day=last_day, reason=reason,
        started_at=now, started_by=actor.person, started_by_name=actor.name, changed_at=now,
    )  # fmt: skip
    published = published_texts(base, row.policy)
    for path in dict.fromkeys((*published, *(texts or {}))):
        keep_text(draft, path, 0, published.get(path, ""), actor=None, now=now)
        if texts and texts.get(path, published.get(path, "")) != published.get(path, ""):
            keep_text(draft, path, 1, texts[path], actor=actor, now=now)
    audit.record(
        "rulebook.draft.started",
        actor=actor, subject_kind="draft", subject=draft.pk, organisation=zone, now=now,
        after={"policy": row.policy, "kind": kind.value, "base": base.number, "last_day": last_day, "reason": reason},
    )  # fmt: skip
    return draft


def published_texts(version: PackVersion, policy: str) -> dict[str, str]:
    """Return the zone's own files that say a policy, as they were published; those that are not there yet are empty."""
    book = queries.book_of_version(version)
    if policy not in book.loaded.own_policies:
        paths: Sequence[str] = new_paths(version.pack, policy)
    else:
        scenarios = pack_scenarios(book.loaded.path, book.engine, Findings())
        root = f"{book.loaded.path.parent.as_posix()}/"
        paths = paths_of(book.loaded, tuple(scenarios), policy, root)
    return {path: book.files.get(path, b"").decode() for path in paths}


@transaction.atomic
def save_text(*, draft: UUID, path: str, text: str, over: int, actor: Actor, now: datetime) -> DraftText:
    """Save a file of a draft over the text with the number `over`; the same text again changes nothing.

    Raises CannotSave where somebody saved another one in between, CannotDraft, CannotChange, CannotSeeDraft.
    """
    opened = locked(draft, actor=actor)
    if len(text) > TEXT_MOST:
        raise CannotDraft("too_long", most=TEXT_MOST)
    last = queries.last_texts(opened).get(path)
    if last is None:
        raise queries.CannotSeeDraft("no_such_text")
    tidied = tidy(text)
    if last.text == tidied:
        return last
    if last.number != over:
        raise CannotSave("overtaken", last=last, name=last.saved_by_name)
    saved = keep_text(opened, path, last.number + 1, tidied, actor=actor, now=now)
    opened.changed_at = now
    opened.save(update_fields=("changed_at",))
    audit.record(
        "rulebook.draft.saved",
        actor=actor, subject_kind="draft", subject=draft, organisation=opened.zone, now=now,
        before={"path": path, "text": last.content_id}, after={"path": path, "text": saved.content_id},
    )  # fmt: skip
    return saved


@transaction.atomic
def discard_draft(*, draft: UUID, reason: str, actor: Actor, now: datetime) -> Draft:
    """Give a draft up; its texts stay on record. Raises CannotDraft, CannotChange, CannotSeeDraft."""
    opened = locked(draft, actor=actor)
    opened.state, opened.changed_at = State.DISCARDED.value, now
    opened.save(update_fields=("state", "changed_at"))
    CataloguedPolicy.objects.filter(zone=opened.zone, policy=opened.policy, version=None).delete()
    audit.record(
        "rulebook.draft.discarded",
        actor=actor, subject_kind="draft", subject=draft, organisation=opened.zone, now=now, after={"reason": reason},
    )  # fmt: skip
    return opened


def locked(draft: UUID, *, actor: Actor, state: State = State.DRAFTING, roles: tuple[Role, ...] = DRAFT) -> Draft:
    """Return a draft in a state on which the actor may act, locked; raises CannotSeeDraft, CannotChange, CannotDraft("not_open")."""
    seen = queries.draft_of(actor, id=draft)
    allowed(seen.zone, actor=actor, roles=roles)
    found = Draft.objects.select_for_update(of=("self",)).select_related("base").get(pk=seen.pk)
    if found.state != state:
        raise CannotDraft("not_open", zh=STATES[found.state][0], en=STATES[found.state][1])
    return found


def keep_text(draft: Draft, path: str, number: int, text: str, *, actor: Actor | None, now: datetime) -> DraftText:
    """Add a text of a draft; the published one (number 0) has nobody who saved it."""
    content = text.encode()
    digest = digest_of(content)
    Content.objects.bulk_create([Content(digest=digest, content=content)], ignore_conflicts=True)
    return DraftText.objects.create(
        draft=draft, path=path, number=number, content_id=digest, saved_at=now,
        saved_by=actor.person if actor else None, saved_by_name=actor.name if actor else "",
    )  # fmt: skip
