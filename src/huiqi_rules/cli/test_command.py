"""`huiqi rules test`: scenarios of a pack or of files, through either back end."""

from __future__ import annotations

import argparse
from pathlib import Path

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.cli.console import Progress, complain, say, say_data
from huiqi_rules.cli.opening import CannotOpen, OpenPack, open_pack
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.echo import echo
from huiqi_rules.packs.scenarios import Scenario, scenario_files
from huiqi_rules.packs.testing import Failure, TestReport, gather, pack_scenarios, run_scenarios

UNTESTED = 2


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "test",
        help="run the scenarios of a pack, or of your own files",
        description="Runs scenarios: what is given, on which day, and what is expected. Prints one line for each "
        "expectation that fails (name, key, expected, got), then `N passed, N failed`.",
        epilog="Exit code: 0 all passed, 1 some failed, 2 a file could not be read, or a pack has no scenario at all.\n"
        "Example: huiqi rules test packs/national --scenarios my.yaml --batch",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("packs", nargs="+", metavar="PACK", help="a pack folder, or the name of a bundled pack")
    parser.add_argument(
        "--scenarios", nargs="+", type=Path, metavar="FILE", default=[],
        help="scenario files or folders instead of those that the pack carries",
    )  # fmt: skip
    parser.add_argument("--batch", action="store_true", help="run through the columnar back end (DuckDB)")
    parser.add_argument("--json", action="store_true", help="print the same as data")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the scenarios; return the exit code."""
    reports = []
    untested = False
    for name in arguments.packs:
        pack = open_pack(name)
        findings = Findings()
        scenarios = _scenarios(pack, arguments.scenarios, findings)
        for diagnostic in dict.fromkeys(findings.items):
            complain(str(diagnostic))
        if not scenarios and not findings.items:
            complain(f"{name}: nothing was tested, there is no scenario {_looked_in(pack, arguments.scenarios)}")
        untested = untested or not scenarios or bool(findings.items)
        progress = Progress(name)
        assessor = BatchEngine(pack.engine) if arguments.batch else None
        reports.append(run_scenarios(scenarios, pack.engine, assessor, progress))
        progress.close()
    passed = sum(len(report.passed) for report in reports)
    failed = sum(report.failed for report in reports)
    if arguments.json:
        say_data(_as_data(reports, passed, failed))
    else:
        for report in reports:
            for failure in report.failures:
                _show(failure)
        say(f"{passed} passed, {failed} failed", "red" if failed else "green")
    return UNTESTED if untested else 1 if failed else 0


def _scenarios(pack: OpenPack, given: list[Path], findings: Findings) -> list[Scenario]:
    if not given:
        return pack_scenarios(pack.loaded.path, pack.engine, findings)
    files: list[Path] = []
    for path in given:
        if not path.exists():
            raise CannotOpen(f"{echo(str(path), 300)}: no such file or folder")
        files.extend(scenario_files(path, findings) if path.is_dir() else (path,))
    return gather(files, pack.engine, findings)


def _looked_in(pack: OpenPack, given: list[Path]) -> str:
    return f"in {', '.join(map(str, given))}" if given else f"in {pack.loaded.path / 'scenarios'}"


def _show(failure: Failure) -> None:
    scenario = failure.scenario
    who = f" [{failure.subject}]" if len(scenario.subjects) > 1 and failure.subject else ""
    for mismatch in failure.mismatches:
        line = f"{scenario.name}{who}: {mismatch.key}: expected {mismatch.expected}, got {mismatch.got}"
        say(f"{line}  ({scenario.place})", "red")


def _as_data(reports: list[TestReport], passed: int, failed: int) -> dict[str, object]:
    failures = [
        {
            "name": failure.scenario.name,
            "policy": failure.scenario.policy,
            "subject": failure.subject,
            "place": str(failure.scenario.place),
            "mismatches": [
                {"key": item.key, "expected": item.expected, "got": item.got} for item in failure.mismatches
            ],
        }
        for report in reports
        for failure in report.failures
    ]
    return {"passed": passed, "failed": failed, "failures": failures}
