"""The bundled tables, held against another package day by day, and what a table may not say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiqi_clocks import Calendar, CannotReckon, Festival, Notice, Year, official_years

holidays = pytest.importorskip("holidays", reason="the other opinion on the tables")


def test_every_day_is_worked_as_the_other_package_says(calendar):
    other = holidays.country_holidays("CN", years=range(2018, 2027))
    days = (date(2018, 1, 1) + timedelta(days=number) for number in range((date(2027, 1, 1) - date(2018, 1, 1)).days))
    differing = [day for day in days if calendar.is_working(day) != other.is_working_day(day)]
    assert differing == []


def test_years_are_unbroken_and_name_their_notice():
    years = official_years()
    assert list(years) == list(range(2018, 2027))
    for number, year in years.items():
        assert all(notice.number.startswith("国办发明电〔") for notice in year.notices)
        assert str(number) in year.notices[0].title
        assert year.confirmed_until == date(number, 12, 31)


@pytest.mark.parametrize(
    ("year", "working_days"),
    ((2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)),
)
def test_working_days_of_a_year(calendar, year, working_days):
    assert calendar.count(date(year - 1, 12, 31), date(year, 12, 31)) == working_days


def test_the_other_package_knows_no_make_up_days_of_a_year_without_notice(calendar):
    assert not [day for day in holidays.country_holidays("CN", years=2027).weekend_workdays if day.year == 2027]
    assert not calendar.is_confirmed(date(2027, 1, 1), date(2027, 1, 1))


NOTICE = (Notice("国办发明电〔2026〕0号"),)


@pytest.mark.parametrize(
    ("notices", "festival", "problem"),
    (
        ((), Festival("春节", "", date(2027, 2, 6), date(2027, 2, 12)), "no notice"),
        (NOTICE, Festival("春节", "", date(2027, 2, 12), date(2027, 2, 6)), "reversed"),
        (NOTICE, Festival("春节", "", date(2027, 2, 6), date(2027, 4, 12)), "longer than a month"),
        (NOTICE, Festival("春节", "", date(2026, 2, 6), date(2026, 2, 12)), "does not belong"),
        (NOTICE, Festival("春节", "", date(2027, 2, 6), date(2027, 2, 12), (date(2027, 2, 15),)), "no weekend day"),
        (NOTICE, Festival("春节", "", date(2027, 2, 6), date(2027, 2, 12), (date(2027, 2, 7),)), "both off and worked"),
    ),
)
def test_a_table_that_contradicts_itself_is_refused(notices, festival, problem):
    with pytest.raises(CannotReckon, match=problem):
        Year(2027, notices, (festival,))


def test_a_calendar_without_tables_confirms_nothing():
    bare = Calendar.of(())
    assert not bare.is_confirmed(date(2026, 3, 2), date(2026, 3, 2))
    assert bare.confirmed_until == date.min


def test_a_gap_between_years_ends_what_is_confirmed(calendar):
    later = Year(2028, NOTICE, (Festival("元旦", "", date(2028, 1, 1), date(2028, 1, 1)),))
    gapped = calendar.with_year(later)
    assert gapped.confirmed_until == date(2026, 12, 31)
    assert gapped.is_confirmed(date(2028, 3, 1), date(2028, 3, 2))
    assert not gapped.is_confirmed(date(2026, 3, 1), date(2028, 3, 2))
