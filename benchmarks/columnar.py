"""A whole register under 25 policies: exact counts and sums, beside the same work hand-written in guarded DuckDB SQL.

Each figure comes from a process of its own, so that its peak memory is its own. Goals: 100 million rows x policies a
second, 1.3 times the hand-written time at most, 500 MB; 10,000,000 rows straight from Parquet within 400 MB.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb

from benchmarks import register, workload
from benchmarks.workload import POLICIES, apart, peak_mb, seconds, spread
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.columnar.layouts import Source, layout_of, store_source
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
    """Return the figures of 1,000,000 rows in memory and of 10,000,000 rows from Parquet."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as folder:
        small, large = str(Path(folder, "register.parquet")), str(Path(folder, "large.parquet"))
        apart("benchmarks.columnar", "make", small, str(ROWS))
        figures = {
            "rows_1,000,000": apart("benchmarks.columnar", "pairs", small),
            "engine_alone": apart("benchmarks.columnar", "alone", small, "engine"),
            "hand_written_alone": apart("benchmarks.columnar", "alone", small, "hand"),
        }
        apart("benchmarks.columnar", "repeat", small, large)
        figures["rows_10,000,000_from_parquet"] = apart("benchmarks.columnar", "parquet", large)
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
    query = f"SELECT register.* FROM range({times}), read_parquet('{path}') AS register"
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {register.ROWS_A_GROUP}"
    return {"seconds": seconds(lambda: connection.execute(f"COPY ({query}) TO '{large}' ({options})"))}


def pairs(path: str) -> dict[str, object]:
    """Run both queries in turns over the table; compare all sums, and a sample with Python's decimals."""
    checked = workload.rulebook()
    connection, source = loaded(path, checked)
    planning = [seconds(lambda: workload.engine_query(checked, source.layout, "register")) for _ in range(RUNS)]
    ours, hand = workload.engine_query(checked, source.layout, "register"), workload.hand_query("register")
    exact = same(workload.totals(connection, ours), workload.totals(connection, hand))
    times = [
        (seconds(lambda: connection.execute(ours).fetchone()), seconds(lambda: connection.execute(hand).fetchone()))
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
        "planning": spread(planning),
        f"sums_equal_to_hand_written_of_{POLICIES}": exact,
        f"sums_equal_to_decimals_of_{POLICIES}_on_{SAMPLE}_rows": sample(connection, source, checked),
    }


def alone(path: str, which: str) -> dict[str, object]:
    """Run one of the queries a few times over the table, for its memory."""
    checked = workload.rulebook()
    connection, source = loaded(path, checked)
    before = peak_mb()
    query = (
        workload.engine_query(checked, source.layout, "register")
        if which == "engine"
        else workload.hand_query("register")
    )
    times = [seconds(lambda: connection.execute(query).fetchone()) for _ in range(3)]
    return {"peak_mb": peak_mb(), "peak_mb_after_loading": before, "median_seconds": statistics.median(times)}


def parquet(path: str) -> dict[str, object]:
    """Run the engine's query, then the hand-written one, straight over the file."""
    checked = workload.rulebook()
    connection = connect(memory="300MB")
    relation = f"read_parquet('{path}')"
    source: list[Source] = []
    layout_seconds = seconds(lambda: source.append(layout_of(connection, relation, checked.rulebook.facts)))
    query = workload.engine_query(checked, source[0].layout, source[0].sql)
    times = [seconds(lambda: connection.execute(query).fetchone()) for _ in range(MANY_RUNS)]
    peak = peak_mb()
    hand = workload.hand_query(relation)
    by_hand = [seconds(lambda: connection.execute(hand).fetchone()) for _ in range(MANY_RUNS)]
    return {
        "engine": spread(times),
        "hand_written": spread(by_hand),
        "ratio_to_hand_written": statistics.median(times) / statistics.median(by_hand),
        "million_rows_x_policies_a_second": MANY_ROWS * POLICIES / statistics.median(times) / 1e6,
        "layout_seconds": layout_seconds,
        "peak_mb": peak,
        f"sums_equal_to_hand_written_of_{POLICIES}": same(
            workload.totals(connection, query), workload.totals(connection, hand)
        ),
    }


def loaded(path: str, checked: CheckedRulebook) -> tuple[duckdb.DuckDBPyConnection, Source]:
    """Return a database with the register as a table in the narrowest types, texts coded; loading is not measured."""
    connection = connect()
    facts = checked.rulebook.facts
    relation = f"read_parquet('{path}')"
    source = layout_of(connection, relation, facts)
    coded = []
    for name in ("district", "industry", "size", "ownership", "field", "credit", "industry_code"):
        connection.execute(
            f"CREATE TYPE {name}_code AS ENUM (SELECT DISTINCT {name} FROM {relation} WHERE {name} IS NOT NULL)"
        )
        coded.append(f"CAST({name} AS {name}_code) AS {name}")
    coded_sql = f"(SELECT * REPLACE ({', '.join(coded)}) FROM {source.sql})"
    return connection, store_source(connection, Source(coded_sql, source.layout), "register")


def same(ours: list[workload.Total], theirs: list[workload.Total]) -> int:
    """Return in how many policies every count and every sum is the same, to the cent."""
    return sum(one == other for one, other in zip(ours, theirs, strict=True))


def sample(connection: duckdb.DuckDBPyConnection, source: Source, checked: CheckedRulebook) -> int:
    """Return for how many policies the sums over a sample equal those of Python's decimals, subject by subject."""
    connection.execute(
        f"CREATE TABLE sample AS SELECT * FROM register USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (7)"
    )
    sums = workload.totals(connection, workload.engine_query(checked, source.layout, "sample"))
    cursor = connection.execute("SELECT * FROM sample")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    figures = figures_on(checked.rulebook.parameters, workload.DAY)
    equal = 0
    for version, total in zip(workload.versions(checked), sums, strict=True):
        program = compile_version(version)
        template = program.template(workload.DAY, figures)
        decisions = [decide_clause(program, "award", program.run(template, row)) for row in rows]
        due = [bounds_of(one.amount) for one in decisions if one.outcome is Outcome.MET and one.amount is not None]
        low, high = sum((one[0] for one in due), Decimal(0)), sum((one[1] for one in due), Decimal(0))
        counts = [
            sum(one.outcome is wanted for one in decisions)
            for wanted in (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN)
        ]
        equal += (low, high, counts) == (total.low, total.high, [total.met, total.not_met, total.unknown])
    return equal


WORK = {"make": make, "repeat": repeat, "pairs": pairs, "alone": alone, "parquet": parquet}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](*sys.argv[2:]) if len(sys.argv) > 1 else main()))
