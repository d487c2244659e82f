"""What the pages of the grid show, each in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register.domain.grid import Coverage
from huiqi.register.models import Grid, GridDuty, GridPlace, Organisation, PublishedFigure, Scheme
from huiqi.register.queries.care import Visited, duties, places_of, visited, visits
from huiqi.register.queries.coverage import coverages
from huiqi.register.queries.grid import grid, grids, key_companies, schemes
from huiqi.register.queries.organisations import organisations
from huiqi.register.queries.published import published_figures
from huiqi.register.queries.reach import CannotSee

if TYPE_CHECKING:
    from huiqi.register.queries.care import ScaledVisit
    from huiqi.register.queries.grid import CaredFor

_VISITS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CoveredScheme:
    """A scheme with how far it covers its key companies."""

    scheme: Scheme
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class SchemeOverview:
    """All schemes, the companies visited this year, and what was published."""

    schemes: tuple[CoveredScheme, ...]
    visited: Visited
    figures: tuple[PublishedFigure, ...]


@dataclass(frozen=True, slots=True)
class GridPage:
    """A grid, its people now and before, and how many key companies it has."""

    row: Grid
    duties: tuple[GridDuty, ...]
    companies: int


@dataclass(frozen=True, slots=True)
class CarePage:
    """A key company of a scheme: who looks after it, the grids it was in, the last contacts."""

    row: CaredFor
    places: tuple[GridPlace, ...]
    visits: tuple[ScaledVisit, ...]


def scheme_overview(actor: Actor, *, at: datetime) -> SchemeOverview:
    """Return what the page of all schemes shows."""
    covered = coverages(actor, at=at)
    nothing = Coverage(0, 0, {})
    return SchemeOverview(
        schemes=tuple(CoveredScheme(row, covered.get(row.pk, nothing)) for row in schemes(actor)),
        visited=visited_in(actor, year=day_in_china(at).year),
        figures=tuple(figure for figure in published_figures(actor) if figure.topic in {"grid", "survey"}),
    )


def visited_in(actor: Actor, *, year: int) -> Visited:
    """Count the companies visited in a calendar year."""
    return visited(actor, since=date(year, 1, 1), until=date(year + 1, 1, 1))


def grid_page(actor: Actor, *, id: UUID, at: datetime) -> GridPage:
    """Return what the page of a grid shows; raises CannotSee."""
    row = grid(actor, id=id)
    companies = grids(actor, scheme=row.scheme_id, at=at).filter(pk=id).values_list("companies", flat=True).get()
    return GridPage(row, tuple(duties(actor, grid=id)), companies)


def care_page(actor: Actor, *, scheme: UUID, company: UUID, at: datetime) -> CarePage:
    """Return what the page of a key company shows; raises CannotSee."""
    row = key_companies(actor, scheme=scheme, at=at).filter(company=company).first()
    if row is None:
        raise CannotSee("not_found", what="company", id=company)
    places = places_of(actor, company=company).filter(scheme=scheme)
    last = visits(actor).filter(company=company).order_by("-day", "-recorded_at")[:_VISITS_SHOWN]
    return CarePage(row, tuple(places), tuple(last))


def places_in(actor: Actor, *, batch: UUID) -> QuerySet[GridPlace]:
    """Return the places of one act, of companies that the actor may see."""
    seen = organisations(actor)
    rows = GridPlace.objects.filter(batch=batch, scheme__in=schemes(actor), company__in=seen)
    return rows.select_related("company", "grid").order_by("company__name_key", "id")


def departments(actor: Actor, *, scheme: Scheme) -> list[tuple[str, str]]:
    """Return the departments around a scheme, as choices."""
    zone = scheme.organisation.within[0]
    rows = organisations(actor, kind=Organisation.Kind.DEPARTMENT).filter(within__contains=[zone])
    return [(str(row.pk), row.name) for row in rows]
