"""One clock on its page: when it is due and why then, what stood still, who may change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from huiqi.casework.domain.clocks import excluded_of, pauses_of
from huiqi.casework.models import Clock
from huiqi.casework.queries.calendars import calendar
from huiqi.casework.queries.clocks import clocks, due_of, may_change_clock, term_of
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import NotVisible, Words
from huiqi_clocks import Calendar, Excluded, Pause, Term
from huiqi_clocks.account import account
from huiqi_clocks.sentences import in_chinese, in_english


class CannotSeeClock(NotVisible):
    """There is no such clock for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这一时限。", "there is no such deadline that you may see.")
    }


@dataclass(frozen=True, slots=True)
class ClockPage:
    """A clock with its calendar; `why` holds the sentences in Chinese and in English, empty while it stands still."""

    clock: Clock
    calendar: Calendar
    term: Term
    why: tuple[tuple[str, ...], tuple[str, ...]]
    pauses: tuple[Pause, ...]
    excluded: tuple[Excluded, ...]
    may_change: bool


def clock_page(actor: Actor, *, id: UUID) -> ClockPage:
    """Return one clock; raises CannotSeeClock."""
    clock = clocks(actor).filter(pk=id).first()
    if clock is None:
        raise CannotSeeClock("not_found")
    known = calendar(zone=clock.zone)
    return ClockPage(
        clock=clock,
        calendar=known,
        term=whole_term(clock),
        why=_why(clock, known),
        pauses=pauses_of(clock.pauses),
        excluded=excluded_of(clock.excluded),
        may_change=may_change_clock(actor, clock=clock),
    )


def whole_term(clock: Clock) -> Term:
    """Return the term of a clock with its extension."""
    term = term_of(clock)
    return term + Term(clock.extension, clock.unit) if clock.extension else term


def _why(clock: Clock, known: Calendar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = due_of(clock, known)
    if found is None:
        return (), ()
    start = clock.started_at or clock.started_on
    first = day_in_china(clock.started_at) if clock.started_at else clock.started_on
    said = account(known, first, found.day, excluded_of(clock.excluded))
    zh, en = (
        tuple(line.strip() for line in tell(start, whole_term(clock), found, said, known))
        for tell in (in_chinese, in_english)
    )
    return zh, en
