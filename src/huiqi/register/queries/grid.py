"""The grid as an actor may see it: schemes, their key companies with who is responsible and what is missing, their grids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
)
from django.db.models.functions import Coalesce, TruncDate

from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import CHINA
from huiqi.register.domain.grid import Duty, Gap, is_needed
from huiqi.register.domain.rights import COMPANY, OFFICERS, WATCH_WORK
from huiqi.register.models import Grid, GridDuty, GridPlace, KeyCompany, Organisation, RoleGrant, Scheme, Visit
from huiqi.register.queries.reach import CannotSee, reached_by, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Care(TypedDict):
        """Who looks after a key company at a moment: nothing where nobody does."""

        grid: UUID | None
        grid_name: str | None
        department_name: str | None
        officer: UUID | None
        officer_name: str | None
        leader_name: str | None
        deputy_name: str | None
        officer_is_there: bool
        last_contact: date | None
        due: date | None

    class Load(TypedDict):
        """Who a grid's people are, and how many companies are in it."""

        officer_name: str | None
        leader_name: str | None
        deputy_name: str | None
        companies: int

    CaredFor = WithAnnotations[KeyCompany, Care]
    LoadedGrid = WithAnnotations[Grid, Load]


@dataclass(frozen=True, slots=True)
class Staffed:
    """A grid of a scheme as `gaps_of` reads it, where it was not read with a company: who has its duties."""

    scheme: Scheme
    grid: UUID | None = None
    department_name: str | None = None
    officer: UUID | None = None
    leader_name: str | None = None
    deputy_name: str | None = None
    officer_is_there: bool = False


def schemes(actor: Actor) -> QuerySet[Scheme]:
    """Return the schemes of the zones and parks whose work the actor may follow."""
    return Scheme.objects.filter(organisation__in=within_reach(actor, *WATCH_WORK)).select_related("organisation")


def scheme(actor: Actor, *, id: UUID) -> Scheme:
    """Return one scheme; raises CannotSee."""
    found = schemes(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="scheme", id=id)
    return found


def key_companies(actor: Actor, *, scheme: UUID, at: datetime) -> QuerySet[CaredFor]:
    """Return the companies that a scheme looks after at a moment, with who does and when somebody was last in touch."""
    seen = reached_by(actor, *WATCH_WORK, through="company")
    return cared_for(
        KeyCompany.objects.filter(seen, scheme=scheme, scheme__in=schemes(actor), period__contains=at), at=at
    )


def companies_in_care(actor: Actor, *, at: datetime) -> QuerySet[CaredFor]:
    """Return the key companies in whose grid the actor has a duty, in all schemes."""
    duty = GridDuty.objects.filter(person=actor.person, period__contains=at).values("grid")
    # Few of the companies are one's own: only of those it is asked who looks after them.
    there = GridPlace.objects.filter(grid__in=duty, period__contains=at, undone_at=None).values("company")
    rows = KeyCompany.objects.filter(company__in=within_reach(actor, *WATCH_WORK), period__contains=at)
    rows = rows.filter(company__in=there)
    return cared_for(rows, at=at).filter(grid__in=duty)


def care_of(actor: Actor, *, company: UUID, at: datetime) -> QuerySet[CaredFor]:
    """Return who looks after a company at a moment, in each scheme: for officers, and for the company itself."""
    seen = within_reach(actor, *WATCH_WORK, *COMPANY)
    rows = KeyCompany.objects.filter(company=company, company__in=seen, period__contains=at)
    return cared_for(rows, at=at).order_by("scheme__added_at", "scheme")


def cared_for(rows: QuerySet[KeyCompany], *, at: datetime) -> QuerySet[CaredFor]:
    """Return key companies with who looks after them at a moment."""
    place = GridPlace.objects.filter(
        scheme=OuterRef("scheme"), company=OuterRef("company"), period__contains=at, undone_at=None
    ).order_by()
    last = Visit.objects.filter(company=OuterRef("company"), withdrawn_at=None).order_by("-day").values("day")
    rows = rows.annotate(
        grid=Subquery(place.values("grid")),
        grid_name=Subquery(place.values("grid__name")),
        department_name=Subquery(place.values("grid__department__name")),
        last_contact=Subquery(last[:1]),
    )
    # In touch again so many days after the last time, or after the company was taken in; a day plus a number is a day.
    since = Coalesce(
        "last_contact", TruncDate(Func("period", function="lower", output_field=DateTimeField()), tzinfo=CHINA)
    )
    rows = rows.annotate(due=ExpressionWrapper(since + F("scheme__contact_every_days"), output_field=DateField()))
    rows = rows.annotate(
        officer=on_duty("grid", Duty.OFFICER, "person", at=at),
        officer_name=on_duty("grid", Duty.OFFICER, "person__name", at=at),
        leader_name=on_duty("grid", Duty.LEADER, "person__name", at=at),
        deputy_name=on_duty("grid", Duty.DEPUTY, "person__name", at=at),
    )
    # The officer still has a role for the company itself, or for something that it is within.
    around = Organisation.objects.filter(pk=OuterRef(OuterRef("company"))).order_by()
    around = around.annotate(one=Func("within", function="unnest", output_field=UUIDField()))
    roles = [role.value for role in OFFICERS]
    grants = RoleGrant.objects.filter(person=OuterRef("officer"), role__in=roles, period__contains=at)
    reaching = grants.filter(organisation__in=around.values("one"))
    return rows.annotate(officer_is_there=Exists(reaching)).select_related("company", "scheme")


def on_duty(grid: str, duty: Duty, wanted: str, *, at: datetime) -> Subquery:
    """Return who has a duty in a grid at a moment, as an expression."""
    rows = GridDuty.objects.filter(grid=OuterRef(grid), duty=duty.value, period__contains=at).order_by()
    return Subquery(rows.values(wanted))


LACKS: Mapping[Gap, Q] = {
    Gap.GRID: Q(grid=None),
    Gap.DEPARTMENT: Q(grid__isnull=False, department_name=None, scheme__needs_department=True),
    Gap.OFFICER: Q(grid__isnull=False, officer=None),
    Gap.OFFICER_AWAY: Q(officer__isnull=False, officer_is_there=False),
    Gap.LEADER: Q(grid__isnull=False, leader_name=None, scheme__duties__contains=[Duty.LEADER.value]),
    Gap.DEPUTY: Q(grid__isnull=False, deputy_name=None, scheme__duties__contains=[Duty.DEPUTY.value]),
}


def lacking(rows: QuerySet[CaredFor], gap: str = "") -> QuerySet[CaredFor]:
    """Narrow to companies that lack one thing, or anything that their scheme asks for."""
    return rows.filter(LACKS[Gap(gap)] if gap else anything())


def anything() -> Q:
    """Return the condition that something is missing."""
    found = Q()
    for condition in LACKS.values():
        found |= condition
    return found


def gaps_of(row: CaredFor | Staffed) -> Iterator[Gap]:
    """Yield what a company that was read lacks; the same as `LACKS`."""
    if row.grid is None:
        yield Gap.GRID
        return
    found = {
        Gap.DEPARTMENT: row.department_name is None,
        Gap.OFFICER: row.officer is None,
        Gap.OFFICER_AWAY: row.officer is not None and not row.officer_is_there,
        Gap.LEADER: row.leader_name is None,
        Gap.DEPUTY: row.deputy_name is None,
    }
    yield from (gap for gap in needed(row.scheme) if found.get(gap))


def needed(scheme: Scheme) -> tuple[Gap, ...]:
    """Return the gaps that there can be in a scheme."""
    return tuple(gap for gap in Gap if is_needed(gap, scheme.duties, needs_department=scheme.needs_department))


def grids(actor: Actor, *, scheme: UUID, at: datetime) -> QuerySet[LoadedGrid]:
    """Return the grids of a scheme with their people, and how many key companies each has at a moment."""
    rows = Grid.objects.filter(scheme=scheme, scheme__in=schemes(actor)).select_related("department", "scheme")
    key = KeyCompany.objects.filter(scheme=OuterRef("scheme"), company=OuterRef("company"), period__contains=at)
    there = GridPlace.objects.filter(Exists(key), grid=OuterRef("pk"), period__contains=at, undone_at=None)
    number = there.order_by().values("grid").annotate(count=Count("pk")).values("count")
    return rows.annotate(
        officer_name=on_duty("pk", Duty.OFFICER, "person__name", at=at),
        leader_name=on_duty("pk", Duty.LEADER, "person__name", at=at),
        deputy_name=on_duty("pk", Duty.DEPUTY, "person__name", at=at),
        companies=Coalesce(Subquery(number), 0),
    )


def grid(actor: Actor, *, id: UUID) -> Grid:
    """Return one grid; raises CannotSee."""
    seen = Grid.objects.filter(scheme__in=schemes(actor)).select_related("scheme", "department")
    found = seen.filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="grid", id=id)
    return found
