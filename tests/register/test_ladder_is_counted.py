"""The ladder on a day and between two days; new titles of a year; what runs out; who applies anew and who again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.register.domain.ladder import RUNGS, ladder
from huiqi.register.queries.standings import new_titles_of
from huiqi.register.services import TitleSaid
from tests.cast import NOW, SYSTEM, Cast
from tests.register.companies import add_companies

BEFORE, DAY = date(2023, 12, 31), date(2024, 12, 31)


def give(company: UUID, kind: str, start: date, end: date | None = None, **more: object) -> None:
    said = TitleSaid(kind, start, end, source="认定名单", **more)
    services.record_title(organisation=company, said=said, actor=SYSTEM, now=NOW)


@pytest.mark.inventory("LY-02")
def test_company_that_moves_up_counts_in_both_titles_and_once_as_company(cast: Cast) -> None:
    company = cast.north_company.pk
    give(company, "tech_sme", date(2023, 5, 1))
    give(company, "hnte", date(2024, 11, 1), date(2027, 11, 1))
    found = queries.ladder_page(SYSTEM, day=DAY, before=BEFORE).ladder
    assert {rung.kind.key: rung.holders for rung in found.rungs} == {
        "tech_sme": 1, "hnte": 1, "specialised_sme": 0, "little_giant": 0,
    }  # fmt: skip
    assert {rung.kind.key: rung.highest for rung in found.rungs}["tech_sme"] == 0
    assert (found.titles, found.companies, found.up) == (2, 1, 1)
    (row,) = queries.moved(queries.on_ladder(SYSTEM, day=DAY, before=BEFORE), "up")
    assert (row, row.rung_before, row.rung) == (cast.north_company, 1, 2)


@pytest.mark.inventory("XM-25")
def test_company_with_two_new_titles_is_one_company(cast: Cast) -> None:
    companies = add_companies(cast.north, 37)
    for company in companies[:35]:
        give(company, "little_giant", date(2024, 7, 1), level="national")
    for company in companies[34:]:
        give(company, "single_champion", date(2024, 9, 1), level="national")
    # Neither an older title nor a renewed one is new.
    give(cast.north_company.pk, "little_giant", date(2021, 7, 1), date(2024, 7, 1), level="national")
    give(cast.north_company.pk, "little_giant", date(2024, 7, 1), level="national", recognition="renewed")
    (news,) = new_titles_of(SYSTEM, years=(2024,), kinds=("little_giant", "single_champion"))
    assert [count for _, count in news.by_kind] == [35, 3]
    assert (news.titles, news.companies) == (38, 37)


@pytest.mark.inventory("MA-02")
def test_applications_are_new_ones_and_renewals(cast: Cast) -> None:
    companies = add_companies(cast.north, 49)
    for company in companies[24:]:
        give(company, "hnte", date(2020, 12, 1), date(2023, 12, 1))
    wanted = {"kind": "hnte", "year": 2023, "source": "申报汇总表", "actor": SYSTEM, "now": NOW}
    assert services.nominate(companies=companies, stage="pool", **wanted) == (49, 0)
    assert queries.applications(SYSTEM, kind="hnte", year=2023).total == 0
    assert services.nominate(companies=companies, stage="applied", **wanted) == (0, 49)
    found = queries.applications(SYSTEM, kind="hnte", year=2023)
    assert (found.total, found.new, found.renewal) == (49, 24, 25)


def test_who_went_where_between_two_days(cast: Cast) -> None:
    up, down, out, entered, same = add_companies(cast.north, 5)
    give(up, "hnte", date(2022, 1, 1))
    give(up, "little_giant", date(2024, 1, 1))
    give(down, "little_giant", date(2021, 1, 1), date(2024, 1, 1))
    give(down, "hnte", date(2022, 1, 1))
    give(out, "hnte", date(2021, 1, 1), date(2024, 1, 1))
    give(entered, "tech_sme", date(2024, 1, 1))
    give(same, "hnte", date(2022, 1, 1))
    page = queries.ladder_page(SYSTEM, day=DAY, before=BEFORE).ladder
    assert (page.up, page.down, page.out, page.entered) == (1, 1, 1, 1)
    hnte = page.rungs[1]
    assert (hnte.before, hnte.holders, hnte.gained, hnte.lost) == (4, 3, 0, 1)
    rows = queries.on_ladder(SYSTEM, day=DAY, before=BEFORE)
    for how, company in (("up", up), ("down", down), ("out", out), ("in", entered), ("same", same)):
        assert [row.pk for row in queries.moved(rows, how)] == [company], how
    assert {row.pk for row in queries.holding(rows, kind="hnte", day=DAY)} == {up, down, same}


def test_title_runs_out_unless_the_next_one_follows(cast: Cast) -> None:
    soon, renewed, later, past = add_companies(cast.north, 4)
    give(soon, "hnte", date(2022, 1, 1), date(2025, 1, 31))
    give(renewed, "hnte", date(2022, 1, 1), date(2025, 1, 31))
    give(renewed, "hnte", date(2024, 12, 1), date(2027, 12, 1))
    give(later, "hnte", date(2022, 1, 1), date(2025, 12, 31))
    give(past, "hnte", date(2021, 1, 1), date(2024, 12, 31))
    assert [row.organisation_id for row in queries.expiring_titles(SYSTEM, day=DAY)] == [soon]


def test_pool_takes_all_or_none_and_only_what_the_actor_keeps(cast: Cast) -> None:
    officer = cast.person("园", (Role.SERVICE_OFFICER, cast.north))
    wanted = {"kind": "hnte", "year": 2026, "stage": "pool", "source": "摸底", "now": NOW}
    both = [cast.north_company.pk, cast.south_company.pk]
    with pytest.raises(services.CannotKeep, match="may not"):
        services.nominate(companies=both, actor=officer, **wanted)
    assert not queries.candidates(SYSTEM).exists()
    with pytest.raises(services.CannotNominate, match="name one"):
        services.nominate(companies=[], actor=officer, **wanted)
    assert services.nominate(companies=both[:1], actor=officer, **wanted) == (1, 0)
    assert services.nominate(companies=both[:1], actor=officer, **wanted) == (0, 0)


def test_ladder_of_nobody_is_empty() -> None:
    empty = ladder({})
    assert (empty.companies, empty.titles, len(empty.rungs)) == (0, 0, len(RUNGS))
