"""Time that does not count: a pause while the other side has to act, and excluded days (hearing, expert review)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huiqi_clocks.errors import CannotReckon
from huiqi_clocks.hours import day_of


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from `start` until `end` (None: it still does), for a reason that is said.

    As at acceptance, what has begun is over: the day of the question counts, the day of the answer does not.
    """

    start: date | datetime
    end: date | datetime | None
    reason: str

    def __post_init__(self) -> None:
        if self.end is not None:
            _ordered(self.start, self.end)

    def closed(self) -> date | datetime:
        """Return its end; raises `CannotReckon("still_paused")` while it has none."""
        if self.end is None:
            raise CannotReckon("still_paused", start=self.start, reason=self.reason)
        return self.end


@dataclass(frozen=True, slots=True)
class Excluded:
    """Whole days from `first` to `last`, both of them, that do not count."""

    first: date
    last: date
    reason: str = ""

    def __post_init__(self) -> None:
        _ordered(self.first, self.last)


def _ordered(start: date | datetime, end: date | datetime) -> None:
    if isinstance(start, datetime) and isinstance(end, datetime):
        reversed_range = end < start
    else:
        reversed_range = day_of(end) < day_of(start)
    if reversed_range:
        raise CannotReckon("reversed", first=start, last=end)
