"""The table of a year as its official notice has it: festivals with their days off and the weekend days worked instead.

The bundled tables stand in `official/`, one file a year, checked day by day against two packages when they were made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from huiqi_clocks.errors import CannotReckon

SATURDAY: Final = 5
_LONGEST_FESTIVAL_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class Notice:
    """A document that sets the days off of a year; number as printed, e.g. 国办发明电〔2025〕7号."""

    number: str
    issuer: str = ""
    title: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Festival:
    """Days off from `first` to `last`, weekends among them, and the weekend days that are worked instead."""

    name: str
    name_en: str
    first: date
    last: date
    working: tuple[date, ...] = ()

    def days(self) -> Iterator[date]:
        """Yield the days off."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Year:
    """What the notices of a year set; its days may lie some days before the year itself (元旦).

    Raises `CannotReckon("year")` where it contradicts itself.
    """

    year: int
    notices: tuple[Notice, ...]
    festivals: tuple[Festival, ...]

    def __post_init__(self) -> None:
        problem = next(_problems(self), None)
        if problem is not None:
            raise CannotReckon("year", year=self.year, problem=problem)

    @property
    def confirmed_until(self) -> date:
        """The last day that the notices confirm."""
        return date(self.year, 12, 31)

    @property
    def days_off(self) -> frozenset[date]:
        """All days off of the festivals, weekends among them."""
        return frozenset(day for festival in self.festivals for day in festival.days())

    @property
    def make_up_days(self) -> frozenset[date]:
        """The weekend days that are worked."""
        return frozenset(day for festival in self.festivals for day in festival.working)


def first_day_of_notice(year: int) -> date:
    """Return the first day that a year's notice may set: New Year's days may begin in the December before."""
    return date(year - 1, 12, 25)


@cache
def official_years() -> Mapping[int, Year]:
    """Return the bundled tables by year."""
    folder = files("huiqi_clocks") / "official"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name[:4].isdigit())
    found = [_year(tomllib.loads((folder / name).read_text(encoding="utf-8"))) for name in names]
    return {year.year: year for year in found}


@cache
def legal_days() -> frozenset[date]:
    """Return weekdays that are off by law in years without a notice: for provisional reckoning alone."""
    read = tomllib.loads((files("huiqi_clocks") / "official" / "legal_days.toml").read_text(encoding="utf-8"))
    return frozenset(day for year, days in read.items() if year.isdigit() for day in days)


def _year(read: Mapping[str, Any]) -> Year:
    return Year(
        year=read["year"],
        notices=tuple(Notice(**notice) for notice in read["notices"]),
        festivals=tuple(
            Festival(**{**festival, "working": tuple(festival.get("working", ()))}) for festival in read["festivals"]
        ),
    )


def _problems(year: Year) -> Iterator[tuple[str, str]]:
    """Yield what is wrong, each in both languages."""
    if not year.notices:
        yield "没有通知文号。", "no notice is named."
    for festival in year.festivals:
        if festival.last < festival.first:
            yield f"{festival.name}起止颠倒。", f"{festival.name_en or festival.name} is reversed."
            return
        if (festival.last - festival.first).days > _LONGEST_FESTIVAL_DAYS:
            yield f"{festival.name}超过一个月。", f"{festival.name_en or festival.name} is longer than a month."
            return
    for day in sorted(year.days_off | year.make_up_days):
        if not first_day_of_notice(year.year) <= day <= date(year.year, 12, 31):
            yield f"{day} 不属于这一年。", f"{day} does not belong to it."
    for day in sorted(year.make_up_days):
        if day.weekday() < SATURDAY:
            yield f"上班日 {day} 不是周末。", f"{day} is to be worked and is no weekend day."
        if day in year.days_off:
            yield f"{day} 既放假又上班。", f"{day} is both off and worked."
