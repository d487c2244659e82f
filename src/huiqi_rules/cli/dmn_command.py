"""`huiqi rules dmn`: run DMN models with their test cases, bring them into packs, and take policies out."""

from __future__ import annotations

import argparse
from datetime import date
from importlib.metadata import version
from pathlib import Path

from huiqi_rules.cli import dmn_export_command, dmn_import_command, dmn_results
from huiqi_rules.cli.console import say, say_data
from huiqi_rules.cli.opening import CannotOpen
from huiqi_rules.dmn.conformance import as_data, as_text, run_folder
from huiqi_rules.dmn.submission import write_submission


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("dmn", help="run DMN models, bring them into packs, take policies out")
    inner = parser.add_subparsers(dest="dmn_command", required=True, metavar="COMMAND")
    test = inner.add_parser(
        "test",
        help="run a folder of models and test cases",
        description="Runs every test case (`*-test-*.xml`) below a folder against the model that it names, in the "
        "conformance kit's layout.",
        epilog="Exit code: 0 all passed, 1 some failed, 2 nothing could be run, or a submission would have blanks.\n"
        "Example: huiqi rules dmn test models/",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    test.add_argument("folder", type=Path, metavar="DIR", help="a folder with .dmn models and their test cases")
    test.add_argument("--json", action="store_true", help="print the results as data")
    test.add_argument("--results", type=Path, metavar="FOLDER", help="also write them as the kit publishes them")
    test.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="the day that these results are of")
    dmn_results.add_arguments(test)
    test.set_defaults(run=run)
    dmn_import_command.add_parser(inner)
    dmn_export_command.add_parser(inner)


def run(arguments: argparse.Namespace) -> int:
    """Run the folder; return the exit code."""
    if not arguments.folder.is_dir():
        raise CannotOpen(f"{arguments.folder}: no such folder")
    properties = None if arguments.results is None else dmn_results.properties(arguments)
    report = run_folder(arguments.folder)
    if not report.results:
        raise CannotOpen(f"{arguments.folder}: no test cases (*-test-*.xml) found here or below")
    if properties is not None:
        write_submission(report, arguments.results, properties, version=version("huiqi"), on=arguments.on)
    if arguments.json:
        say_data(as_data(report))
    else:
        say(as_text(report))
    return 1 if report.failed else 0
