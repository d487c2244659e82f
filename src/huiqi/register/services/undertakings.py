"""Undertakings: added, changed, given labels that end or are withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain import names
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.titles import Level
from huiqi.register.domain.undertakings import AWAY, LABEL_KINDS, Group
from huiqi.register.models import Label, Subject, Undertaking
from huiqi.register.services.allowing import CannotKeep, allowed, tidy


class CannotKeepUndertaking(Cannot):
    """The carrier, station or project cannot be kept like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "unknown_group": ("没有{group!r}这一类。", "there is no group {group!r}."),
        "city_missing": (
            "飞地和工作站设在别处，请写明城市。",
            "an enclave or a station is elsewhere: say in which city.",
        ),
        "group_is_fixed": ("登记后不能改变大类。", "the group cannot be changed once it is recorded."),
        "changed_meanwhile": (
            "有人刚刚改过“{name}”，您的更改没有保存。请重新打开后再改。",
            "somebody has just changed “{name}”; your change was not kept. Open it again.",
        ),
        "wrong_label": ("“{label}”不是这一类载体的称号。", "“{label}” is no label of this group."),
        "unknown_level": ("没有{level!r}这一级。", "there is no level {level!r}."),
        "label_held": ("同样的称号已登记。", "the same label is recorded already."),
        "label_over": ("这一称号已经结束或撤下。", "this label has ended or was withdrawn."),
        "ends_before": ("{day}不晚于起始日{start}。", "{day} is not later than the first day {start}."),
    }


@dataclass(frozen=True, slots=True)
class UndertakingSaid:
    """What is said of an undertaking; `ended_on` is the first day on which it is no more, `operator` an organisation."""

    group: str
    name: str
    source: str
    operator: UUID | None = None
    city: str = ""
    begun_on: date | None = None
    ended_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LabelSaid:
    """What is said of a label; `name` as printed where that says more than the kind, `valid_to` the first day without it."""

    kind: str
    source: str
    name: str = ""
    level: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def add_undertaking(*, organisation: UUID, said: UndertakingSaid, actor: Actor, now: datetime) -> Undertaking:
    """Add an undertaking of a zone or park, and the subject of its facts; raises CannotKeepUndertaking, CannotKeep, CannotSee."""
    home = allowed(organisation, actor=actor, roles=KEEP_REGISTER)
    if said.group not in list(Group):
        raise CannotKeepUndertaking("unknown_group", group=said.group)
    added = Undertaking(id=new_id(now), group=said.group, organisation=home, added_at=now)
    write(added, said, actor=actor, now=now)
    added.save(force_insert=True)
    Subject.objects.create(id=added.pk, kind=said.group, organisation=home)
    note("added", added, actor=actor, now=now, after=asdict(said))
    return added


@transaction.atomic
def change_undertaking(
    *, id: UUID, said: UndertakingSaid, seen_at: datetime, actor: Actor, now: datetime
) -> Undertaking:
    """Change an undertaking as it was seen at a moment; raises CannotKeepUndertaking("changed_meanwhile") where it is later."""
    changed = locked(id, actor=actor)
    if changed.changed_at != seen_at:
        raise CannotKeepUndertaking("changed_meanwhile", name=changed.name)
    if said.group != changed.group:
        raise CannotKeepUndertaking("group_is_fixed")
    before = {field.name: getattr(changed, field.name) for field in fields(said) if field.name != "operator"}
    before["operator"] = changed.operator_id
    write(changed, said, actor=actor, now=now)
    changed.save()
    note("changed", changed, actor=actor, now=now, before=before, after=asdict(said))
    return changed


@transaction.atomic
def put_label(*, undertaking: UUID, said: LabelSaid, actor: Actor, now: datetime) -> Label:
    """Give an undertaking a label; raises CannotKeepUndertaking, CannotKeep, CannotSee."""
    holder = locked(undertaking, actor=actor)
    kind = LABEL_KINDS.get(said.kind)
    if kind is None or kind.group != holder.group:
        raise CannotKeepUndertaking("wrong_label", label=kind.zh if kind else said.kind)
    if said.level and said.level not in list(Level):
        raise CannotKeepUndertaking("unknown_level", level=said.level)
    check(said.source, said.valid_from, said.valid_to, name=kind.zh)
    added = Label(id=new_id(now), undertaking=holder, recorded_at=now, **asdict(said))
    try:
        with transaction.atomic():
            added.save(force_insert=True)
    except IntegrityError as error:
        raise CannotKeepUndertaking("label_held") from error
    note("labelled", holder, actor=actor, now=now, after=asdict(said))
    return added


@transaction.atomic
def end_label(*, id: UUID, day: date, actor: Actor, now: datetime) -> Label:
    """End a label from a day on; raises CannotKeepUndertaking, CannotKeep, CannotSee."""
    ended = locked_label(id, actor=actor)
    if ended.valid_from is not None and day <= ended.valid_from:
        raise CannotKeepUndertaking("ends_before", day=day, start=ended.valid_from)
    before = {"label": ended.kind, "valid_to": ended.valid_to}
    ended.valid_to = day
    ended.save(update_fields=("valid_to",))
    note("label_ended", ended.undertaking, actor=actor, now=now, before=before, after={"valid_to": day})
    return ended


@transaction.atomic
def withdraw_label(*, id: UUID, actor: Actor, now: datetime) -> Label:
    """Take back a label that was recorded by mistake: it counts on no day. Raises CannotKeepUndertaking, CannotKeep, CannotSee."""
    withdrawn = locked_label(id, actor=actor)
    withdrawn.withdrawn_at = now
    withdrawn.save(update_fields=("withdrawn_at",))
    before = {"label": withdrawn.kind, "name": withdrawn.name, "level": withdrawn.level}
    note("label_withdrawn", withdrawn.undertaking, actor=actor, now=now, before=before)
    return withdrawn


def locked(id: UUID, *, actor: Actor) -> Undertaking:
    """Return an undertaking that the actor may change, its zone or park locked; raises CannotSee, CannotKeep."""
    seen = queries.undertaking(actor, id=id)
    allowed(seen.organisation_id, actor=actor, roles=KEEP_REGISTER)
    return Undertaking.objects.get(pk=id)


def locked_label(id: UUID, *, actor: Actor) -> Label:
    """Return a label that still counts, its undertaking's zone or park locked; raises CannotKeepUndertaking, CannotSee."""
    found = Label.objects.filter(pk=id).first()
    if found is None:
        raise queries.CannotSee("not_found", what="label", id=id)
    locked(found.undertaking_id, actor=actor)
    found.refresh_from_db()
    if found.withdrawn_at is not None:
        raise CannotKeepUndertaking("label_over")
    return found


def write(row: Undertaking, said: UndertakingSaid, *, actor: Actor, now: datetime) -> None:
    """Set what is said; raises CannotKeepUndertaking, CannotKeep, CannotSee."""
    if said.group in list(AWAY) and not said.city.strip():
        raise CannotKeepUndertaking("city_missing")
    row.name = tidy(said.name)
    check(said.source, said.begun_on, said.ended_on, name=row.name)
    row.name_key = names.sort_key(row.name)
    row.operator = queries.organisation(actor, id=said.operator) if said.operator else None
    row.city = said.city.strip()
    row.begun_on, row.ended_on = said.begun_on, said.ended_on
    row.source, row.note = said.source.strip(), said.note.strip()
    row.changed_at = now


def check(source: str, start: date | None, end: date | None, *, name: str) -> None:
    """Refuse what has no source or holds on no day; raises CannotKeep."""
    if not source.strip():
        raise CannotKeep("no_source")
    if start is not None and end is not None and start >= end:
        raise CannotKeep("bad_validity", name=name, valid_from=start, valid_to=end)


def note(done: str, row: Undertaking, *, actor: Actor, now: datetime, **told: Mapping[str, object]) -> None:
    """Write the audit row."""
    audit.record(
        f"register.undertaking.{done}",
        actor=actor, subject_kind=row.group, subject=row.pk, organisation=row.organisation_id, now=now, **told,
    )  # fmt: skip
