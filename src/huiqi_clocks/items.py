"""Items of one matter in series and side by side: when each may begin and is due, and the path that decides the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter
from typing import Final

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.dueness import Due, due
from huiqi_clocks.errors import CannotReckon
from huiqi_clocks.terms import Term

_NAMES_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of work with its term, which begins when all those are done that it comes after."""

    name: str
    term: Term
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """An item with the day or moment at which it begins, and when it is due."""

    item: Item
    start: date | datetime
    due: Due


@dataclass(frozen=True, slots=True)
class Plan:
    """All items in an order in which they can be done, when the last is due, and the critical path to it."""

    items: tuple[Planned, ...]
    due: Due
    critical: tuple[str, ...]


def plan(calendar: Calendar, start: date | datetime, items: Sequence[Item]) -> Plan:
    """Return when items are due that begin together at a start, or one after the other.

    Raises `CannotReckon("circle" | "unknown_item" | "amount")` for items that wait for each other, for one that is not there, for none.
    """
    known = {item.name: item for item in items}
    if not known or len(known) < len(items):
        raise CannotReckon("items")
    for item in items:
        for before in item.after:
            if before not in known:
                raise CannotReckon("unknown_item", name=item.name, before=before)
    try:
        order = tuple(TopologicalSorter({item.name: item.after for item in items}).static_order())
    except CycleError as error:
        names: list[str] = error.args[1]
        shown = names if len(names) <= _NAMES_MOST else [*names[:_NAMES_MOST], "…"]
        raise CannotReckon("circle", names=" → ".join(shown)) from None
    planned: dict[str, Planned] = {}
    for name in order:
        item = known[name]
        last = max((planned[before].due for before in item.after), key=_end, default=None)
        begin = last.at if last else start
        found = due(calendar, begin, item.term)
        provisional = found.provisional or bool(last and last.provisional)
        planned[name] = Planned(item, begin, Due(found.at, provisional=provisional))
    end = max(planned.values(), key=lambda one: _end(one.due))
    return Plan(tuple(planned.values()), end.due, _critical(end, planned))


def _critical(end: Planned, planned: Mapping[str, Planned]) -> tuple[str, ...]:
    path = [end.item.name]
    here = end
    while here.item.after:
        here = max((planned[before] for before in here.item.after), key=lambda one: _end(one.due))
        path.append(here.item.name)
    return tuple(reversed(path))


def _end(found: Due) -> datetime:
    return found.ends
