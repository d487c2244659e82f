"""The parser of the product's commands, and what becomes of expected failures: one line and exit code 2."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from huiqi.kernel.errors import Cannot
from huiqi.site.commands import audit, backup, demo, doctor, import_sheet, migrate, restore, serve, worker, zone

UNABLE = 2


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `huiqi`; the areas `rules` and `clock` are only named here, they have their own."""
    parser = argparse.ArgumentParser(
        prog="huiqi",
        description="惠企 Huiqi: the open service platform of a high-tech zone. Policies find companies.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (serve, worker, demo, import_sheet, migrate, zone, doctor, backup, restore, audit):
        module.add_parser(commands)
    commands.add_parser("rules", help="the rulebook engine: check, test, assess, run", add_help=False)
    commands.add_parser("clock", help="working days and due dates", add_help=False)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (2 where it could not do its work)."""
    arguments = build_parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except Cannot as error:
        sys.stderr.write(f"huiqi: {error}\n")
        return UNABLE
    return code
