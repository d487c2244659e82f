"""A clock's start, term and stops as the database holds them, and what is due by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from huiqi_clocks import Calendar, Due, Excluded, Pause, Term, due

Held = Sequence[Mapping[str, str | None]]
PAUSED: Final = "paused"
# Of a clock that runs; blue, yellow and red as the slips of supervision.
STATE_NAMES: Final = {
    "overdue": ("逾期（红）", "Overdue (red)"),
    "soon": ("临近（蓝）", "Due soon (blue)"),
    PAUSED: ("停钟", "Standing still"),
    "running": ("正常", "In time"),
}


@dataclass(frozen=True, slots=True)
class ClockSaid:
    """A clock to be started: what for (`cause`, titles in both languages, where it leads), from when and how long.

    `by_hand` lets officers pause and prolong it on its page; a public notice, say, is not theirs to stop.
    """

    cause: str
    title: tuple[str, str]
    start: date | datetime
    term: Term
    link: str = ""
    by_hand: bool = False


def reckoned(
    calendar: Calendar,
    *,
    start: date | datetime,
    term: Term,
    extension: Decimal,
    pauses: Held,
    excluded: Held,
) -> Due | None:
    """Return what is due by what is held of a clock; None while it stands still."""
    stops = pauses_of(pauses)
    if any(stop.end is None for stop in stops):
        return None
    return due(
        calendar,
        start,
        term,
        pauses=stops,
        excluded=excluded_of(excluded),
        extension=Term(extension, term.unit) if extension else None,
    )


def pauses_of(held: Held) -> tuple[Pause, ...]:
    """Return the pauses as they were held."""
    return tuple(Pause(_moment(one["start"]), _end(one["end"]), one["reason"] or "") for one in held)


def excluded_of(held: Held) -> tuple[Excluded, ...]:
    """Return the exclusions as they were held."""
    return tuple(
        Excluded(date.fromisoformat(one["first"] or ""), date.fromisoformat(one["last"] or ""), one["reason"] or "")
        for one in held
    )


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text or "")


def _end(text: str | None) -> datetime | None:
    return _moment(text) if text else None
