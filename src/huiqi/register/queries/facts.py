"""Facts of a subject: as they hold on a day, as they were known at a moment, and all that was ever said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from huiqi.kernel.actor import Actor
from huiqi.register.domain.values import MISSING, Value
from huiqi.register.models import Fact, Organisation, Subject
from huiqi.register.queries.looking import note_look
from huiqi.register.queries.reach import visible_subject, visible_subjects


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as it stood: its value, and where it comes from; `id` names the row."""

    id: UUID
    name: str
    period: str
    value: Value
    source: str
    evidence: str
    valid_from: date | None
    valid_to: date | None
    recorded_at: datetime
    recorded_by_name: str


def facts(
    actor: Actor,
    *,
    subject: UUID,
    names: Collection[str] | None = None,
    valid_on: date | None = None,
    known_on: datetime | None = None,
) -> tuple[KnownFact, ...]:
    """Return the facts of a subject, or those named, by name and period: as they hold on a day, as they were known at a moment.

    Without a day every validity counts, without a moment everything recorded so far. Of several the last one recorded is right.
    That the actor looked at sensitive ones is written down. Raises CannotSee.
    """
    seen = visible_subject(actor, id=subject)
    found = _facts(seen, names=names, valid_on=valid_on, known_on=known_on)
    note_look(actor, organisations=[seen.organisation], names={one.name for one in found})
    return found


def facts_of_many(
    actor: Actor, *, subjects: Collection[UUID], names: Collection[str], valid_on: date, known_on: datetime
) -> dict[UUID, list[KnownFact]]:
    """Return the named facts of those subjects of organisations that the actor may see, as `facts` does, in a few queries."""
    seen = visible_subjects(actor, ids=subjects).select_related("organisation")
    merged = Organisation.objects.filter(merged_into__in=subjects, gone_at__lte=known_on).values_list(
        "pk", "merged_into"
    )
    owners = {one.pk: one.pk for one in seen}
    owners |= {pk: into for pk, into in merged if into is not None and into in owners}
    begun = Q(valid_from=None) | Q(valid_from__lte=valid_on)
    rows = Fact.objects.filter(begun, Q(valid_to=None) | Q(valid_to__gt=valid_on), subject__in=owners, name__in=names)
    found: dict[UUID, dict[tuple[str, str], Fact]] = {}
    # The last one said is right, whoever of the merged said it.
    for row in rows.filter(recorded_at__lte=known_on).order_by("recorded_at", "id"):
        found.setdefault(owners[row.subject_id], {})[row.name, row.period] = row
    note_look(
        actor,
        organisations=[one.organisation for one in seen],
        names={key[0] for some in found.values() for key in some},
    )
    return {pk: [known(some[key]) for key in sorted(some)] for pk, some in found.items()}


def fact(
    actor: Actor,
    *,
    subject: UUID,
    name: str,
    period: str = "",
    valid_on: date | None = None,
    known_on: datetime | None = None,
) -> Value:
    """Return one value; MISSING where nothing was said, or where what was said is withdrawn. Raises CannotSee."""
    seen = visible_subject(actor, id=subject)
    note_look(actor, organisations=[seen.organisation], names={name})
    found = _facts(seen, names=[name], valid_on=valid_on, known_on=known_on)
    return next((one.value for one in found if one.period == period), MISSING)


def history(actor: Actor, *, subject: UUID, name: str, period: str = "") -> tuple[KnownFact, ...]:
    """Return everything that was ever said of a fact, the latest first. Raises CannotSee."""
    seen = visible_subject(actor, id=subject)
    note_look(actor, organisations=[seen.organisation], names={name})
    rows = Fact.objects.filter(subject__in=speakers(seen.pk), name=name, period=period).order_by("-recorded_at", "-id")
    return tuple(known(row) for row in rows)


def _facts(
    seen: Subject, *, names: Collection[str] | None = None, valid_on: date | None, known_on: datetime | None
) -> tuple[KnownFact, ...]:
    rows = Fact.objects.filter(subject__in=speakers(seen.pk, known_on=known_on))
    if names is not None:
        rows = rows.filter(name__in=names)
    if known_on is not None:
        rows = rows.filter(recorded_at__lte=known_on)
    if valid_on is not None:
        begun = Q(valid_from=None) | Q(valid_from__lte=valid_on)
        rows = rows.filter(begun, Q(valid_to=None) | Q(valid_to__gt=valid_on))
    latest = rows.order_by("name", "period", "-recorded_at", "-id").distinct("name", "period")
    return tuple(known(row) for row in latest)


def latest_changes(actor: Actor, *, subject: UUID, most: int) -> tuple[KnownFact, ...]:
    """Return what was said last of a subject, the latest first. Raises CannotSee."""
    seen = visible_subject(actor, id=subject)
    rows = Fact.objects.filter(subject__in=speakers(seen.pk)).order_by("-recorded_at", "-id")[:most]
    found = tuple(known(row) for row in rows)
    note_look(actor, organisations=[seen.organisation], names={one.name for one in found})
    return found


def speakers(subject: UUID, *, known_on: datetime | None = None) -> list[UUID]:
    """Return the subject and the records that were merged into it by then: what was said of them holds for it."""
    merged = Organisation.objects.filter(merged_into=subject)
    if known_on is not None:
        merged = merged.filter(gone_at__lte=known_on)
    return [subject, *merged.values_list("pk", flat=True)]


def known(row: Fact) -> KnownFact:
    """Return a row as other parts may hold it."""
    return KnownFact(
        id=row.pk,
        name=row.name,
        period=row.period,
        value=row.value,
        source=row.source,
        evidence=row.evidence,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        recorded_at=row.recorded_at,
        recorded_by_name=row.recorded_by_name,
    )
