"""`huiqi rules demo`: the main job without a site: a bundled register against all bundled packs, a report and a workbook."""

from __future__ import annotations

import argparse


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("demo", help="assess the bundled register against all bundled packs")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the report; return the exit code."""
    raise AssertionError(arguments)
