"""The ladder (梯度培育): rungs of titles, how many companies stand on each on a day, who moved up, who fell out.

A company counts in every title that it holds, and once as a company; it stands on the highest rung that it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiqi.register.domain.titles import BY_KEY, Kind

# From the lowest rung to the highest; a rung's number is its place, and 0 is none.
RUNGS: tuple[str, ...] = ("tech_sme", "hnte", "specialised_sme", "little_giant")
# Titles whose new holders are counted year by year beside the rungs.
COUNTED: tuple[str, ...] = (*RUNGS, "single_champion")
NUMBERS = {kind: number for number, kind in enumerate(RUNGS, start=1)}
# What a company holds is a sum of bits: the highest of them is where it stands.
BITS = {kind: 1 << number - 1 for kind, number in NUMBERS.items()}
# What is held on each of some days.
Standing = tuple[int, ...]


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


def rung(held: int) -> int:
    """Return the highest rung among titles; 0 for none."""
    return held.bit_length()


def ladder(counts: Mapping[Standing, int]) -> Ladder:
    """Return the ladder on a day, and what changed since an earlier one, from how many companies held what (then, now)."""

    def count(fits: Callable[[int, int], object]) -> int:
        return sum(number for (then, now), number in counts.items() if fits(then, now))

    def step(kind: str) -> Rung:
        bit, number = BITS[kind], NUMBERS[kind]
        return Rung(
            BY_KEY[kind],
            holders=count(lambda _, now: now & bit),
            highest=count(lambda _, now: rung(now) == number),
            before=count(lambda then, _: then & bit),
            gained=count(lambda then, now: now & ~then & bit),
            lost=count(lambda then, now: then & ~now & bit),
        )

    return Ladder(
        rungs=tuple(step(kind) for kind in RUNGS),
        companies=count(lambda _, now: now),
        titles=sum(now.bit_count() * number for (_, now), number in counts.items()),
        up=count(lambda then, now: 0 < rung(then) < rung(now)),
        down=count(lambda then, now: 0 < rung(now) < rung(then)),
        out=count(lambda then, now: then and not now),
        entered=count(lambda then, now: now and not then),
    )


def new_titles(year: int, counts: Mapping[str, int], *, companies: int) -> NewTitles:
    """Return the titles first granted in a year, from how many there are of each kind."""
    return NewTitles(year, tuple((BY_KEY[kind], count) for kind, count in counts.items()), companies)
