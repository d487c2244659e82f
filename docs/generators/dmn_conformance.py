"""The page of conformance: how many results of the public DMN kit pass per level and folder, and why the others do not."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from huiqi_rules.dmn.conformance import CaseResult, run_folder

PAGE = "reference/dmn-conformance.md"
ROOT = Path(__file__).resolve().parent.parent.parent
KNOWN_FAILURES = ROOT / "tests/rules/dmn/known_failures.txt"
HEAD = """# Conformance to DMN

The DMN Technology Compatibility Kit is the public judge of engines for the DMN standard. Its models and cases are read from a
folder and are no part of this repository. `huiqi rules dmn test FOLDER` runs any folder of the kit's layout.

A *result* is one expected value of one test case. Numbers agree within a hundred-millionth, because the kit writes doubles;
everything else must be equal. Where the kit expects an error the value is null.
"""


def text() -> str | None:
    """Return the rates and the failures; None where the kit is not there."""
    kit = Path(os.environ.get("HUIQI_SHARED", ROOT.parent / "shared")) / "dmn-tck"
    if not kit.is_dir():
        return None
    results = run_folder(kit).results
    failed = [result for result in results if not result.passed]
    parts = [HEAD, "\n## By level\n\n", rates(results, depth=1), "\n## What does not pass\n\n", reasons(failed)]
    return "".join([*parts, "\n## By folder\n\n", rates(results, depth=2)])


def rates(results: Iterable[CaseResult], depth: int) -> str:
    """Return a table of passed and expected results by the first `depth` folders of the path."""
    expected: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for result in results:
        folder = "/".join(result.case.split("/")[:depth])
        expected[folder] += 1
        passed[folder] += result.passed
    rows = [
        f"| {folder} | {passed[folder]} | {count} | {100 * passed[folder] / count:.1f} % |"
        for folder, count in sorted(expected.items())
    ]
    total = f"| all | {passed.total()} | {expected.total()} | {100 * passed.total() / expected.total():.1f} % |"
    return "\n".join(["| folder | passed | results | rate |", "|---|---|---|---|", *rows, total]) + "\n"


def reasons(failed: Iterable[CaseResult]) -> str:
    """Return a table of the failing results and why they fail."""
    known = dict(
        line.split(": ", 1)
        for line in KNOWN_FAILURES.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    rows = [
        f"| {result.case.split('/')[1]} | {result.case.rsplit(' ', 1)[1]} | {known.get(result.case, 'not known yet')} |"
        for result in failed
    ]
    return "\n".join(["| folder | result | why |", "|---|---|---|", *rows]) + "\n"
