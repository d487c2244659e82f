"""Working hours of an office: spans of a day, and its two halves.

The default is the time that most offices of the sources keep with a break at noon; it is a parameter, a zone sets its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Final

from huiqi_clocks.errors import CannotReckon

# One time for the whole country, without summer time since 1992 (the offices' own time; no table of zones is needed).
CHINA: Final = timezone(timedelta(hours=8), "Asia/Shanghai")

_SPANS_OF_A_BROKEN_DAY: Final = 2


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Spans of working time in a day; with two spans they are the morning and the afternoon, else the day is cut in half.

    Raises `CannotReckon("hours")` for spans out of order.
    """

    spans: tuple[tuple[time, time], ...]
    seconds: int = field(init=False)
    morning_end: time = field(init=False)
    afternoon_start: time = field(init=False)

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
            spans = ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in self.spans)
            raise CannotReckon("hours", spans=spans or "-")
        object.__setattr__(self, "seconds", sum(_second(end) - _second(start) for start, end in self.spans))
        if len(self.spans) == _SPANS_OF_A_BROKEN_DAY:
            noon, after = self.spans[0][1], self.spans[1][0]
        else:
            noon = after = self.at(self.seconds // 2)
        object.__setattr__(self, "morning_end", noon)
        object.__setattr__(self, "afternoon_start", after)

    @property
    def opening(self) -> time:
        """The beginning of the working day."""
        return self.spans[0][0]

    @property
    def closing(self) -> time:
        """The end of the working day."""
        return self.spans[-1][1]

    def elapsed(self, clock: time) -> int:
        """Return the seconds of working time that are over at this time of the day."""
        now = _second(clock)
        return sum(min(max(now - _second(start), 0), _second(end) - _second(start)) for start, end in self.spans)

    def at(self, seconds: int) -> time:
        """Return the first time of the day at which so many seconds of working time (above 0) are over."""
        left = seconds
        for start, end in self.spans:
            length = _second(end) - _second(start)
            if left <= length:
                return _clock(_second(start) + left)
            left -= length
        return self.closing

    def halves_begun(self, clock: time) -> int:
        """Return how many halves of the day have begun: one that starts at this very moment has not."""
        return (clock > self.opening) + (clock > self.afternoon_start)

    def halves_over(self, clock: time) -> int:
        """Return how many halves of the day are over; one that ends at this very moment is."""
        return (clock >= self.morning_end) + (clock >= self.closing)


def local(moment: datetime) -> datetime:
    """Return a moment in the offices' time; one without zone is refused, for nobody knows when it is."""
    if moment.tzinfo is None:
        raise CannotReckon("zone", moment=moment.isoformat(timespec="minutes"))
    try:
        return moment.astimezone(CHINA)
    except OverflowError:
        raise CannotReckon("off_the_calendar") from None


def day_of(moment: date | datetime) -> date:
    """Return the day of a day or a moment in the offices' time."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def _second(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _clock(second: int) -> time:
    return time(second // 3600, second // 60 % 60, second % 60)


# Named here once. The inventory's scenarios with other hours say them (09:00-17:00); a zone sets its own.
OFFICE_HOURS: Final = WorkingHours(((time(9), time(12)), (time(13, 30), time(17, 30))))
