"""The parser of `huiqi clock`, and what becomes of what cannot be reckoned: two lines to standard error and exit code 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from huiqi_clocks.cli import calendar_command, count_command, due_command, plan_command
from huiqi_clocks.cli.arguments import CannotRead
from huiqi_clocks.errors import CannotReckon

UNABLE = 2
EPILOG = """\
先看这几句 / begin here:
  $ huiqi clock due --from 2026-02-13 --days 3
      2 月 13 日受理，3 个工作日办结：哪天到期，跳过了哪些天。 Accepted on that day, three working days: when, and what was skipped.
  $ huiqi clock due --from 2026-02-13T14:00 --days 1 --half-days --json
      下午受理，半天办结；给程序用的答案。 Accepted in the afternoon, half a day; an answer for programs.
  $ huiqi clock due --from 2026-03-02 --days 10 --exclude 2026-03-04..2026-03-06 --extension 5
      听证三天不计，再延长 5 个工作日。 A hearing of three days does not count, five more working days.
  $ huiqi clock count --from 2026-02-13 --to 2026-02-28
      两日之间有几个工作日。 How many working days lie between.
  $ huiqi clock calendar 2026
      这一年的放假、补班和依据的通知。 Days off, weekend days worked instead, and the notice.
  $ huiqi clock plan --from 2026-03-02 A=5 B=3:A C=4
      几个事项并联、串联，哪条路最长。 Items side by side and in series, and the longest path.
每条命令加 --help 看细则；退出码 0 正常，2 无法计算。 Each command has its own --help; exit code 2: it cannot be reckoned."""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `huiqi clock`."""
    parser = argparse.ArgumentParser(
        prog="huiqi",
        description="惠企 Huiqi: the open service platform of a high-tech zone.",
        allow_abbrev=False,
    )
    areas = parser.add_subparsers(dest="area", required=True, metavar="AREA")
    clock = areas.add_parser(
        "clock",
        help="working days and due dates",
        description="到期日与工作日：按国务院办公厅放假通知（含调休上班）计算。 Due dates and working days by the official calendar.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = clock.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (due_command, count_command, plan_command, calendar_command):
        module.add_parser(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (2 where nothing can be reckoned)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a character must not end the command.
            stream.reconfigure(errors="backslashreplace")
    arguments = build_parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Somebody closed the pipe (`| head`): nothing more can be said, and it is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (CannotReckon, CannotRead) as error:
        sys.stderr.write(f"huiqi clock: {error.said(english=False)}\nhuiqi clock: {error.said(english=True)}\n")
        return UNABLE
    return code
