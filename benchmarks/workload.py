"""What the benches measure on: the 25 policies of `policies/`, checked, on one day, and the same as hand-written SQL."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from huiqi_rules.api.large import LargeRegister
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion, check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs import load_pack

FOLDER = Path(__file__).resolve().parent
DAY = date(2026, 11, 21)
POLICIES = 25
_WIDTH = 6


@dataclass(frozen=True, slots=True)
class Total:
    """One policy over a register: how many are met, refused, unknown, and the money in yuan between two ends."""

    met: int
    not_met: int
    unknown: int
    low: Decimal
    high: Decimal
    open_amounts: int


def rulebook() -> CheckedRulebook:
    """Return the 25 policies; raise `SystemExit` with the diagnostics where they do not check."""
    loaded = load_pack(FOLDER / "policies")
    findings = Findings()
    checked = check_rulebook(loaded.rulebook, findings)
    problems = [*loaded.findings.items, *findings.items]
    if problems:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    return checked


def versions(checked: CheckedRulebook) -> list[CheckedVersion]:
    """Return the versions in force on the day, in the order of the files."""
    return [checked.version(policy, "2026") for policy in checked.rulebook.policies]


def ours(register: LargeRegister) -> list[Total]:
    """Return the engine's totals of all policies, as any program gets them; planning included."""
    found = register.totals(DAY).summaries
    assert len(found) == POLICIES
    return [
        Total(
            one.met,
            one.not_met,
            one.unknown,
            one.amount_low or Decimal(0),
            one.amount_high or Decimal(0),
            one.open_amounts,
        )
        for one in found
    ]


def hand_query(source: str) -> str:
    """Return the hand-written query of the same figures."""
    sums = ", ".join(_hand_totals(number) for number in range(1, POLICIES + 1))
    return (FOLDER / "handwritten.sql").read_text(encoding="utf-8").format(source=source, sums=sums)


def _hand_totals(number: int) -> str:
    outcome, amount = f"o{number}", f"a{number}"
    high = "a22_high" if number == 22 else amount
    return (
        f"count_if({outcome}), count({outcome}) - count_if({outcome}), count(*) - count({outcome}), "
        f"coalesce(sum({amount}), 0), coalesce(sum({high}), 0), count_if({outcome}) - count({high})"
    )


def by_hand(connection: duckdb.DuckDBPyConnection, query: str) -> list[Total]:
    """Return the totals of all policies from the hand-written query."""
    row = connection.execute(query).fetchone()
    assert row is not None and len(row) == POLICIES * _WIDTH
    return [
        Total(row[at], row[at + 1], row[at + 2], Decimal(row[at + 3]), Decimal(row[at + 4]), row[at + 5])
        for at in range(0, len(row), _WIDTH)
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def spread(times: list[float], unit: str = "seconds") -> dict[str, object]:
    """Return the median, the least and the most of several times."""
    return {f"median_{unit}": statistics.median(times), f"least_{unit}": min(times), f"most_{unit}": max(times)}


def apart(module: str, *arguments: str) -> dict[str, object]:
    """Return what a bench module's `work` prints as JSON in a process of its own, where its memory can be told."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE, text=True, cwd=FOLDER.parent
    )
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def peak_mb() -> int:
    """Return the most memory that this process has held so far, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What the system counts for its use of resources begins with the memory of whoever started the process.
        (line,) = (one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM:"))
        return round(int(line.split()[1]) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
