"""`huiqi clock count`: the working days between two days."""

from __future__ import annotations

import argparse
import json

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.cli.arguments import read_day
from huiqi_clocks.errors import CannotReckon


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of `huiqi clock`."""
    parser = commands.add_parser(
        "count",
        help="working days between two days",
        description="两日之间有几个工作日：首日不计，末日计入。 Working days after one day up to and with another.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--from", dest="start", required=True, metavar="DATE", help="首日，不计 the day that is not counted"
    )
    parser.add_argument("--to", dest="end", required=True, metavar="DATE", help="末日，计入 the last day")
    parser.add_argument("--json", action="store_true", help="以 JSON 回答 answer as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the number of working days."""
    first, last = read_day("--from", arguments.start), read_day("--to", arguments.end)
    if last < first:
        raise CannotReckon("reversed", first=first, last=last)
    calendar = Calendar.official()
    found, provisional = calendar.count(first, last), not calendar.is_confirmed(first, last)
    if arguments.json:
        print(json.dumps({"working_days": found, "provisional": provisional}))
        return 0
    print(f"{first}（不计）至 {last}：{found} 个工作日{'，暂定' if provisional else ''}。")
    print(f"After {first} up to {last}: {found} working days{'; provisional' if provisional else ''}.")
    return 0
