"""How a term stands on a day, the slips for it, and who is told when it is over."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from huiqi_clocks import (
    Due,
    Slip,
    State,
    Step,
    Term,
    WorkingHours,
    due,
    elapsed,
    escalations,
    slip,
    state,
)
from huiqi_clocks.escalation import next_working_moment
from huiqi_clocks.hours import CHINA

FOUND = Due(date(2026, 3, 16), provisional=False)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("now", "stands", "sent"),
    (
        ("2026-03-10T09:00", State.RUNNING, None),
        ("2026-03-11T09:00", State.SOON, Slip.BLUE),
        ("2026-03-16T23:59", State.SOON, Slip.BLUE),
        ("2026-03-17T00:00", State.OVERDUE, Slip.RED),
    ),
)
def test_blue_near_the_day_and_red_after_it(calendar, now, stands, sent):
    assert state(calendar, FOUND, now=at(now)) == stands
    assert slip(stands) == sent


def test_yellow_while_a_step_is_behind(calendar):
    step = Due(date(2026, 3, 5), provisional=False)
    assert state(calendar, FOUND, now=at("2026-03-05T20:00"), steps_open=[step]) == State.RUNNING
    assert state(calendar, FOUND, now=at("2026-03-06T09:00"), steps_open=[step]) == State.LATE
    assert slip(State.LATE) == Slip.YELLOW


def test_red_turns_yellow_only_by_catching_up(calendar):
    assert state(calendar, FOUND, now=at("2026-03-20T09:00")) == State.OVERDUE
    assert state(calendar, FOUND, now=at("2026-03-20T09:00"), done_at=at("2026-03-19T09:00")) == State.DONE_LATE
    assert slip(State.DONE_LATE) == Slip.YELLOW
    assert state(calendar, FOUND, now=at("2026-03-20T09:00"), done_at=at("2026-03-16T20:00")) == State.DONE


def test_the_next_ones_are_told_in_working_hours(calendar):
    friday = Due(date(2026, 2, 13), provisional=False)
    steps = (Step("科长", Term(2, "hours")), Step("分管领导", Term(1)), Step("值班", Term(8, "natural_hours")))
    told = escalations(calendar, friday, steps)
    # Saturday 14 February is worked; the next working day is 24 February.
    assert [(one.to, one.at) for one in told] == [
        ("科长", at("2026-02-14T11:00")),
        ("分管领导", at("2026-02-25T09:00")),
        ("值班", at("2026-02-14T09:00")),
    ]


@pytest.mark.parametrize(
    ("moment", "working"),
    (
        ("2026-03-12T03:00", "2026-03-12T09:00"),
        ("2026-03-12T10:15", "2026-03-12T10:15"),
        ("2026-03-12T12:00", "2026-03-12T13:30"),
        ("2026-03-13T17:30", "2026-03-16T09:00"),
        ("2026-02-15T10:00", "2026-02-24T09:00"),
    ),
)
def test_the_next_moment_of_work(calendar, moment, working):
    assert next_working_moment(calendar, at(moment)) == at(working)


def test_half_a_day_of_an_office_without_a_break(calendar):
    """Accepted at 09:00, hours 09:00-17:00: 13:30 is four and a half hours and late, 12:55 is in time."""
    office = calendar.with_hours(WorkingHours(((time(9), time(17)),)))
    accepted = at("2026-03-12T09:00")
    found = due(office, accepted, Term(1, "half_days"))
    assert found.at == at("2026-03-12T13:00")
    assert str(elapsed(office, accepted, at("2026-03-12T13:30"), "hours")) == "4.5"
    assert state(office, found, now=at("2026-03-12T18:00"), done_at=at("2026-03-12T13:30")) == State.DONE_LATE
    assert state(office, found, now=at("2026-03-12T18:00"), done_at=at("2026-03-12T12:55")) == State.DONE
