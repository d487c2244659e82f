"""The notice of a year and working hours as the database holds them, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import lru_cache

from huiqi_clocks import Calendar, Festival, Notice, WorkingHours, Year

Held = Sequence[Mapping[str, object]]


def held_notices(year: Year) -> list[dict[str, object]]:
    """Return the notices of a year for the database."""
    return [
        {
            "number": one.number,
            "issuer": one.issuer,
            "title": one.title,
            "published": one.published.isoformat() if one.published else "",
        }
        for one in year.notices
    ]


def held_festivals(year: Year) -> list[dict[str, object]]:
    """Return the festivals of a year for the database."""
    return [
        {
            "name": one.name,
            "name_en": one.name_en,
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "working": [day.isoformat() for day in one.working],
        }
        for one in year.festivals
    ]


def year_of(number: int, notices: Held, festivals: Held) -> Year:
    """Return a year as it was held; raises CannotReckon for one that contradicts itself."""
    return Year(
        year=number,
        notices=tuple(
            Notice(str(one["number"]), str(one["issuer"]), str(one["title"]), _day_or_none(str(one["published"])))
            for one in notices
        ),
        festivals=tuple(
            Festival(
                str(one["name"]),
                str(one["name_en"]),
                date.fromisoformat(str(one["first"])),
                date.fromisoformat(str(one["last"])),
                _days(one["working"]),
            )
            for one in festivals
        ),
    )


def held_hours(hours: WorkingHours) -> list[list[str]]:
    """Return working hours for the database."""
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours.spans]


def hours_of(spans: Sequence[Sequence[str]]) -> WorkingHours:
    """Return working hours as they were held; raises CannotReckon for spans out of order."""
    return WorkingHours(tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans))


@lru_cache(maxsize=32)
def calendar_with(years: tuple[Year, ...], hours: WorkingHours | None) -> Calendar:
    """Return the official calendar with a zone's own years and hours; made once for the same ones."""
    made = Calendar.official()
    for year in years:
        made = made.with_year(year)
    return made.with_hours(hours) if hours else made


def _day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(found: object) -> tuple[date, ...]:
    assert isinstance(found, list), "days are held as a list"
    return tuple(date.fromisoformat(day) for day in found)
