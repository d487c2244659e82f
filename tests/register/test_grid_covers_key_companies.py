"""Every key company has one grid and every grid its people, one at a moment; what is missing is listed; handing over is history."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_id
from huiqi.register import queries, services
from huiqi.register.domain.grid import Coverage, Gap
from huiqi.register.models import GridDuty, GridPlace, Scheme
from huiqi.register.services import SchemeSaid
from tests.cast import NOW, SYSTEM, Cast
from tests.register.companies import add_companies

LATER, LATEST = NOW + timedelta(days=1), NOW + timedelta(days=2)


def open_scheme(cast: Cast, name: str = "重点企业网格化服务", **more: object) -> Scheme:
    said = SchemeSaid(name=name, source="高新区方案", **more)
    return services.open_scheme(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)


def open_grid(scheme: Scheme, name: str, officer: Actor | None = None, department: UUID | None = None) -> UUID:
    grid = services.open_grid(scheme=scheme.pk, name=name, department=department, actor=SYSTEM, now=NOW)
    if officer is not None:
        services.appoint(grid=grid.pk, duty="officer", person=officer.person, actor=SYSTEM, now=NOW)
    return grid.pk


def officer(cast: Cast, name: str = "林") -> Actor:
    return cast.person(name, (Role.SERVICE_OFFICER, cast.zone))


def take_in(scheme: Scheme, *companies: UUID, reason: str = "规上工业企业") -> None:
    services.name_key_companies(scheme=scheme.pk, companies=companies, reason=reason, actor=SYSTEM, now=NOW)


def place(company: UUID, grid: UUID, **more: object) -> GridPlace:
    return services.place_company(**{"company": company, "grid": grid, "actor": SYSTEM, "now": NOW} | more)


def covered(scheme: Scheme, at: object = LATER) -> Coverage:
    return queries.coverage(SYSTEM, scheme=scheme.pk, at=at)


@pytest.mark.inventory("ZJ-05")
def test_uncovered_company_is_listed_assigned_and_a_second_grid_refused(cast: Cast) -> None:
    scheme = open_scheme(cast)
    company = cast.north_company
    take_in(scheme, company.pk)
    rows = queries.key_companies(SYSTEM, scheme=scheme.pk, at=LATER)
    assert [row.company for row in queries.lacking(rows, "grid")] == [company]
    assert covered(scheme).percent == 0
    first, second = open_grid(scheme, "一网格", officer(cast)), open_grid(scheme, "二网格", officer(cast, "王"))
    place(company.pk, first)
    assert covered(scheme).percent == 100
    assert not queries.lacking(rows).exists()
    with pytest.raises(services.CannotPlace, match="in one grid") as refused:
        place(company.pk, second, now=LATER)
    assert refused.value.code == "placed_already"
    with pytest.raises(IntegrityError, match="place_in_one_grid"), transaction.atomic():
        GridPlace.objects.create(
            id=new_id(NOW), scheme=scheme, company=company, grid_id=second, period=DateTimeTZRange(LATER, None)
        )


@pytest.mark.inventory("WF-01")
def test_eight_commissioners_look_after_nine_companies(cast: Cast) -> None:
    scheme = open_scheme(cast, "人力资源服务专员")
    companies = add_companies(cast.north, 9)
    take_in(scheme, *companies, reason="人力资源服务企业")
    grids = [open_grid(scheme, f"专员{number}", officer(cast, f"专员{number}")) for number in range(8)]
    for number, company in enumerate(companies):
        place(company, grids[number % 8])
    loads = [row.companies for row in queries.grids(SYSTEM, scheme=scheme.pk, at=LATER)]
    assert sorted(loads) == [1] * 7 + [2]
    rows = queries.key_companies(SYSTEM, scheme=scheme.pk, at=LATER)
    assert len({row.company_id for row in rows if row.officer}) == 9
    assert covered(scheme).percent == 100


@pytest.mark.inventory("GZ-03")
def test_company_with_department_and_no_officer_is_incomplete(cast: Cast) -> None:
    scheme = open_scheme(cast, "1+1+1挂点帮扶", duties=("leader", "deputy"), needs_department=True)
    department = services.add_organisation(
        kind="department", name="科技创新局", parent=cast.zone.pk, actor=SYSTEM, now=NOW
    )
    leader = cast.person("局长", (Role.LEADER, cast.zone))
    deputy, clerk = officer(cast, "副局长"), officer(cast, "干部")
    grid = open_grid(scheme, "科创局一组", department=department.pk)
    take_in(scheme, cast.north_company.pk)
    place(cast.north_company.pk, grid)
    for duty, person in (("leader", leader), ("deputy", deputy)):
        services.appoint(grid=grid, duty=duty, person=person.person, actor=SYSTEM, now=NOW)
    (row,) = queries.key_companies(SYSTEM, scheme=scheme.pk, at=LATER)
    assert row.department_name == "科技创新局"
    assert list(queries.gaps_of(row)) == [Gap.OFFICER]
    services.appoint(grid=grid, duty="officer", person=clerk.person, actor=SYSTEM, now=NOW)
    (row,) = queries.key_companies(SYSTEM, scheme=scheme.pk, at=LATER)
    assert list(queries.gaps_of(row)) == []
    assert (row.leader_name, row.deputy_name, row.officer_name) == ("局长", "副局长", "干部")


def test_handing_over_keeps_who_it_was_before(cast: Cast) -> None:
    scheme = open_scheme(cast)
    before, after = officer(cast, "前任"), officer(cast, "后任")
    grid, other = open_grid(scheme, "一网格", before), open_grid(scheme, "二网格", after)
    take_in(scheme, cast.north_company.pk)
    place(cast.north_company.pk, grid)
    services.appoint(grid=grid, duty="officer", person=after.person, actor=SYSTEM, now=LATER)
    assert [one.person.name for one in queries.duties(SYSTEM, grid=grid)] == ["后任", "前任"]
    names = [queries.key_companies(SYSTEM, scheme=scheme.pk, at=at).get().officer_name for at in (NOW, LATER)]
    assert names == ["前任", "后任"]
    with pytest.raises(services.CannotKeepGrid, match="already"):
        services.appoint(grid=grid, duty="officer", person=after.person, actor=SYSTEM, now=LATEST)
    with pytest.raises(IntegrityError, match="duty_of_one_person"), transaction.atomic():
        GridDuty.objects.create(
            id=new_id(NOW), grid_id=grid, duty="officer", person_id=before.person, period=DateTimeTZRange(LATEST, None)
        )
    services.hand_over_company(company=cast.north_company.pk, grid=other, actor=SYSTEM, now=LATEST)
    told = [(one.grid.name, one.period.upper) for one in queries.places_of(SYSTEM, company=cast.north_company.pk)]
    assert told == [("二网格", None), ("一网格", LATEST)]


def test_officer_without_a_role_any_more_is_told(cast: Cast) -> None:
    scheme = open_scheme(cast)
    leaving = officer(cast)
    take_in(scheme, cast.north_company.pk)
    place(cast.north_company.pk, open_grid(scheme, "一网格", leaving))
    assert covered(scheme).complete == 1
    (grant,) = queries.grants_of(person=leaving.person, now=LATER)
    services.end_role(grant=grant.id, actor=SYSTEM, now=LATER)
    found = covered(scheme, at=LATEST)
    assert (found.complete, found.gaps[Gap.OFFICER_AWAY]) == (0, 1)
    (row,) = queries.key_companies(SYSTEM, scheme=scheme.pk, at=LATEST)
    assert list(queries.gaps_of(row)) == [Gap.OFFICER_AWAY]
    stranger = cast.person("外人")
    with pytest.raises(services.CannotKeepGrid, match="no officer's role"):
        services.appoint(grid=row.grid, duty="officer", person=stranger.person, actor=SYSTEM, now=LATEST)


def test_officer_of_one_park_cannot_answer_for_a_company_of_the_other(cast: Cast) -> None:
    scheme = open_scheme(cast)
    north = cast.person("北", (Role.SERVICE_OFFICER, cast.north))
    take_in(scheme, cast.north_company.pk, cast.south_company.pk)
    grid = open_grid(scheme, "一网格", north)
    for company in (cast.north_company, cast.south_company):
        place(company.pk, grid)
    assert covered(scheme).gaps[Gap.OFFICER_AWAY] == 1
    assert [row.company for row in queries.companies_in_care(north, at=LATER)] == [cast.north_company]


def test_place_leads_into_its_own_scheme(cast: Cast) -> None:
    one, other = open_scheme(cast, "甲"), open_scheme(cast, "乙")
    grid = open_grid(other, "一网格")
    GridPlace.objects.create(
        id=new_id(NOW), scheme=one, company=cast.north_company, grid_id=grid, period=DateTimeTZRange(NOW, None)
    )
    with pytest.raises(IntegrityError, match="place_in_scheme"), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_company_that_is_no_longer_key_leaves_its_grid(cast: Cast) -> None:
    scheme = open_scheme(cast)
    take_in(scheme, cast.north_company.pk)
    place(cast.north_company.pk, open_grid(scheme, "一网格", officer(cast)))
    services.release_key_company(scheme=scheme.pk, company=cast.north_company.pk, actor=SYSTEM, now=LATER)
    assert not queries.key_companies(SYSTEM, scheme=scheme.pk, at=LATER).exists()
    assert [row.companies for row in queries.grids(SYSTEM, scheme=scheme.pk, at=LATEST)] == [0]
    assert queries.key_companies(SYSTEM, scheme=scheme.pk, at=NOW).count() == 1
    assert covered(scheme).percent is None


def test_share_is_never_rounded_up_to_all() -> None:
    assert Coverage(2000, 1999, {}).percent == Decimal("99.9")
    assert Coverage(3, 3, {}).percent == 100
