"""Contacts with companies: recorded by who was there, withdrawn where that was a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.grid import Way
from huiqi.register.domain.rights import OFFICERS
from huiqi.register.models import Visit
from huiqi.register.services.allowing import allowed


class CannotVisit(Cannot):
    """The contact cannot be recorded like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "in_future": ("{day}还没有到。", "{day} is still to come."),
        "unknown_way": ("没有{way!r}这种联系方式。", "there is no such way: {way!r}."),
        "not_own": ("只有{name}本人可以撤下。", "only {name} may withdraw it."),
    }


@transaction.atomic
def record_visit(*, company: UUID, day: date, way: str, note: str, actor: Actor, now: datetime) -> Visit:
    """Record that the actor was in touch with a company; raises CannotVisit, CannotKeep."""
    found = allowed(company, actor=actor, roles=OFFICERS)
    if way not in list(Way):
        raise CannotVisit("unknown_way", way=way)
    if day > day_in_china(now):
        raise CannotVisit("in_future", day=day)
    added = Visit.objects.create(
        id=new_id(now), company=found, day=day, way=way, note=note.strip(),
        person_id=actor.person, person_name=actor.name, recorded_at=now,
    )  # fmt: skip
    audit.record(
        "register.visit.recorded",
        actor=actor, subject_kind="company", subject=company, organisation=company, now=now,
        after={"day": day, "way": way, "note": added.note},
    )  # fmt: skip
    return added


@transaction.atomic
def withdraw_visit(*, id: UUID, actor: Actor, now: datetime) -> Visit:
    """Take back what oneself recorded by mistake; raises CannotVisit, CannotKeep, CannotSee."""
    seen = queries.visit(actor, id=id)
    allowed(seen.company_id, actor=actor, roles=OFFICERS)
    if not actor.is_system and seen.person_id != actor.person:
        raise CannotVisit("not_own", name=seen.person_name)
    seen.withdrawn_at = now
    seen.save(update_fields=("withdrawn_at",))
    audit.record(
        "register.visit.withdrawn",
        actor=actor, subject_kind="company", subject=seen.company_id, organisation=seen.company_id, now=now,
        before={"day": seen.day, "way": seen.way, "note": seen.note},
    )  # fmt: skip
    return seen
