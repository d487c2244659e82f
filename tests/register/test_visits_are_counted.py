"""Who was in touch with a company and when: counted once a company, above and below scale; due where the scheme sets a rhythm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.register.services import TitleSaid
from tests.cast import NOW, SYSTEM, Cast
from tests.register.companies import add_companies
from tests.register.test_grid_covers_key_companies import LATER, officer, open_grid, open_scheme, place, take_in

DAY = date(2026, 3, 1)
SPAN = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}


def visit(company: object, **more: object) -> object:
    wanted = {"company": company, "day": DAY, "way": "visit", "note": "摸底", "actor": SYSTEM, "now": NOW}
    return services.record_visit(**wanted | more)


@pytest.mark.inventory("GZ-05")
def test_companies_visited_are_counted_once_above_and_below_scale(cast: Cast) -> None:
    above, below = add_companies(cast.north, 157), add_companies(cast.south, 200, start=157)
    for company in above:
        said = TitleSaid("above_scale", date(2025, 1, 1), source="统计名录")
        services.record_title(organisation=company, said=said, actor=SYSTEM, now=NOW)
    for company in (*above, *below):
        visit(company)
    visit(above[0], note="再访")
    visit(cast.north_company.pk, way="phone")
    found = queries.visited(SYSTEM, **SPAN)
    assert (found.above_scale, found.below_scale, found.total) == (157, 200, 357)


def test_visit_is_withdrawn_by_who_recorded_it(cast: Cast) -> None:
    lin, wang = officer(cast), officer(cast, "王")
    made = visit(cast.north_company.pk, actor=lin)
    with pytest.raises(services.CannotVisit, match="only 林"):
        services.withdraw_visit(id=made.pk, actor=wang, now=NOW)
    services.withdraw_visit(id=made.pk, actor=lin, now=NOW)
    assert queries.visited(SYSTEM, **SPAN).total == 0
    with pytest.raises(services.CannotVisit, match="still to come"):
        visit(cast.north_company.pk, day=DAY + timedelta(days=30))
    leader = cast.person("领", (Role.LEADER, cast.zone))
    with pytest.raises(services.CannotKeep, match="may not"):
        visit(cast.north_company.pk, actor=leader)


def test_last_contact_stands_in_the_officers_own_list(cast: Cast) -> None:
    scheme = open_scheme(cast, contact_every_days=30)
    lin = officer(cast)
    take_in(scheme, cast.north_company.pk)
    place(cast.north_company.pk, open_grid(scheme, "一网格", lin))
    row = queries.companies_in_care(lin, at=LATER).get()
    assert (row.last_contact, row.due) == (None, date(2026, 4, 1))
    visit(cast.north_company.pk, way="phone")
    row = queries.companies_in_care(lin, at=LATER).get()
    assert (row.last_contact, row.due) == (DAY, date(2026, 3, 31))
    assert not queries.companies_in_care(officer(cast, "王"), at=LATER).exists()
