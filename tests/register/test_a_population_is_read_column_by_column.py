"""The facts of all companies, column by column: as they hold on a day, as they were known at a moment, for whom may see them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.register.domain.credit_code import check_character
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE
from huiqi.register.services import Said
from tests.cast import NOW, SYSTEM, Cast

DAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)


def say(company, *said: Said, hours: int = 0) -> None:
    services.record_facts(subject=company.pk, said=said, source="表", actor=SYSTEM, now=NOW + hours * HOUR)


def columns(cast: Cast, *, day: date = DAY, hours: int = 99, actor=SYSTEM, scope=None):
    found = queries.population(actor, scope=(scope or cast.zone).pk, day=day, known_at=NOW + hours * HOUR)
    return {key: named(found, column) for key, column in found.columns.items()}


def named(found, column) -> dict[str, object]:
    cells = [NOT_APPLICABLE if row in column.absent else cell for row, cell in enumerate(column.cells)]
    return dict(zip([one.name[:2] for one in found.members], cells, strict=True))


def test_companies_are_in_the_order_of_their_identifiers(cast: Cast) -> None:
    found = queries.population(SYSTEM, scope=cast.zone.pk, day=DAY, known_at=NOW)
    assert [one.id for one in found.members] == sorted((cast.north_company.pk, cast.south_company.pk))
    assert [found.members[row].name[:3] for row in found.by_name] == ["阿尔法", "重庆长"]
    assert {one.name[:3]: found.parks[one.park] for one in found.members} == {"阿尔法": "南园", "重庆长": "北园"}


def test_three_kinds_of_nothing_stay_apart(cast: Cast) -> None:
    say(cast.north_company, Said("sales", Decimal("12.50"), "2024"), Said("hnte", False), Said("loan", NOT_APPLICABLE))
    say(cast.north_company, Said("staff", Decimal(3)))
    say(cast.north_company, Said("staff", MISSING), hours=1)
    say(cast.south_company, Said("sales", Decimal(0), "2024"), Said("founded", date(2015, 1, 2)), Said("note", "二"))
    assert columns(cast) == {
        "sales|2024": {"重庆": "12.5", "阿尔": "0"},
        "hnte": {"重庆": False, "阿尔": None},
        "loan": {"重庆": NOT_APPLICABLE, "阿尔": None},
        "founded": {"重庆": None, "阿尔": "2015-01-02"},
        "note": {"重庆": None, "阿尔": "二"},
    }


def test_a_value_that_does_not_hold_on_the_day_gives_way_to_the_one_that_does(cast: Cast) -> None:
    say(cast.north_company, Said("title", "2021", valid_from=date(2021, 1, 1), valid_to=date(2024, 1, 1)))
    say(cast.north_company, Said("title", "2024", valid_from=date(2024, 1, 1), valid_to=date(2027, 1, 1)), hours=1)
    assert columns(cast)["title"]["重庆"] == "2024"
    assert columns(cast, day=date(2023, 5, 1))["title"]["重庆"] == "2021"
    assert columns(cast, day=date(2027, 1, 1)) == {}


def test_what_was_said_later_was_not_known_then(cast: Cast) -> None:
    say(cast.north_company, Said("staff", Decimal(10)), Said("hnte", True))
    say(cast.south_company, Said("staff", Decimal(20)))
    say(cast.north_company, Said("staff", Decimal(11)), hours=2)
    assert columns(cast)["staff"] == {"重庆": "11", "阿尔": "20"}
    assert columns(cast, hours=1) == {"staff": {"重庆": "10", "阿尔": "20"}, "hnte": {"重庆": True, "阿尔": None}}


def test_every_cell_is_what_the_subject_itself_would_say(cast: Cast) -> None:
    say(cast.north_company, Said("staff", Decimal(1), "2023"), Said("hnte", True, valid_to=date(2026, 3, 2)))
    say(cast.north_company, Said("staff", Decimal(2), "2023"), Said("hnte", MISSING), hours=1)
    say(cast.north_company, Said("hnte", False, valid_from=date(2026, 1, 1)), hours=2)
    for hours in range(4):
        for day in (date(2025, 12, 31), date(2026, 3, 1), DAY):
            moment = NOW + hours * HOUR
            known = queries.facts(SYSTEM, subject=cast.north_company.pk, valid_on=day, known_on=moment)
            expected = {f"{one.name}|{one.period}".rstrip("|"): str(one.value) for one in known if one.value is not MISSING}  # fmt: skip
            found = columns(cast, day=day, hours=hours)
            assert {key: str(cells["重庆"]) for key, cells in found.items()} == expected


def test_somebody_of_a_park_sees_that_park_and_not_the_zone(cast: Cast) -> None:
    say(cast.north_company, Said("staff", Decimal(1)))
    say(cast.south_company, Said("staff", Decimal(2)))
    officer = cast.person("园区专员", (Role.SERVICE_OFFICER, cast.north))
    assert columns(cast, actor=officer, scope=cast.north) == {"staff": {"重庆": "1"}}
    with pytest.raises(queries.CannotSee):
        columns(cast, actor=officer)
    with pytest.raises(queries.CannotSee):
        columns(cast, actor=cast.person("管理员", (Role.ADMINISTRATOR, cast.zone)))


@pytest.mark.parametrize("companies", (1, 4))
def test_a_larger_population_costs_no_more_queries(cast: Cast, companies: int, django_assert_num_queries) -> None:
    for number in range(companies):
        code = f"9144030070846{number:04}"
        added = services.add_organisation(
            kind="company", name=f"企业{number}", parent=cast.north.pk, actor=SYSTEM, now=NOW,
            credit_code=code + check_character(code),
        )  # fmt: skip
        say(added, Said("staff", Decimal(1)), Said("title", "旧", valid_to=date(2020, 1, 1)), hours=1)
    with django_assert_num_queries(7):
        columns(cast, hours=0)
