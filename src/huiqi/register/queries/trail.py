"""The audit trail as auditors see it: what concerns the organisations within reach, found by person, subject, code and day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import CHINA
from huiqi.kernel.models import AuditEntry
from huiqi.register.domain.rights import SEE_TRAIL
from huiqi.register.models import Organisation
from huiqi.register.queries.reach import CannotSee, within_reach


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """One act, with what was before and after it, key by key."""

    number: int
    at: datetime
    code: str
    actor: UUID | None
    actor_name: str
    subject_kind: str
    subject: str
    organisation_name: str
    changes: tuple[tuple[str, object, object], ...]
    previous_hash: str
    own_hash: str


def trail(actor: Actor) -> QuerySet[AuditEntry]:
    """Return the acts that the actor audits, with `organisation_name`; those of no organisation are the zone's auditors' to see."""
    reach = within_reach(actor, *SEE_TRAIL)
    seen = Q(organisation__in=reach.values("pk"))
    if actor.is_system or reach.filter(kind=Organisation.Kind.ZONE).exists():
        seen |= Q(organisation=None)
    name = Organisation.objects.filter(pk=OuterRef("organisation")).values("name")[:1]
    return AuditEntry.objects.filter(seen).annotate(organisation_name=Subquery(name)).order_by("-number")


def sought(rows: QuerySet[AuditEntry], text: str) -> QuerySet[AuditEntry]:
    """Narrow by words that all have to fit: a day, an identifier, a code or its beginning, a part of a name."""
    for word in text.split():
        rows = rows.filter(fits(word))
    return rows


def fits(word: str) -> Q:
    """Return what a word asks for: `2026-03-02`, an identifier of person, subject or organisation, `register.role`, a name."""
    day = read_day(word)
    if day is not None:
        begin = datetime.combine(day, time(), tzinfo=CHINA)
        return Q(recorded_at__gte=begin, recorded_at__lt=begin + timedelta(days=1))
    try:
        identifier = UUID(word)
    except ValueError:
        of_name = Organisation.objects.filter(name__contains=word).values("pk")
        return Q(code__startswith=word) | Q(actor_name__contains=word) | Q(organisation__in=of_name) | Q(subject=word)
    return Q(actor=identifier) | Q(subject=str(identifier)) | Q(organisation=identifier)


def read_day(word: str) -> date | None:
    """Return the day that a word names."""
    try:
        return date.fromisoformat(word) if len(word) == 10 else None
    except ValueError:
        return None


def trail_entry(actor: Actor, *, number: int) -> SeenEntry:
    """Return one act; raises CannotSee."""
    row = trail(actor).filter(pk=number).first()
    if row is None:
        raise CannotSee("not_found", what="entry", id=number)
    details: Mapping[str, Mapping[str, object]] = json.loads(row.details)
    before, after = details.get("before", {}), details.get("after", {})
    keys = dict.fromkeys((*before, *after))
    return SeenEntry(
        number=row.number,
        at=row.recorded_at,
        code=row.code,
        actor=row.actor,
        actor_name=row.actor_name,
        subject_kind=row.subject_kind,
        subject=row.subject,
        organisation_name=getattr(row, "organisation_name", "") or "",
        changes=tuple((key, before.get(key), after.get(key)) for key in keys),
        previous_hash=row.previous_hash,
        own_hash=row.own_hash,
    )
