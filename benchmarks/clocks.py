"""Due dates a second: plain terms, terms with stops, and what it costs to enter a year."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from huiqi_clocks import Calendar, Excluded, Term, due

COUNT = 100_000
FIRST = date(2018, 1, 1)
REPEATS = 3


def main() -> dict[str, object]:
    """Return due dates a second and the time that a new calendar takes."""
    drawn = random.Random(1)
    calendar = Calendar.official()
    starts = [FIRST + timedelta(days=drawn.randrange(3_000)) for _ in range(COUNT)]
    terms = [Term(days) for days in (1, 3, 5, 7, 15, 20, 60)]
    plain = best(lambda: [due(calendar, start, terms[place % 7]) for place, start in enumerate(starts)])
    stop = [Excluded(date(2022, 3, 1), date(2022, 3, 31)), Excluded(date(2024, 5, 6), date(2024, 5, 10))]
    stopped = best(lambda: [due(calendar, start, terms[5], excluded=stop) for start in starts])
    years = calendar.years
    made = best(lambda: [Calendar.of(years) for _ in range(20)])
    return {
        "due_dates_per_s": round(COUNT / plain),
        "due_dates_with_two_stops_per_s": round(COUNT / stopped),
        "calendar_made_ms": round(made / 20 * 1000, 2),
    }


def best(work) -> float:
    """Return the shortest of some times, in seconds."""
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)
