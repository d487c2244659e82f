"""Carriers, enclaves, stations, platforms and projects as an actor may see them, and their labels as counted on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import WATCH_WORK
from huiqi.register.domain.undertakings import Tally, tally
from huiqi.register.models import Label, Residency, Undertaking
from huiqi.register.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Residents(TypedDict):
        """How many companies are there."""

        residents: int

    ListedUndertaking = WithAnnotations[Undertaking, Residents]


def undertakings(actor: Actor, *, group: str = "") -> QuerySet[Undertaking]:
    """Return the undertakings of the zones and parks whose work the actor may follow."""
    seen = Undertaking.objects.filter(organisation__in=within_reach(actor, *WATCH_WORK))
    return seen.filter(group=group) if group else seen


def listed_undertakings(actor: Actor, *, day: date) -> QuerySet[ListedUndertaking]:
    """Return the rows of the list: with operator, labels that count, and `residents` on the day."""
    there = Residency.objects.filter(present_on(day), undertaking=OuterRef("pk")).order_by().values("undertaking")
    number = Coalesce(Subquery(there.annotate(count=Count("pk")).values("count")), 0)
    rows = undertakings(actor).select_related("operator", "organisation").prefetch_related("labels")
    return rows.annotate(residents=number)


def undertaking(actor: Actor, *, id: UUID) -> Undertaking:
    """Return one undertaking with operator and labels; raises CannotSee."""
    rows = undertakings(actor).select_related("operator", "organisation").prefetch_related("labels")
    found = rows.filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="undertaking", id=id)
    return found


def carrying(
    rows: QuerySet[ListedUndertaking], *, day: date, kind: str = "", level: str = ""
) -> QuerySet[ListedUndertaking]:
    """Narrow to undertakings that carry, on a day, a label of a kind and a level."""
    held = Label.objects.filter(counts_on(day), undertaking=OuterRef("pk"))
    held = held.filter(kind=kind) if kind else held
    return rows.filter(Exists(held.filter(level=level) if level else held))


def label(actor: Actor, *, id: UUID) -> Label:
    """Return one label that was not withdrawn, with its undertaking; raises CannotSee."""
    seen = Label.objects.filter(undertaking__in=undertakings(actor), withdrawn_at=None)
    found = seen.filter(pk=id).select_related("undertaking").first()
    if found is None:
        raise CannotSee("not_found", what="label", id=id)
    return found


def labels(actor: Actor, *, day: date, group: str = "") -> QuerySet[Label]:
    """Return the labels that count on a day, of undertakings that were there on it."""
    begun = Q(undertaking__begun_on=None) | Q(undertaking__begun_on__lte=day)
    there = begun & (Q(undertaking__ended_on=None) | Q(undertaking__ended_on__gt=day))
    return Label.objects.filter(counts_on(day), there, undertaking__in=undertakings(actor, group=group))


def tally_of_labels(actor: Actor, *, day: date, group: str = "") -> Tally:
    """Count the labels of a day; one query."""
    return tally(labels(actor, day=day, group=group).values_list("undertaking", "kind", "name", "level"))


def counts_on(day: date) -> Q:
    """Return the condition for labels that hold on a day; one without a first day holds since ever."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return Q(withdrawn_at=None) & begun & (Q(valid_to=None) | Q(valid_to__gt=day))


def holds_on(label: Label, day: date) -> bool:
    """Return whether a label that was read counts on a day; the same as `counts_on`."""
    begun = label.valid_from is None or label.valid_from <= day
    return label.withdrawn_at is None and begun and (label.valid_to is None or label.valid_to > day)


def present_on(day: date) -> Q:
    """Return the condition for companies that are in an undertaking on a day."""
    return Q(entered_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))
