"""Items in series and side by side with their critical path; duties of every week, month and quarter."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi_clocks import CannotReckon, Duty, Item, Term, missed, occasions, plan

MONDAY = date(2026, 3, 2)


def test_the_longest_path_decides(calendar):
    """A takes 5 days, B 3 after A, C 4 beside A: eight days, C is hidden."""
    made = plan(calendar, MONDAY, (Item("A", Term(5)), Item("B", Term(3), ("A",)), Item("C", Term(4))))
    assert made.critical == ("A", "B")
    assert made.due.at == calendar.add(MONDAY, 8)
    assert {one.item.name: one.due.at for one in made.items} == {
        "A": calendar.add(MONDAY, 5),
        "B": calendar.add(MONDAY, 8),
        "C": calendar.add(MONDAY, 4),
    }


def test_what_runs_side_by_side_is_due_with_the_longest(calendar):
    made = plan(calendar, MONDAY, (Item("营业执照", Term(1)), Item("食品经营许可", Term(5))))
    assert made.due.at == calendar.add(MONDAY, 5)


def test_a_provisional_item_makes_those_after_it_provisional(calendar):
    items = (Item("一", Term(4)), Item("二", Term(1, "natural_hours"), ("一",)))
    assert plan(calendar, date(2026, 12, 28), items).due.provisional


@pytest.mark.parametrize(
    ("items", "code"),
    (
        ((Item("A", Term(1), ("B",)), Item("B", Term(1), ("A",))), "circle"),
        ((Item("A", Term(1), ("B",)),), "unknown_item"),
        ((Item("A", Term(1)), Item("A", Term(2))), "items"),
        ((), "items"),
    ),
)
def test_items_that_make_no_sense_are_refused(calendar, items, code):
    with pytest.raises(CannotReckon) as refused:
        plan(calendar, MONDAY, items)
    assert refused.value.code == code


def test_duties_of_a_quarter_name_the_missed_one(calendar):
    meetings = (date(2025, 2, 20), date(2025, 5, 6), date(2025, 11, 3))
    found = missed(calendar, Duty("quarter"), meetings, date(2025, 1, 1), date(2025, 12, 31))
    assert [one.name for one in found] == ["2025-Q3"]


def test_duties_of_a_month_name_the_missed_one(calendar):
    visits = (date(2026, 1, 9), date(2026, 3, 31))
    found = missed(calendar, Duty("month"), visits, date(2026, 1, 1), date(2026, 3, 31))
    assert [one.name for one in found] == ["2026-02"]


@pytest.mark.parametrize("day", (None, 5))
def test_a_week_that_is_all_holiday_is_kept_on_the_day_it_is_due(calendar, day):
    """In 2026 the whole week of 16 February is off: its duty is due on the Saturday before, which is worked instead."""
    duty, since, until = Duty("week", day), date(2026, 2, 16), date(2026, 2, 22)
    assert [str(one.due.day) for one in occasions(calendar, duty, since, until)] == ["2026-02-14"]
    assert missed(calendar, duty, [date(2026, 2, 14)], since, until) == ()
    assert [one.name for one in missed(calendar, duty, [date(2026, 2, 13)], since, until)] == ["2026-W08"]


@pytest.mark.parametrize(
    ("duty", "since", "until", "expected"),
    (
        # The 15th of February 2026 is a holiday, the 14th is worked.
        (Duty("month", 15), date(2026, 2, 1), date(2026, 2, 28), ["2026-02-14"]),
        (Duty("month", 15, "next"), date(2026, 2, 1), date(2026, 2, 28), ["2026-02-24"]),
        (Duty("month", 15, "same"), date(2026, 2, 1), date(2026, 2, 28), ["2026-02-15"]),
        (Duty("month", 31), date(2026, 4, 1), date(2026, 4, 30), ["2026-04-30"]),
        (Duty("week", 5), date(2026, 9, 28), date(2026, 10, 11), ["2026-09-30", "2026-10-09"]),
        (Duty("quarter"), date(2026, 1, 1), date(2026, 9, 30), ["2026-03-31", "2026-06-30", "2026-09-30"]),
    ),
)
def test_a_duty_on_a_day_off_moves_as_its_rule_says(calendar, duty, since, until, expected):
    assert [str(one.due.day) for one in occasions(calendar, duty, since, until)] == expected


def test_a_duty_of_a_year_without_notice_is_provisional_where_the_calendar_was_asked(calendar):
    found = [one.due.provisional for one in occasions(calendar, Duty("quarter"), date(2026, 7, 1), date(2027, 3, 31))]
    assert found == [False, False, True]
