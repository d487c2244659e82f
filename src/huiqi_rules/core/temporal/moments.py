"""FEEL times and dates with time: local, with an offset from UTC, or with an IANA zone; to the nanosecond.

A date is Python's `datetime.date`. Equality of the classes is the standard's `is`: same parts, same offset or zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from huiqi_rules.core.temporal.days import day_of_ordinal, near_day
from huiqi_rules.core.temporal.durations import (
    DAY_NANOSECONDS,
    HOUR_SECONDS,
    MINUTE_SECONDS,
    SECOND_NANOSECONDS,
    fraction_text,
)

# Offsets beyond 18 hours are refused, as ISO libraries do.
OFFSET_LIMIT_SECONDS: Final = 18 * HOUR_SECONDS


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; at most one of `offset_seconds` (from UTC) and `zone` (IANA name) is set."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset_seconds: int | None = None
    zone: str | None = None

    @classmethod
    def of_nanoseconds(cls, nanoseconds: int, offset_seconds: int | None = None, zone: str | None = None) -> Time:
        """Return the time so many nanoseconds after midnight, with an offset or zone."""
        seconds, nanosecond = divmod(nanoseconds, SECOND_NANOSECONDS)
        minutes, second = divmod(seconds, MINUTE_SECONDS)
        return cls(minutes // 60, minutes % 60, second, nanosecond, offset_seconds, zone)

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since local midnight."""
        seconds = self.hour * HOUR_SECONDS + self.minute * MINUTE_SECONDS + self.second
        return seconds * SECOND_NANOSECONDS + self.nanosecond

    @property
    def is_local(self) -> bool:
        """Whether neither offset nor zone is known."""
        return self.offset_seconds is None and self.zone is None

    def fixed_offset_seconds(self) -> int | None:
        """Return the offset from UTC where it needs no date: stated, or of a zone that never changes."""
        if self.zone is not None and (self.zone.startswith("Etc/") or self.zone in {"UTC", "GMT"}):
            return offset_in_zone_seconds(self.zone, date(2000, 1, 1), self)
        return self.offset_seconds

    def __str__(self) -> str:
        clock = f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction_text(self.nanosecond)}"
        return f"{clock}@{self.zone}" if self.zone else clock + _offset_text(self.offset_seconds)


MIDNIGHT: Final = Time(0, 0, 0)
MIDNIGHT_UTC: Final = Time(0, 0, 0, offset_seconds=0)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and time."""

    date: date
    time: Time

    @classmethod
    def of_datetime(cls, moment: datetime) -> DateTime:
        """Return the FEEL value of a Python date and time, its zone kept by name where it has one."""
        zone = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else None
        offset = moment.utcoffset() if zone is None else None
        seconds = int(offset.total_seconds()) if offset is not None else None
        nanosecond = moment.microsecond * 1_000
        return cls(moment.date(), Time(moment.hour, moment.minute, moment.second, nanosecond, seconds, zone))

    @classmethod
    def of_nanoseconds(cls, nanoseconds: int, like: Time) -> DateTime | None:
        """Return the moment so many nanoseconds from the start of the calendar, in UTC unless `like` is local.

        The result keeps the offset or zone of `like`; None beyond the years of FEEL.
        """
        offset = like.offset_seconds or 0
        if like.zone is not None:
            utc = cls.of_nanoseconds(nanoseconds, MIDNIGHT)
            if utc is None:
                return None
            offset = _offset_of_instant_seconds(like.zone, utc)
        days, rest = divmod(nanoseconds + offset * SECOND_NANOSECONDS, DAY_NANOSECONDS)
        day = day_of_ordinal(days)
        return None if day is None else cls(day, Time.of_nanoseconds(rest, like.offset_seconds, like.zone))

    @property
    def offset_seconds(self) -> int | None:
        """The offset from UTC on this date; None for a local time."""
        if self.time.zone is None:
            return self.time.offset_seconds
        return offset_in_zone_seconds(self.time.zone, self.date, self.time)

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds from the start of the calendar, in UTC unless the time is local."""
        local = self.date.toordinal() * DAY_NANOSECONDS + self.time.nanoseconds
        return local - (self.offset_seconds or 0) * SECOND_NANOSECONDS

    def __str__(self) -> str:
        return f"{self.date.isoformat()}T{self.time}"


def offset_in_zone_seconds(zone: str, day: date, time: Time) -> int:
    """Return the offset from UTC of a zone at a local date and time."""
    near = near_day(day)
    local = datetime(near.year, near.month, near.day, time.hour, time.minute, time.second, tzinfo=ZoneInfo(zone))
    offset = local.utcoffset()
    assert offset is not None, zone
    return int(offset.total_seconds())


def _offset_of_instant_seconds(zone: str, utc: DateTime) -> int:
    day, time = near_day(utc.date), utc.time
    moment = datetime(day.year, day.month, day.day, time.hour, time.minute, time.second, tzinfo=ZoneInfo("UTC"))
    try:
        offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    except OverflowError:  # the local date would lie outside the calendar; the caller finds that again
        return 0
    assert offset is not None, zone
    return int(offset.total_seconds())


def _offset_text(offset_seconds: int | None) -> str:
    if not offset_seconds:
        return "" if offset_seconds is None else "Z"
    minutes, seconds = divmod(abs(offset_seconds), MINUTE_SECONDS)
    text = f"{'-' if offset_seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text
