"""A whole register under 25 policies, counted as `huiqi rules total` and `LargeRegister` do, beside hand-written DuckDB SQL.

Each figure comes from a process of its own, so that its peak memory is its own. Goals: 100 million rows x policies a
second, 1.3 times the hand-written time at most, 500 MB; 10,000,000 rows straight from Parquet within 400 MB. Ours includes
planning; loading into memory is measured apart.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from benchmarks import register, workload
from benchmarks.workload import POLICIES, apart, peak_mb, seconds, spread
from huiqi_rules.api import Engine, LargeRegister
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.columnar.store import connect
from huiqi_rules.core.values import bounds_of
from huiqi_rules.model.decision import Outcome
from huiqi_rules.scalar.decide import decide_clause
from huiqi_rules.scalar.linking import compile_version
from huiqi_rules.scalar.program import figures_on

RUNS = 7
ROWS, MANY_ROWS, SAMPLE = 1_000_000, 10_000_000, 1_000
MANY_RUNS = 3
GOALS = {"million_rows_x_policies_a_second": 100, "ratio_to_hand_written": 1.3, "peak_mb": 500, "parquet_peak_mb": 400}


def main() -> dict[str, object]:
    """Return the figures of 1,000,000 rows, kept and by the command, and of 10,000,000 rows from Parquet."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as folder:
        small, large, sampled = (str(Path(folder, f"{name}.parquet")) for name in ("register", "large", "sample"))
        apart("benchmarks.columnar", "make", small, str(ROWS))
        figures = {
            "rows_1,000,000": apart("benchmarks.columnar", "pairs", small),
            "engine_alone": apart("benchmarks.columnar", "alone", small, "engine"),
            "hand_written_alone": apart("benchmarks.columnar", "alone", small, "hand"),
            "command": apart("benchmarks.columnar", "command", small),
            "sample": apart("benchmarks.columnar", "sample", small, sampled),
        }
        apart("benchmarks.columnar", "repeat", small, large)
        figures["rows_10,000,000_from_parquet"] = apart("benchmarks.columnar", "parquet", large)
        figures["command_over_10,000,000"] = apart("benchmarks.columnar", "command", large)
    return {**figures, "goals": GOALS}


def make(path: str, rows: str) -> dict[str, object]:
    """Make the register as a Parquet file."""
    checked = workload.rulebook()
    return {
        "seconds": seconds(
            lambda: register.write(connect(memory="2GB"), Path(path), int(rows), dict(checked.rulebook.facts))
        )
    }


def repeat(path: str, large: str) -> dict[str, object]:
    """Make the large file: the same rows ten times over."""
    times = MANY_ROWS // ROWS
    connection = connect(memory="2GB")
    query = (
        "SELECT register.* REPLACE (register.id || times.range AS id) "
        f"FROM range({times}) AS times, read_parquet('{path}') AS register"
    )
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {register.ROWS_A_GROUP}"
    return {"seconds": seconds(lambda: connection.execute(f"COPY ({query}) TO '{large}' ({options})"))}


def pairs(path: str) -> dict[str, object]:
    """Count both ways in turns over the register kept in memory; compare all counts and sums."""
    loading: list[LargeRegister] = []
    load_seconds = seconds(lambda: loading.append(kept(path)))
    ours, hand = loading[0], workload.hand_query("register")
    exact = same(workload.ours(ours), workload.by_hand(ours.connection, hand))
    times = [
        (seconds(lambda: workload.ours(ours)), seconds(lambda: ours.connection.execute(hand).fetchone()))
        for _ in range(RUNS)
    ]
    ratios = [mine / theirs for mine, theirs in times]
    engine = [mine for mine, _ in times]
    return {
        "engine": spread(engine),
        "hand_written": spread([theirs for _, theirs in times]),
        "ratio_to_hand_written": spread(ratios, "ratio"),
        "million_rows_x_policies_a_second": ROWS * POLICIES / statistics.median(engine) / 1e6,
        "most_million_rows_x_policies_a_second": ROWS * POLICIES / min(engine) / 1e6,
        "load_seconds": load_seconds,
        f"sums_equal_to_hand_written_of_{POLICIES}": exact,
    }


def alone(path: str, which: str) -> dict[str, object]:
    """Count one of the ways a few times over the register kept, for its memory."""
    ours, hand = kept(path), workload.hand_query("register")
    before = peak_mb()
    times = [
        seconds(lambda: workload.ours(ours) if which == "engine" else ours.connection.execute(hand).fetchone())
        for _ in range(3)
    ]
    return {"peak_mb": peak_mb(), "peak_mb_after_loading": before, "median_seconds": statistics.median(times)}


def parquet(path: str) -> dict[str, object]:
    """Count straight over the file, then by the hand-written query."""
    opened: list[LargeRegister] = []
    open_seconds = seconds(lambda: opened.append(LargeRegister(Engine(workload.rulebook()), path)))
    ours = opened[0]
    times = [seconds(lambda: workload.ours(ours)) for _ in range(MANY_RUNS)]
    peak = peak_mb()
    hand = workload.hand_query(f"read_parquet('{path}')")
    by_hand = [seconds(lambda: ours.connection.execute(hand).fetchone()) for _ in range(MANY_RUNS)]
    return {
        "engine": spread(times),
        "hand_written": spread(by_hand),
        "ratio_to_hand_written": statistics.median(times) / statistics.median(by_hand),
        "million_rows_x_policies_a_second": MANY_ROWS * POLICIES / statistics.median(times) / 1e6,
        "checked_and_opened_seconds": open_seconds,
        "peak_mb": peak,
        f"sums_equal_to_hand_written_of_{POLICIES}": same(workload.ours(ours), workload.by_hand(ours.connection, hand)),
    }


def command(path: str) -> dict[str, object]:
    """Run what a user types, from the start of Python to the last line."""
    given = ("--pack", str(workload.FOLDER / "policies"), "--as-of", workload.DAY.isoformat(), "--table", path)
    line = [
        sys.executable,
        "-c",
        "from huiqi_rules.cli import main; raise SystemExit(main())",
        "rules",
        "total",
        *given,
    ]
    times = [seconds(lambda: subprocess.run(line, check=True, stdout=subprocess.DEVNULL)) for _ in range(MANY_RUNS)]
    return {**spread(times), "peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)}


def kept(path: str) -> LargeRegister:
    """Return the register in memory."""
    return LargeRegister(Engine(workload.rulebook()), path, is_kept=True)


def same(ours: list[workload.Total], theirs: list[workload.Total]) -> int:
    """Return in how many policies every count and every sum is the same, to the cent."""
    return sum(one == other for one, other in zip(ours, theirs, strict=True))


def sample(path: str, target: str) -> dict[str, object]:
    """Return for how many policies the totals over a sample equal those of Python's decimals, subject by subject."""
    with connect() as connection:
        rows = f"read_parquet('{path}') USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (7)"
        connection.execute(f"COPY (SELECT * FROM {rows}) TO '{target}' (FORMAT parquet)")
        cursor = connection.execute(f"SELECT * EXCLUDE (id) FROM read_parquet('{target}')")
        names = [column[0] for column in cursor.description]
        facts = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    checked = workload.rulebook()
    with LargeRegister(Engine(checked), target) as sampled:
        equal = same(workload.ours(sampled), one_by_one(checked, facts))
    return {f"sums_equal_to_decimals_of_{POLICIES}_on_{SAMPLE}_rows": equal}


def one_by_one(checked: CheckedRulebook, rows: list[dict[str, object]]) -> list[workload.Total]:
    """Return the totals of rows decided one after the other."""
    figures = figures_on(checked.rulebook.parameters, workload.DAY)
    found = []
    for version in workload.versions(checked):
        program = compile_version(version)
        template = program.template(workload.DAY, figures)
        decisions = [decide_clause(program, "award", program.run(template, row)) for row in rows]
        met, not_met, unknown = (
            [one for one in decisions if one.outcome is wanted]
            for wanted in (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN)
        )
        due = [bounds_of(one.amount) for one in met if one.amount is not None]
        low, high = sum((one[0] for one in due), Decimal(0)), sum((one[1] for one in due), Decimal(0))
        found.append(workload.Total(len(met), len(not_met), len(unknown), low, high, len(met) - len(due)))
    return found


WORK = {
    "make": make,
    "repeat": repeat,
    "pairs": pairs,
    "alone": alone,
    "parquet": parquet,
    "command": command,
    "sample": sample,
}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](*sys.argv[2:]) if len(sys.argv) > 1 else main()))
