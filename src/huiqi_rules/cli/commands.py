"""The parser of all commands, and what becomes of expected failures: one line to standard error and exit code 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import StringIO, TextIOWrapper

from huiqi_rules.cli import (
    assess_command,
    check_command,
    demo_command,
    dmn_command,
    run_command,
    test_command,
    total_command,
)
from huiqi_rules.cli.console import complain
from huiqi_rules.cli.opening import CannotOpen
from huiqi_rules.columnar.printer import PlanOverflow
from huiqi_rules.core.diagnostics import AuthorError
from huiqi_rules.tables.sources import TableError

UNREADABLE = 2


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `huiqi`."""
    parser = argparse.ArgumentParser(
        prog="huiqi",
        description="惠企 Huiqi: policies as rules. Says for every company: met, not met or unknown, how much, and why.",
    )
    areas = parser.add_subparsers(dest="area", required=True, metavar="AREA")
    rules = areas.add_parser(
        "rules", help="the rulebook engine: check, test, assess, run, total", description="The rulebook engine."
    )
    commands = rules.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (check_command, test_command, assess_command, run_command, total_command, dmn_command, demo_command):
        module.add_parser(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (2 where something could not be read)."""
    _prepare_output()
    arguments = build_parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except (CannotOpen, PlanOverflow, TableError) as error:
        complain(str(error))
        return UNREADABLE
    except AuthorError as error:
        complain(str(error))
        return UNREADABLE
    except BrokenPipeError:
        # Somebody closed the pipe (`| head`): nothing more can be said, and it is no error.
        _drop_output()
        return 0
    except OSError as error:
        # What a file of the user's is about is told where it is read or written; this is a full disk below all of them.
        complain(f"{error.filename or 'the output'}: {error.strerror or error}")
        try:
            sys.stdout.flush()
        except OSError:
            _drop_output()
        return UNREADABLE
    return code


def _prepare_output() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller (`>&-`): there is nobody to speak to.
            setattr(sys, name, StringIO())
        elif isinstance(stream, TextIOWrapper):
            # A terminal that lacks a character, or a file name that is no text, must not end the command.
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
