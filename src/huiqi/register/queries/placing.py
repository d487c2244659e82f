"""What a pasted list of companies and grids would change: shown before anything is, and the same again when it is confirmed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.register.models import Grid, GridPlace, KeyCompany, Organisation, Scheme
from huiqi.register.queries.naming import CannotName, all_named

# What stands between company and grid: a tab as Excel copies it, or a comma.
_BETWEEN = re.compile(r"\t|,|，")
LINES_MOST = 5000


class CannotPlan(Cannot):
    """A line of the list cannot be followed."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_grid_named": (
            "应写“企业，网格”，中间用制表符或逗号隔开。",
            "write company and grid, with a tab or a comma between them.",
        ),
        "unknown_grid": ("没有叫{name!r}的网格。", "there is no grid called {name!r}."),
        "not_key": ("{name}不在这项责任制的服务名单里。", "{name} is not one of the companies of this scheme."),
        "twice": ("{name}在第{line}行已经写过。", "{name} stands on line {line} already."),
    }


class Change(StrEnum):
    """What a line does."""

    NEW = "new"
    MOVED = "moved"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line: the company, where it is, where it goes, or why it cannot."""

    number: int
    text: str
    change: Change
    company: UUID | None = None
    company_name: str = ""
    place: UUID | None = None
    from_name: str = ""
    grid: UUID | None = None
    grid_name: str = ""
    problem: Cannot | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines. `digest` names what they would change, so that it is the same that was looked at."""

    lines: tuple[PlanLine, ...]

    @property
    def digest(self) -> str:
        """Return a name for what would be changed."""
        parts = "\n".join(f"{one.company} {one.place} {one.grid} {one.change}" for one in self.lines)
        return hashlib.sha256(parts.encode()).hexdigest()

    def of(self, change: Change) -> tuple[PlanLine, ...]:
        """Return the lines that do one thing."""
        return tuple(line for line in self.lines if line.change is change)

    @property
    def may_be_done(self) -> bool:
        """Return whether no line is wrong and some line changes something."""
        return not self.of(Change.WRONG) and any(line.change is not Change.SAME for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines are read against."""

    companies: Mapping[str, Organisation | CannotName]
    key: frozenset[UUID]
    grids: Mapping[str, Grid]
    places: Mapping[UUID, GridPlace]


def placement_plan(actor: Actor, *, scheme: Scheme, text: str, at: datetime) -> Plan:
    """Return what a pasted list would change in a scheme; five queries for any number of lines."""
    rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    parts = {number: [part.strip() for part in _BETWEEN.split(line, maxsplit=1)] for number, line in rows}
    current = GridPlace.objects.filter(scheme=scheme, period__contains=at, undone_at=None).select_related("grid")
    known = _Known(
        companies=all_named(actor, texts={part[0] for part in parts.values()}, kind="company"),
        key=frozenset(KeyCompany.objects.filter(scheme=scheme, period__contains=at).values_list("company", flat=True)),
        grids={grid.name: grid for grid in Grid.objects.filter(scheme=scheme)},
        places={place.company_id: place for place in current},
    )
    lines: list[PlanLine] = []
    for number, line in rows:
        try:
            lines.append(_read(number, line, parts[number], known, lines))
        except Cannot as problem:
            lines.append(PlanLine(number, line, Change.WRONG, problem=problem))
    return Plan(tuple(lines))


def _read(number: int, line: str, parts: list[str], known: _Known, before: list[PlanLine]) -> PlanLine:
    """Return what one line does; raises CannotName, CannotPlan."""
    company = known.companies[parts[0]]
    if isinstance(company, CannotName):
        raise company
    if len(parts) == 1 or not parts[1]:
        raise CannotPlan("no_grid_named")
    grid = known.grids.get(parts[1])
    if grid is None:
        raise CannotPlan("unknown_grid", name=parts[1])
    if company.pk not in known.key:
        raise CannotPlan("not_key", name=company.name)
    earlier = next((one for one in before if one.company == company.pk), None)
    if earlier is not None:
        raise CannotPlan("twice", name=company.name, line=earlier.number)
    place = known.places.get(company.pk)
    change = Change.NEW if place is None else Change.SAME if place.grid_id == grid.pk else Change.MOVED
    return PlanLine(
        number, line, change, company.pk, company.name,
        place=place.pk if place else None, from_name=place.grid.name if place else "", grid=grid.pk, grid_name=grid.name,
    )  # fmt: skip
