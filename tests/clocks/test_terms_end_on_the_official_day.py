"""Due dates around real holidays, by the notices: the day of acceptance is not counted, make-up days are worked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from huiqi_clocks import CannotReckon, Excluded, Roll, Term, due
from huiqi_clocks.hours import CHINA


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    (
        # Spring Festival 2024: 10 to 17 February off, Sundays 4 and 18 February worked.
        ("2024-02-02", 1, "2024-02-04"),
        ("2024-02-09", 1, "2024-02-18"),
        ("2024-02-09", 6, "2024-02-23"),
        # Spring Festival 2025: 28 January to 4 February off, Sunday 26 January and Saturday 8 February worked.
        ("2025-01-24", 2, "2025-01-27"),
        ("2025-01-27", 4, "2025-02-08"),
        ("2025-01-27", 5, "2025-02-10"),
        # Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 February worked.
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-27", 1, "2026-02-28"),
        # National Day: Sunday 29 September and Saturday 12 October 2024 worked.
        ("2024-09-27", 2, "2024-09-30"),
        ("2024-09-30", 5, "2024-10-12"),
        # National Day with Mid-Autumn 2025, eight days; Sunday 28 September and Saturday 11 October worked.
        ("2025-09-30", 3, "2025-10-11"),
        # National Day 2026: Sunday 20 September and Saturday 10 October worked.
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 3, "2026-10-10"),
        # The Spring Festival of 2020 was prolonged by two days on its third day.
        ("2020-01-23", 1, "2020-02-03"),
        # New Year 2019 began on 30 December 2018, and Saturday 29 December was worked.
        ("2018-12-28", 1, "2018-12-29"),
        ("2018-12-28", 2, "2019-01-02"),
        # Accepted on a Saturday: Monday is day 1.
        ("2026-03-14", 1, "2026-03-16"),
        # A moment of acceptance changes nothing for whole days.
        ("2026-03-12T08:00", 2, "2026-03-16"),
        ("2026-03-12T23:59", 2, "2026-03-16"),
        # Two and a half: the morning of the third day.
        ("2026-03-12", Decimal("2.5"), "2026-03-17T12:00"),
        ("2026-03-12", Decimal("2.50"), "2026-03-17T12:00"),
        ("2026-03-12", Decimal("0.5"), "2026-03-13T12:00"),
    ),
)
def test_working_days(calendar, start, days, expected):
    found = due(calendar, at(start), Term(days))
    assert (found.at, found.provisional) == (at(expected), False)


@pytest.mark.parametrize(
    ("start", "halves", "expected"),
    (
        ("2026-03-12", 1, "2026-03-13T12:00"),
        ("2026-03-12", 2, "2026-03-13"),
        ("2026-03-12T08:30", 1, "2026-03-12T12:00"),
        ("2026-03-12T09:00", 1, "2026-03-12T12:00"),
        ("2026-03-12T09:01", 1, "2026-03-12"),
        ("2026-03-12T12:30", 1, "2026-03-12"),
        ("2026-03-12T13:30", 1, "2026-03-12"),
        ("2026-03-12T14:00", 1, "2026-03-13T12:00"),
        ("2026-03-12T18:00", 1, "2026-03-13T12:00"),
        # Friday afternoon before the Saturday that was worked.
        ("2026-02-13T14:00", 3, "2026-02-24T12:00"),
        # Accepted on a holiday.
        ("2026-02-18T10:00", 1, "2026-02-24T12:00"),
    ),
)
def test_half_days(calendar, start, halves, expected):
    assert due(calendar, at(start), Term(halves, "half_days")).at == at(expected)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    (
        ("2026-03-12T09:00", 3, "2026-03-12T12:00"),
        ("2026-03-12T11:00", 4, "2026-03-12T16:30"),
        ("2026-03-12T17:00", 1, "2026-03-13T09:30"),
        ("2026-03-13T17:30", 7, "2026-03-16T17:30"),
        ("2026-03-12", Decimal("0.5"), "2026-03-13T09:30"),
    ),
)
def test_working_hours(calendar, start, hours, expected):
    assert due(calendar, at(start), Term(hours, "hours")).at == at(expected)


@pytest.mark.parametrize(
    ("roll", "expected"), ((Roll.NEXT, "2026-10-08"), (Roll.SAME, "2026-10-03"), (Roll.BEFORE, "2026-09-30"))
)
def test_natural_days_that_end_on_a_day_off_move_as_the_rule_says(calendar, roll, expected):
    assert due(calendar, date(2026, 9, 23), Term(10, "natural_days", roll)).at == at(expected)


def test_natural_hours_run_through_night_and_holiday(calendar):
    found = due(calendar, at("2026-10-01T20:00"), Term(24, "natural_hours"))
    assert (found.at, found.provisional) == (at("2026-10-02T20:00"), False)


def test_an_aware_moment_of_another_zone_is_taken_in_the_offices_time(calendar):
    evening_in_utc = datetime.fromisoformat("2026-03-12T17:00+00:00")  # 13 March, 01:00 in China
    assert due(calendar, evening_in_utc, Term(1)).at == date(2026, 3, 16)


def test_an_extension_is_the_same_as_a_longer_term(calendar):
    assert due(calendar, date(2026, 3, 2), Term(10), extension=Term(5)) == due(calendar, date(2026, 3, 2), Term(15))


def test_excluded_days_are_left_out_at_both_ends(calendar):
    hearing = Excluded(date(2026, 3, 4), date(2026, 3, 6), "听证")
    assert due(calendar, date(2026, 3, 2), Term(3), excluded=[hearing]).at == date(2026, 3, 10)


def test_what_runs_past_the_last_notice_is_provisional(calendar):
    assert calendar.confirmed_until == date(2026, 12, 31)
    assert not due(calendar, date(2026, 12, 28), Term(3)).provisional
    assert due(calendar, date(2026, 12, 28), Term(4)).provisional


@pytest.mark.parametrize(
    ("amount", "unit", "code"),
    (
        (0, "working_days", "amount"),
        (-3, "working_days", "amount"),
        (Decimal("0.3"), "working_days", "amount"),
        (Decimal("1.5"), "half_days", "half_days"),
        (Decimal("NaN"), "hours", "amount"),
        (Decimal("Infinity"), "hours", "amount"),
        (10**9, "working_days", "too_long"),
        (Decimal("1e999999"), "working_days", "too_long"),
        (Decimal("1e-999999"), "working_days", "amount"),
    ),
)
def test_terms_that_make_no_sense_are_refused(amount, unit, code):
    with pytest.raises(CannotReckon) as refused:
        Term(amount, unit)
    assert refused.value.code == code
    assert len(refused.value.said(english=False)) < 120


def test_the_end_of_the_calendar_is_told(calendar):
    with pytest.raises(CannotReckon, match="1 to 9999"):
        due(calendar, date(9999, 12, 31), Term(1))
