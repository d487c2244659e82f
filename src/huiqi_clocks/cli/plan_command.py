"""`huiqi clock plan`: items in series and side by side, when each is due, and the path that decides the whole."""

from __future__ import annotations

import argparse
import json

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.cli.arguments import CannotRead, read_moment, read_number
from huiqi_clocks.dueness import Due
from huiqi_clocks.errors import CannotReckon
from huiqi_clocks.items import Item, Plan, plan
from huiqi_clocks.terms import Term
from huiqi_clocks.writing import with_weekday, written

_MOST_ITEMS = 1_000
EPILOG = """\
$ huiqi clock plan --from 2026-03-02 A=5 B=3:A C=4 --json
{"due": "2026-03-12", "provisional": false, "critical": ["A", "B"]}"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of `huiqi clock`."""
    parser = commands.add_parser(
        "plan",
        help="several items: critical path and due dates",
        description=(
            "几个事项，有的并联，有的一项接一项：各自何日到期，哪条路决定总期限。 "
            "Items side by side and in series: when each is due, and the path that decides the whole."
        ),
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "items",
        nargs="+",
        metavar="NAME=DAYS[:AFTER,AFTER]",
        help="事项=工作日数，冒号后写前提事项 an item, its working days, and the items that it comes after",
    )
    parser.add_argument(
        "--from",
        dest="start",
        required=True,
        metavar="DATE[THH:MM]",
        help="受理的日期或时刻 day or moment of acceptance",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 回答 answer due, provisional and critical as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the plan."""
    start = read_moment("--from", arguments.start)
    if len(arguments.items) > _MOST_ITEMS:
        raise CannotReckon("items")
    made = plan(Calendar.official(), start, tuple(_item(text) for text in arguments.items))
    if arguments.json:
        said = {"due": written(made.due.at), "provisional": made.due.provisional, "critical": list(made.critical)}
        print(json.dumps(said, ensure_ascii=False))
        return 0
    _tell(made)
    return 0


def _tell(made: Plan) -> None:
    for one in made.items:
        mark = "*" if one.item.name in made.critical else " "
        print(f"{mark} {one.item.name}  {one.item.term.amount}  {written(one.start)} → {_said(one.due)}")
    path = " → ".join(made.critical)
    print(f"全部到期 {_said(made.due)}，关键路径 {path}。")
    print(f"All is due {with_weekday(made.due.at, english=True)}; critical path {path} (*).")


def _said(found: Due) -> str:
    return with_weekday(found.at, english=False) + ("，暂定 provisional" if found.provisional else "")


def _item(text: str) -> Item:
    name, equals, rest = text.partition("=")
    days, _, after = rest.partition(":")
    if not (name and equals and name.isprintable()):
        raise CannotRead("NAME=DAYS", text, ("应写作 公示=5 或 拨付=3:公示", "write an item as A=5 or B=3:A"))
    return Item(name, Term(read_number(name, days)), tuple(one for one in after.split(",") if one))
