"""Titles as an actor may see them: all that hold now or held, as known at a moment, as valid on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import SEE_FACTS
from huiqi.register.models import Organisation, Title
from huiqi.register.queries.reach import CannotSee, reached_by, within_reach


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title as other parts may hold it; `valid_to` is the first day on which it no longer holds."""

    id: UUID
    kind: str
    level: str
    number: str
    recognition: str
    valid_from: date
    valid_to: date | None
    revoked_on: date | None
    source: str
    recorded_at: datetime
    recorded_by_name: str


def titles(
    actor: Actor, *, kind: str = "", valid_on: date | None = None, known_on: datetime | None = None
) -> QuerySet[Title]:
    """Return the titles of all organisations whose facts the actor may see; without a moment, as they are known now.

    A title of a record that was merged into another is the other's.
    """
    theirs = reached_by(actor, *SEE_FACTS, through="organisation")
    # Few records were merged: the database looks where they went only for those that are not there themselves.
    merged = Exists(within_reach(actor, *SEE_FACTS).filter(pk=OuterRef("organisation__merged_into")).order_by())
    found = Title.objects.filter(theirs | Q(merged), known_at(known_on))
    if kind:
        found = found.filter(kind=kind)
    if valid_on is not None:
        found = found.filter(Q(valid_to=None) | Q(valid_to__gt=valid_on), valid_from__lte=valid_on)
    return found


def held_titles(
    actor: Actor, *, organisation: UUID, valid_on: date | None = None, known_on: datetime | None = None
) -> tuple[HeldTitle, ...]:
    """Return the titles of one organisation, the latest first."""
    found = titles(actor, valid_on=valid_on, known_on=known_on).filter(organisation__in=records_of(organisation))
    return tuple(held(row) for row in found)


def records_of(organisation: UUID) -> QuerySet[Organisation, UUID]:
    """Return the keys of an organisation and of what was merged into it.

    As keys: a condition over two tables would have every title of the register read.
    """
    mine = Organisation.objects.filter(Q(pk=organisation) | Q(merged_into=organisation))
    return mine.order_by().values_list("pk", flat=True)


def title(actor: Actor, *, id: UUID, organisation: UUID | None = None) -> Title:
    """Return one title as it is known now, of the organisation where one is named; raises CannotSee."""
    rows = titles(actor).filter(pk=id)
    if organisation is not None:
        rows = rows.filter(organisation__in=records_of(organisation))
    found = rows.select_related("organisation").first()
    if found is None:
        raise CannotSee("not_found", what="title", id=id)
    return found


def known_at(moment: datetime | None) -> Q:
    """Return the condition for the rows that were known at a moment, or are now."""
    if moment is None:
        return Q(replaced_at=None)
    return Q(recorded_at__lte=moment) & (Q(replaced_at=None) | Q(replaced_at__gt=moment))


def held(row: Title) -> HeldTitle:
    """Return a row as other parts may hold it."""
    return HeldTitle(
        id=row.pk,
        kind=row.kind,
        level=row.level,
        number=row.number,
        recognition=row.recognition,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        revoked_on=row.revoked_on,
        source=row.source,
        recorded_at=row.recorded_at,
        recorded_by_name=row.recorded_by_name,
    )
