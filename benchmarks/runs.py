"""Runs over 33,000 companies with three years of facts under forty clauses: the snapshot, the run kept, and reading it again.

Goals: the snapshot well under 2 s, a full run with results stored 5 s, lists 150 ms.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.workload import peak_mb
from benchmarks.zone import NOW, YEARS, database, make_zone
from benchmarks.zone_pack import write_pack

COMPANIES = 33_000
RUNS = 5
PAGES = 15


def main() -> dict[str, object]:
    """Return seconds and milliseconds of each, the largest and the median of several."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as data, database():
        # After the settings of the tests, which name a folder of their own.
        os.environ["HUIQI_DATA"] = data
        return measure(Path(data))


def measure(data: Path) -> dict[str, object]:
    """Make the zone and measure."""
    zone = make_zone(COMPANIES, years=YEARS)
    from huiqi.casework import queries, services
    from huiqi.casework.services.snapshots import read_register
    from huiqi.kernel.actor import system
    from huiqi.kernel.clock import day_in_china
    from huiqi.rulebook import services as rulebook

    actor, day = system("bench"), day_in_china(NOW)
    rulebook.install_pack(zone=zone.id, folder=write_pack(data), actor=actor, now=NOW)
    figures: dict[str, object] = {"companies": COMPANIES}
    figures["register_read"] = timed(lambda: read_register(scope=zone.id, day=day, actor=actor, now=NOW))

    def run() -> object:
        started = services.start_run(scope=zone.id, day=day, actor=actor, now=NOW)
        return services.carry_out(id=started.pk, actor=actor, now=NOW, progress=unseen)

    figures["run_with_snapshot_stored"] = timed(run)
    first = queries.runs(actor).first()
    assert first is not None
    again = services.repeat_run(id=first.pk, actor=actor, now=NOW)
    figures["repeat_from_the_file"] = timed(
        lambda: services.carry_out(id=again.pk, actor=actor, now=NOW, progress=unseen), runs=1
    )
    clauses = list(queries.clauses_of(first))
    figures |= {
        "clauses": len(clauses),
        "facts": first.snapshot.values,
        "snapshot_file_mb": round(first.snapshot.size_bytes / 1e6, 1),
    }
    figures["answers_stored_mb"] = round(sum(len(one.answers) for one in first.clauses.all()) / 1e6, 2)
    clause = max(clauses, key=lambda one: one.met)

    def listed() -> object:
        found = queries.clause_of(first, policy=clause.policy, clause=clause.clause)
        rows = queries.clause_rows(queries.companies_of(first), queries.answers_of(found))
        return rows.narrow("met").order_by("-high", "name")[:50]

    figures["list_page"] = in_milliseconds(listed)
    company = queries.companies_of(first).ids[COMPANIES // 2]
    figures["trace_of_one"] = in_milliseconds(
        lambda: queries.company_trace(
            actor, run=first.pk, policy=clause.policy, clause=clause.clause, company=company, english=False
        )
    )
    return {**figures, "peak_memory_mb": peak_mb()}


def unseen(done: int, total: int) -> None:
    """Nobody watches."""


def timed(work: Callable[[], object], runs: int = RUNS) -> dict[str, float]:
    """Return the seconds that some work takes, done several times."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return {"median_seconds": median(times), "least_seconds": min(times), "most_seconds": max(times)}


def in_milliseconds(work: Callable[[], object]) -> dict[str, float]:
    """Return the milliseconds of some quick work; the first time, which fills caches, is told apart."""
    first = timed(work, runs=1)["median_seconds"]
    found = timed(work, runs=PAGES)
    return {
        "first_milliseconds": first * 1000,
        "median_milliseconds": found["median_seconds"] * 1000,
        "most_milliseconds": found["most_seconds"] * 1000,
    }
