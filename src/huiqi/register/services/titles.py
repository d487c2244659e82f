"""Titles of organisations: recorded, corrected, revoked; and the facts that they are, which follow in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.titles import BY_KEY, Level, Recognition, Span, joined
from huiqi.register.domain.values import MISSING
from huiqi.register.models import Organisation, Subject, Title
from huiqi.register.services.allowing import CannotKeep, allowed
from huiqi.register.services.facts import Said, keep


class CannotKeepTitle(Cannot):
    """The title cannot be recorded like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "unknown_kind": ("没有{kind!r}这种称号。", "there is no title of the kind {kind!r}."),
        "unknown_level": ("没有{level!r}这一级。", "there is no level {level!r}."),
        "held_already": (
            "同一级别、同日起有效的这一称号已登记。",
            "this title, of the same level and from the same day, is recorded already.",
        ),
        "changed_meanwhile": (
            "这一称号刚被{name}更正，您的更改没有保存。请重新打开后再改。",
            "{name} has just corrected this title; your change was not kept. Open it again.",
        ),
        "revoked_outside": (
            "{day}不在有效期内，不能自该日撤销。",
            "{day} is not within its validity; it cannot be revoked from that day.",
        ),
    }


@dataclass(frozen=True, slots=True)
class TitleSaid:
    """What is said of a title; `valid_to` is the first day on which it no longer holds."""

    kind: str
    valid_from: date
    valid_to: date | None = None
    level: str = ""
    number: str = ""
    recognition: str = Recognition.UNSAID.value
    source: str = ""
    evidence: str = ""


@transaction.atomic
def record_title(*, organisation: UUID, said: TitleSaid, actor: Actor, now: datetime) -> Title:
    """Add a title and make its facts true on its days; raises CannotKeepTitle, CannotKeep."""
    holder = allowed(organisation, actor=actor, roles=KEEP_REGISTER)
    before = spans(holder, said.kind)
    added = put(holder, said, actor=actor, now=now)
    follow(added, before=before, actor=actor, now=now)
    note("recorded", added, actor=actor, now=now)
    return added


@transaction.atomic
def correct_title(*, id: UUID, said: TitleSaid, actor: Actor, now: datetime) -> Title:
    """Put a later row in the place of a title; raises CannotKeepTitle("changed_meanwhile") where somebody else did."""
    old = replaced(id, actor=actor)
    before = spans(old.organisation, old.kind)
    Title.objects.filter(pk=old.pk).update(replaced_at=now)
    added = put(old.organisation, said, actor=actor, now=now)
    if added.kind != old.kind:
        follow(old, before=before, actor=actor, now=now)
        before = spans(old.organisation, added.kind, leaving_out=added.pk)
    follow(added, before=before, actor=actor, now=now)
    note("corrected", added, actor=actor, now=now, before=told(old))
    return added


@transaction.atomic
def revoke_title(*, id: UUID, day: date, source: str, actor: Actor, now: datetime) -> Title:
    """End a title from a day on because it was taken away; from then on its facts are known to be false."""
    old = replaced(id, actor=actor)
    if not Span(old.valid_from, old.valid_to).covers(day) or day == old.valid_from:
        raise CannotKeepTitle("revoked_outside", day=day)
    before = spans(old.organisation, old.kind)
    Title.objects.filter(pk=old.pk).update(replaced_at=now)
    said = TitleSaid(old.kind, old.valid_from, day, old.level, old.number, old.recognition, source, old.evidence)
    added = put(old.organisation, said, actor=actor, now=now, revoked_on=day)
    follow(added, before=before, actor=actor, now=now)
    note("revoked", added, actor=actor, now=now, before=told(old))
    return added


def replaced(id: UUID, *, actor: Actor) -> Title:
    """Return the title that is to be replaced, its organisation locked; raises CannotSee, CannotKeep, CannotKeepTitle."""
    found = Title.objects.filter(pk=id).first()
    if found is None:
        queries.title(actor, id=id)
        raise AssertionError("a title that is not there cannot be seen")
    allowed(found.organisation_id, actor=actor, roles=KEEP_REGISTER)
    current = Title.objects.select_related("organisation").get(pk=id)
    if current.replaced_at is not None:
        later = Title.objects.filter(organisation=current.organisation, recorded_at=current.replaced_at).first()
        raise CannotKeepTitle("changed_meanwhile", name=later.recorded_by_name if later else "?")
    return current


def put(holder: Organisation, said: TitleSaid, *, actor: Actor, now: datetime, revoked_on: date | None = None) -> Title:
    """Add the row of a title; raises CannotKeepTitle, CannotKeep."""
    if said.kind not in BY_KEY:
        raise CannotKeepTitle("unknown_kind", kind=said.kind)
    if said.level and said.level not in list(Level):
        raise CannotKeepTitle("unknown_level", level=said.level)
    if not said.source.strip():
        raise CannotKeep("no_source")
    if said.valid_to is not None and said.valid_from >= said.valid_to:
        raise CannotKeep("bad_validity", name=said.kind, valid_from=said.valid_from, valid_to=said.valid_to)
    same = {"organisation": holder, "kind": said.kind, "level": said.level, "valid_from": said.valid_from}
    if Title.objects.filter(replaced_at=None, **same).exists():
        raise CannotKeepTitle("held_already")
    return Title.objects.create(
        id=new_id(now),
        **same,
        valid_to=said.valid_to,
        revoked_on=revoked_on,
        number=said.number,
        recognition=said.recognition,
        source=said.source,
        evidence=said.evidence,
        recorded_at=now,
        recorded_by=actor.person,
        recorded_by_name=actor.name,
    )


def spans(holder: Organisation, kind: str, *, leaving_out: UUID | None = None) -> tuple[Span, ...]:
    """Return the days on which an organisation holds a title of a kind, as known now."""
    rows = Title.objects.filter(organisation=holder, kind=kind, replaced_at=None)
    if leaving_out is not None:
        rows = rows.exclude(pk=leaving_out)
    return joined(Span(start, end) for start, end in rows.values_list("valid_from", "valid_to"))


def follow(changed: Title, *, before: tuple[Span, ...], actor: Actor, now: datetime) -> None:
    """Say anew what the facts of a title's kind are: true on its days, false from a revocation on, unknown after its end."""
    names = BY_KEY[changed.kind].facts
    after = spans(changed.organisation, changed.kind)
    if not names or (before == after and changed.revoked_on is None):
        return
    holds = [(one.start, one.end, True) for one in after]
    holds += [(day, end, False) for day, end in revoked(changed, after)]
    said: list[Said] = []
    for name in names:
        if before:
            said.append(Said(name, MISSING, valid_from=min(one.start for one in (*before, *after))))
        # In the order of their days: the last row is what lists read.
        said += [
            Said(name, true, valid_from=start, valid_to=end) for start, end, true in sorted(holds, key=itemgetter(0))
        ]
    source = fact_source(changed.kind, changed.number, changed.source)
    keep(Subject.objects.get(pk=changed.organisation_id), said, source=source, actor=actor, now=now)


def fact_source(kind: str, number: str, source: str) -> str:
    """Return where the facts of a title come from."""
    return f"{BY_KEY[kind].zh} {number} {source}".replace("  ", " ")[:200]


def revoked(changed: Title, held: tuple[Span, ...]) -> Iterator[tuple[date, date | None]]:
    """Yield from when to when titles of the kind are gone because they were revoked: until one is given again."""
    days = Title.objects.filter(
        organisation=changed.organisation, kind=changed.kind, replaced_at=None, revoked_on__isnull=False
    ).values_list("revoked_on", flat=True)
    for day in sorted({day for day in days if day is not None and not any(one.covers(day) for one in held)}):
        yield day, next((one.start for one in held if one.start > day), None)


def note(act: str, title: Title, *, actor: Actor, now: datetime, before: Mapping[str, object] | None = None) -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"register.title.{act}",
        actor=actor, subject_kind="title", subject=title.pk, organisation=title.organisation_id, now=now,
        before=before, after=told(title),
    )  # fmt: skip


def told(title: Title) -> dict[str, object]:
    """Return a title as the audit trail shows it."""
    names = ("kind", "level", "number", "recognition", "valid_from", "valid_to", "revoked_on", "source")
    return {name: getattr(title, name) for name in names}
