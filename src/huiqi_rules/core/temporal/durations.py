"""The two FEEL durations: whole months, and exact time in nanoseconds.

They are never mixed: a month has no fixed number of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SECOND_NANOSECONDS: Final = 1_000_000_000
MINUTE_SECONDS: Final = 60
HOUR_SECONDS: Final = 3_600
DAY_SECONDS: Final = 86_400
DAY_NANOSECONDS: Final = DAY_SECONDS * SECOND_NANOSECONDS


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, in months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if self.months < 0 else ''}P{text}"


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A days and time duration, in nanoseconds."""

    nanoseconds: int

    @classmethod
    def of_days(cls, days: int) -> DaysTime:
        """Return the duration of so many days."""
        return cls(days * DAY_NANOSECONDS)

    @classmethod
    def of_seconds(cls, seconds: Decimal | int) -> DaysTime:
        """Return the duration of so many seconds, cut below the nanosecond."""
        return cls(int(seconds * SECOND_NANOSECONDS))

    @property
    def seconds(self) -> Decimal:
        """The whole duration in seconds."""
        return Decimal(self.nanoseconds) / SECOND_NANOSECONDS

    def parts(self) -> tuple[int, int, int, int, int]:
        """Return days, hours, minutes, seconds and nanoseconds of the duration without its sign."""
        seconds, nanoseconds = divmod(abs(self.nanoseconds), SECOND_NANOSECONDS)
        days, rest = divmod(seconds, DAY_SECONDS)
        hours, rest = divmod(rest, HOUR_SECONDS)
        return days, hours, rest // MINUTE_SECONDS, rest % MINUTE_SECONDS, nanoseconds

    def __str__(self) -> str:
        days, hours, minutes, seconds, nanoseconds = self.parts()
        time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or nanoseconds:
            time += f"{seconds}{fraction_text(nanoseconds)}S"
        text = (f"{days}D" if days else "") + (f"T{time}" if time else "")
        return f"{'-' if self.nanoseconds < 0 else ''}P{text or 'T0S'}"


def fraction_text(nanoseconds: int) -> str:
    """Return `.123` for the fraction of a second, nothing for zero."""
    return f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""
