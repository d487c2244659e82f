"""The ladder (梯度培育): rungs of titles, how many companies stand on each on a day, who moved up, who fell out.

A company counts in every title that it holds, and once as a company; it stands on the highest rung that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from huiqi.register.domain.titles import BY_KEY, Kind, Recognition, Span

# From the lowest rung to the highest; a rung's number is its place, and 0 is none.
RUNGS: tuple[str, ...] = ("tech_sme", "hnte", "specialised_sme", "little_giant")
# Titles whose new holders are counted year by year beside the rungs.
COUNTED: tuple[str, ...] = (*RUNGS, "single_champion")
NUMBERS = {kind: number for number, kind in enumerate(RUNGS, start=1)}


class Stage(StrEnum):
    """How far a company is that aims at a title."""

    POOL = "pool"
    GUIDED = "guided"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


STAGE_NAMES = {
    Stage.POOL: ("入库", "In the pool"),
    Stage.GUIDED: ("辅导中", "Guided"),
    Stage.APPLIED: ("已申报", "Applied"),
    Stage.WITHDRAWN: ("已退出", "Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A title as the ladder needs it."""

    company: UUID
    kind: str
    span: Span
    recognition: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung on a day: companies with the title, those that stand there and no higher, and the same on the day before."""

    kind: Kind
    holders: int
    highest: int
    before: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder on a day, compared with an earlier one."""

    rungs: tuple[Rung, ...]
    companies: int
    titles: int
    up: int
    down: int
    out: int
    entered: int


@dataclass(frozen=True, slots=True)
class NewTitles:
    """Titles first granted in a year, kind by kind, and how many companies got them, each counted once."""

    year: int
    by_kind: tuple[tuple[Kind, int], ...]
    companies: int

    @property
    def titles(self) -> int:
        """Return how many titles that is."""
        return sum(count for _, count in self.by_kind)


def rung(held: Iterable[str]) -> int:
    """Return the highest rung among titles; 0 for none."""
    return max((NUMBERS.get(kind, 0) for kind in held), default=0)


def holders(titles: Iterable[Held], day: date) -> dict[UUID, frozenset[str]]:
    """Return which rungs' titles each company holds on a day."""
    found: dict[UUID, set[str]] = {}
    for title in titles:
        if title.kind in NUMBERS and title.span.covers(day):
            found.setdefault(title.company, set()).add(title.kind)
    return {company: frozenset(kinds) for company, kinds in found.items()}


def ladder(titles: Sequence[Held], *, day: date, before: date) -> Ladder:
    """Return the ladder on a day, and what changed since an earlier one."""
    now, then = holders(titles, day), holders(titles, before)
    none: frozenset[str] = frozenset()
    rungs = []
    for kind in RUNGS:
        here = {company for company, kinds in now.items() if kind in kinds}
        there = {company for company, kinds in then.items() if kind in kinds}
        highest = sum(rung(now[company]) == NUMBERS[kind] for company in here)
        rungs.append(Rung(BY_KEY[kind], len(here), highest, len(there), len(here - there), len(there - here)))
    steps = [(rung(then.get(company, none)), rung(now.get(company, none))) for company in now.keys() | then.keys()]
    return Ladder(
        rungs=tuple(rungs),
        companies=len(now),
        titles=sum(len(kinds) for kinds in now.values()),
        up=sum(0 < old < new for old, new in steps),
        down=sum(0 < new < old for old, new in steps),
        out=sum(new == 0 for _, new in steps),
        entered=sum(old == 0 for old, _ in steps),
    )


def new_titles(titles: Iterable[Held], *, year: int, kinds: Sequence[str] = COUNTED) -> NewTitles:
    """Return the titles first granted in a year.

    First is what is said to be the first recognition, or, where nobody says, what no earlier title of that kind comes before.
    """
    rows = [title for title in titles if title.kind in kinds]
    earliest: dict[tuple[UUID, str], date] = {}
    for title in rows:
        key = (title.company, title.kind)
        earliest[key] = min(earliest.get(key, title.span.start), title.span.start)
    # One title of two levels is one title.
    firsts = {
        (title.company, title.kind) for title in rows if title.span.start.year == year and is_first(title, earliest)
    }
    by_kind = tuple((BY_KEY[kind], sum(held == kind for _, held in firsts)) for kind in kinds)
    return NewTitles(year, by_kind, len({company for company, _ in firsts}))


def is_first(title: Held, earliest: dict[tuple[UUID, str], date]) -> bool:
    """Return whether a title is the first of its kind for its company."""
    if title.recognition == Recognition.RENEWED:
        return False
    return title.recognition == Recognition.FIRST or earliest[title.company, title.kind] == title.span.start
