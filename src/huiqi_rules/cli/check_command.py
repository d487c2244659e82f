"""`huiqi rules check`: every mistake of a pack at once, with place, excerpt and what to do."""

from __future__ import annotations

import argparse

from huiqi_rules.cli.console import say, say_data
from huiqi_rules.cli.opening import check_pack, pack_folder
from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.packs.evaluation import ScenarioEvaluator
from huiqi_rules.packs.validators import validate


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        help="show every mistake of a pack at once",
        description="Reads a pack, checks names, types and units of every formula, and validates the whole: sources, "
        "dates, scenarios, thresholds. Shows all mistakes at once as file:line:column with the line and what to do.",
        epilog="Exit code: 0 no errors (warnings may be shown), 1 errors, 2 a pack could not be found.\n"
        "Example: huiqi rules check packs/national",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("packs", nargs="+", metavar="PACK", help="a pack folder, or the name of a bundled pack")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    parser.add_argument("--json", action="store_true", help="print the findings as data")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the packs; return the exit code."""
    found: list[Diagnostic] = []
    for name in arguments.packs:
        loaded, checked, findings = check_pack(pack_folder(name))
        # Scenarios can only be run, and thresholds only be judged, where every formula has a type.
        evaluator = None if findings.errors else ScenarioEvaluator(checked)
        findings.items.extend(validate(loaded, evaluator=evaluator).items)
        found.extend(loaded.with_excerpt(diagnostic) for diagnostic in findings.items)
    found = list(dict.fromkeys(found))
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found)
    if arguments.json:
        say_data([_as_data(diagnostic) for diagnostic in found])
    else:
        _show(found, errors)
    return 1 if errors or (arguments.strict and found) else 0


def _show(found: list[Diagnostic], errors: int) -> None:
    for diagnostic in found:
        first, _, rest = str(diagnostic).partition("\n")
        say(first, "red" if diagnostic.severity is Severity.ERROR else "yellow")
        if rest:
            say(rest)
    say(f"{errors} errors, {len(found) - errors} warnings", "red" if errors else "green")


def _as_data(diagnostic: Diagnostic) -> dict[str, object]:
    place = diagnostic.place
    return {
        "code": diagnostic.code, "severity": str(diagnostic.severity), "path": place.path, "line": place.line,
        "column": place.column, "cell": place.cell, "problem": diagnostic.problem, "remedy": diagnostic.remedy,
        "excerpt": diagnostic.excerpt,
    }  # fmt: skip
