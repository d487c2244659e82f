"""The command line: `huiqi rules check | test | assess | run | dmn | demo`; needs no database and no server."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from huiqi_rules.cli.stopping import run_stoppable


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (2 where something could not be read, 130 and 143 where it was stopped)."""

    def run() -> int:
        # Here, so that Ctrl-C while the modules load is told like any other.
        from huiqi_rules.cli.commands import main as run_command

        return run_command(argv)

    return run_stoppable(run)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `huiqi rules`."""
    from huiqi_rules.cli.commands import build_parser as build

    return build()
