"""Who was responsible for a company or had a duty in a grid, and since when; who may be given one; contacts with companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiqi.kernel.actor import Actor, Role
from huiqi.register.domain.rights import OFFICERS, WATCH_WORK
from huiqi.register.models import GridDuty, GridPlace, Person, PlacementBatch, RoleGrant, Scheme, Title, Visit
from huiqi.register.queries.grid import schemes
from huiqi.register.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Scale(TypedDict):
        """Whether the company was above scale on the day."""

        is_above_scale: bool

    ScaledVisit = WithAnnotations[Visit, Scale]


def duties(actor: Actor, *, grid: UUID) -> QuerySet[GridDuty]:
    """Return who has and had which duty in a grid, the latest first."""
    rows = GridDuty.objects.filter(grid=grid, grid__scheme__in=schemes(actor)).select_related("person")
    return rows.order_by("duty", "-period")


def places_of(actor: Actor, *, company: UUID) -> QuerySet[GridPlace]:
    """Return the grids in which a company is and was, the latest first."""
    seen = within_reach(actor, *WATCH_WORK).filter(pk=company)
    rows = GridPlace.objects.filter(company__in=seen, undone_at=None, scheme__in=schemes(actor))
    return rows.select_related("grid", "scheme").order_by("scheme__name", "-period")


def eligible_people(scheme: Scheme, *, at: datetime) -> QuerySet[Person]:
    """Return who may be given a duty in a scheme: officers and leaders of its zone or of what is in it."""
    roles = [role.value for role in (*OFFICERS, Role.LEADER)]
    near = Q(organisation__within__contains=[scheme.organisation_id]) | Q(organisation__in=scheme.organisation.within)
    grants = RoleGrant.objects.filter(near, person=OuterRef("pk"), role__in=roles, period__contains=at)
    return Person.objects.filter(Exists(grants)).order_by("name_key", "id")


def batch(actor: Actor, *, id: UUID) -> PlacementBatch:
    """Return one act in which companies were put into grids; raises CannotSee."""
    found = PlacementBatch.objects.filter(pk=id, scheme__in=schemes(actor)).select_related("scheme").first()
    if found is None:
        raise CannotSee("not_found", what="batch", id=id)
    return found


def batches(actor: Actor, *, scheme: UUID) -> QuerySet[PlacementBatch]:
    """Return the last acts of a scheme in which companies were put into grids."""
    return PlacementBatch.objects.filter(scheme=scheme, scheme__in=schemes(actor))[:10]


def visits(actor: Actor) -> QuerySet[ScaledVisit]:
    """Return contacts with companies that the actor may follow; `is_above_scale`: the company held that title on the day."""
    seen = within_reach(actor, *WATCH_WORK)
    held = Title.objects.filter(
        organisation=OuterRef("company"), kind="above_scale", replaced_at=None, valid_from__lte=OuterRef("day")
    ).filter(Q(valid_to=None) | Q(valid_to__gt=OuterRef("day")))
    rows = Visit.objects.filter(company__in=seen, withdrawn_at=None).select_related("company", "person")
    return rows.annotate(is_above_scale=Exists(held))


def visit(actor: Actor, *, id: UUID) -> Visit:
    """Return one contact that was not withdrawn; raises CannotSee."""
    found = visits(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="visit", id=id)
    return found


@dataclass(frozen=True, slots=True)
class Visited:
    """Companies visited in a span of days, each once: above scale, below it, and all."""

    above_scale: int
    below_scale: int
    total: int


def visited(actor: Actor, *, since: date, until: date) -> Visited:
    """Count the companies that somebody visited from a day to before another; one query."""
    rows = visits(actor).filter(day__gte=since, day__lt=until, way="visit").order_by()
    found = rows.aggregate(
        total=Count("company", distinct=True),
        above=Count("company", distinct=True, filter=Q(is_above_scale=True)),
    )
    above, total = found["above"], found["total"]
    return Visited(above_scale=above, below_scale=total - above, total=total)
