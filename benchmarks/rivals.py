"""The same 25 policies on the same rows in openfisca-core and zen-engine, their sums compared with ours to the cent.

Both are installed for this bench alone (requirements-bench.txt), into this environment or into another one whose Python the
variable HUIQI_BENCH_PYTHON names. Where one is missing the bench says so and leaves its figures out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from benchmarks import register, translation, workload
from benchmarks.workload import POLICIES, seconds
from huiqi_rules.api import Engine, LargeRegister
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.columnar.store import connect

ENGINES = (("openfisca", "openfisca_core", "numpy", 100_000), ("zen", "zen", "zen", 2_000))
RUNS = 7


def main() -> dict[str, object]:
    """Return for each engine its seconds beside ours, and how many of 25 sums it gets exact."""
    python = os.environ.get("HUIQI_BENCH_PYTHON", sys.executable)
    checked = workload.rulebook()
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as folder:
        for engine, module, language, rows in ENGINES:
            if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode:
                figures[engine] = "skipped: not installed (pip install -r requirements-bench.txt)"
                print(f"{engine}: {figures[engine]}")
                continue
            figures[engine] = compared(
                Path(folder), python, checked, engine, translation.policies(checked, language), rows
            )
    return figures


def compared(
    folder: Path, python: str, checked: CheckedRulebook, engine: str, policies: list[dict[str, str]], rows: int
) -> dict[str, object]:
    """Return the figures of one engine over rows as they are, and its exactness over rows without unknowns."""
    files = {"as_they_are": folder / f"{engine}.parquet", "complete": folder / f"{engine}-complete.parquet"}
    connection = connect(memory="1GB")
    facts = dict(checked.rulebook.facts)
    register.write(connection, files["as_they_are"], rows, facts)
    known = " AND ".join(f'"{name}" IS NOT NULL' for name in facts)
    wide = register.select(rows, facts, ids=True)
    connection.execute(f"COPY (SELECT * FROM ({wide}) WHERE {known}) TO '{files['complete']}' (FORMAT parquet)")
    figures: dict[str, object] = {}
    for name, path in files.items():
        theirs = run(folder, python, {
            "engine": engine, "path": str(path), "rows": rows, "policies": policies, "codes": translation.codes_of(checked),
        })  # fmt: skip
        count, totals, times = ours(checked, path)
        exact = sum(Decimal(one) == total.low for one, total in zip(theirs["sums"], totals, strict=True))
        right = sum(one == total.met for one, total in zip(theirs["met"], totals, strict=True))
        median = theirs["seconds"][len(theirs["seconds"]) // 2]
        figures[name] = {
            "rows": count,
            f"sums_exact_of_{POLICIES}": exact,
            f"counts_right_of_{POLICIES}": right,
            "seconds": median,
            "our_seconds": sorted(times)[RUNS // 2],
            "times_our_seconds": median / sorted(times)[RUNS // 2],
            "million_rows_x_policies_a_second": count * POLICIES / median / 1e6,
        }
    return figures


def run(folder: Path, python: str, job: dict[str, object]) -> dict[str, list]:
    """Return what the other engine answers; its own Python runs it."""
    path = folder / "job.json"
    path.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
    script = Path(__file__).with_name("rivals_work.py")
    done = subprocess.run([python, str(script), str(path)], check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, list] = json.loads(done.stdout.splitlines()[-1])
    return answer


def ours(checked: CheckedRulebook, path: Path) -> tuple[int, list[workload.Total], list[float]]:
    """Return the number of rows, our totals, and the seconds of several runs over a register kept; planning included."""
    with LargeRegister(Engine(checked), str(path), is_kept=True) as kept:
        return kept.rows, workload.ours(kept), [seconds(lambda: workload.ours(kept)) for _ in range(RUNS)]


if __name__ == "__main__":
    print(json.dumps(main(), indent=1))
