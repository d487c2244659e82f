"""The two files of a run: the page and the workbook, from the same findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huiqi_rules.api.register import RegisterRun
from huiqi_rules.api.why import explain_determination
from huiqi_rules.report.findings import Findings, Progress, gather
from huiqi_rules.report.page import report_page
from huiqi_rules.report.workbook import write_workbook
from huiqi_rules.report.worked_examples import Explain, worked_examples
from huiqi_rules.scalar.program import Figures
from huiqi_rules.tables.register import Register
from huiqi_rules.tables.replacing import replacing

PAGE: Final = "report.html"
WORKBOOK: Final = "results.xlsx"
NO_FIGURES: Final[Figures] = {}


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where the report is, what it was made from, and how many rows the results sheet has."""

    page: str
    workbook: str
    findings: Findings
    row_count: int


def write_report(
    folder: str,
    register: Register,
    runs: Sequence[RegisterRun],
    *,
    explain: Explain | None = explain_determination,
    figures: Figures = NO_FIGURES,
    progress: Progress | None = None,
) -> ReportFiles:
    """Write report.html and results.xlsx about runs over one register into a folder, which is made where it is missing.

    `runs` is one run for each pack, all of one day; `explain` puts the examples into sentences; `figures` are those that the
    runs were made with. Raises `TableError` where a file can't be written, ValueError where the runs do not fit the register.
    """
    gathering, filling = (None, None) if progress is None else _parts(progress)
    findings = gather(register, runs, progress=gathering)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    page, workbook = str(target / PAGE), str(target / WORKBOOK)
    examples = worked_examples(findings, figures)
    with replacing(page) as beside:
        Path(beside).write_text(report_page(findings, examples, explain), encoding="utf-8", newline="\n")
    return ReportFiles(page, workbook, findings, write_workbook(workbook, findings, progress=filling))


def _parts(progress: Progress) -> tuple[Progress, Progress]:
    """Return what reports the first quarter of the work, and what reports the rest: the workbook takes longest."""
    return (
        lambda done, total: progress(25 * done // max(total, 1), 100),
        lambda done, total: progress(25 + 75 * done // max(total, 1), 100),
    )
