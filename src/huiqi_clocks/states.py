"""How a term stands on a day: near, behind, over; and the slips that a supervisor sends for it.

Blue near the day, yellow when behind, red when late; red turns yellow only after catching up (Suqian 2025, Ouhai).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.dueness import Due
from huiqi_clocks.hours import day_of

# No source sets it; a parameter of `state`.
SOON_WORKING_DAYS: Final = 3


class State(StrEnum):
    """Where a term stands; `LATE` is behind with a step that should be done by now, `OVERDUE` over."""

    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


class Slip(StrEnum):
    """The three slips of supervision."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


_SLIPS: Final = {
    State.SOON: Slip.BLUE,
    State.LATE: Slip.YELLOW,
    State.OVERDUE: Slip.RED,
    State.DONE_LATE: Slip.YELLOW,
}


def state(
    calendar: Calendar,
    found: Due,
    *,
    now: datetime,
    done_at: datetime | None = None,
    steps_open: Iterable[Due] = (),
    soon_working_days: int = SOON_WORKING_DAYS,
) -> State:
    """Return how a term stands at a moment; `steps_open` are the due dates of its steps that are not done yet."""
    if done_at is not None:
        return State.DONE if done_at < found.ends or done_at == found.at else State.DONE_LATE
    if now >= found.ends:
        return State.OVERDUE
    if any(now >= step.ends for step in steps_open):
        return State.LATE
    near = calendar.count(day_of(now), found.day) <= soon_working_days
    return State.SOON if near else State.RUNNING


def slip(of: State) -> Slip | None:
    """Return the slip for a state; what was done late keeps a yellow one, what is well has none."""
    return _SLIPS.get(of)
