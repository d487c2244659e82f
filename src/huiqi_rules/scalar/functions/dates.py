"""Functions of dates; `now` and `today` are made for a given moment, nothing here reads the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from huiqi_rules.core.temporal import DateTime
from huiqi_rules.scalar.functions.arguments import Function

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_of_year(moment: object) -> object:
    """Return the number of the day in its year."""
    day = _day(moment)
    return None if day is None else Decimal(day.timetuple().tm_yday)


def day_of_week(moment: object) -> object:
    """Return the English name of the day of the week."""
    day = _day(moment)
    return None if day is None else _WEEKDAYS[day.weekday()]


def month_of_year(moment: object) -> object:
    """Return the English name of the month."""
    day = _day(moment)
    return None if day is None else _MONTHS[day.month - 1]


def week_of_year(moment: object) -> object:
    """Return the number of the week by ISO 8601."""
    day = _day(moment)
    return None if day is None else Decimal(day.isocalendar().week)


def clock_functions(moment: datetime | DateTime) -> Mapping[str, Function]:
    """Return `now` and `today` for a moment; its day is the day in the moment's own zone."""
    value = moment if isinstance(moment, DateTime) else DateTime.of_datetime(moment)
    return {"now": lambda: value, "today": lambda: value.date}


def _no_clock() -> object:
    """Without a clock there is no now: null."""
    return None


def _day(moment: object) -> date | None:
    if isinstance(moment, DateTime):
        return moment.date
    return moment if isinstance(moment, date) else None


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "day of year": day_of_year,
    "day of week": day_of_week,
    "month of year": month_of_year,
    "week of year": week_of_year,
    "now": _no_clock,
    "today": _no_clock,
}
