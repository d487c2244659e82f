"""Published figures: recorded and changed, never without their word, unit and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.published import TOPICS, Qualifier
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.values import storable
from huiqi.register.models import Organisation, PublishedFigure
from huiqi.register.services.allowing import CannotKeep, allowed, tidy


class CannotPublish(Cannot):
    """The figure cannot be recorded like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "unknown_topic": ("没有{topic!r}这一主题。", "there is no topic {topic!r}."),
        "unknown_word": ("没有{word!r}这个限定词。", "there is no qualifier {word!r}."),
        "bad_number": ("{reason}。", "{reason}."),
        "part_of_itself": ("不能是自己的一部分。", "nothing is a part of itself."),
        "changed_meanwhile": (
            "有人刚刚改过“{name}”，您的更改没有保存。请重新打开后再改。",
            "somebody has just changed “{name}”; your change was not kept. Open it again.",
        ),
    }


@dataclass(frozen=True, slots=True)
class FigureSaid:
    """What was published; without a value it is the sum of its parts."""

    topic: str
    zh: str
    en: str
    source: str
    value: Decimal | None = None
    qualifier: str = Qualifier.EXACTLY.value
    unit_zh: str = ""
    unit_en: str = ""
    as_of: str = ""
    part_of: UUID | None = None


@transaction.atomic
def record_figure(*, organisation: UUID, said: FigureSaid, actor: Actor, now: datetime) -> PublishedFigure:
    """Record a figure that was published of a zone or park; raises CannotPublish, CannotKeep, CannotSee."""
    home = allowed(organisation, actor=actor, roles=KEEP_REGISTER)
    added = PublishedFigure(id=new_id(now), organisation=home, recorded_at=now)
    write(added, said, actor=actor, now=now)
    added.save(force_insert=True)
    note("recorded", added, home, actor=actor, now=now, after=asdict(said))
    return added


@transaction.atomic
def change_figure(*, id: UUID, said: FigureSaid, seen_at: datetime, actor: Actor, now: datetime) -> PublishedFigure:
    """Change a figure as it was seen at a moment; raises CannotPublish("changed_meanwhile") where it is later."""
    seen = queries.published_figure(actor, id=id)
    home = allowed(seen.organisation_id, actor=actor, roles=KEEP_REGISTER)
    changed = PublishedFigure.objects.get(pk=id)
    if changed.changed_at != seen_at:
        raise CannotPublish("changed_meanwhile", name=changed.zh)
    before = {field.name: getattr(changed, field.name) for field in fields(said) if field.name != "part_of"}
    before["part_of"] = changed.part_of_id
    write(changed, said, actor=actor, now=now)
    changed.save()
    note("changed", changed, home, actor=actor, now=now, before=before, after=asdict(said))
    return changed


def write(row: PublishedFigure, said: FigureSaid, *, actor: Actor, now: datetime) -> None:
    """Set what is said; raises CannotPublish, CannotKeep, CannotSee."""
    if said.topic not in TOPICS:
        raise CannotPublish("unknown_topic", topic=said.topic)
    if said.value is not None and said.qualifier not in list(Qualifier):
        raise CannotPublish("unknown_word", word=said.qualifier)
    if not said.source.strip():
        raise CannotKeep("no_source")
    if said.part_of is not None and said.part_of == row.pk:
        raise CannotPublish("part_of_itself")
    try:
        row.value = None if said.value is None else storable(said.value)
    except ValueError as error:
        raise CannotPublish("bad_number", reason=error) from error
    row.topic, row.qualifier = said.topic, "" if said.value is None else said.qualifier
    row.zh, row.en = tidy(said.zh), tidy(said.en)
    row.unit_zh, row.unit_en, row.as_of = said.unit_zh.strip(), said.unit_en.strip(), said.as_of.strip()
    row.part_of = queries.published_figure(actor, id=said.part_of) if said.part_of else None
    row.source = said.source.strip()
    row.changed_at = now


def note(
    done: str, row: PublishedFigure, home: Organisation, *, actor: Actor, now: datetime, **told: Mapping[str, object]
) -> None:
    """Write the audit row."""
    audit.record(
        f"register.figure.{done}",
        actor=actor, subject_kind="published_figure", subject=row.pk, organisation=home.pk, now=now, **told,
    )  # fmt: skip
