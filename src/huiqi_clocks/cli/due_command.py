"""`huiqi clock due`: when a term ends, and why then."""

from __future__ import annotations

import argparse
import json

from huiqi_clocks.account import account
from huiqi_clocks.calendar import Calendar
from huiqi_clocks.cli.arguments import read_moment, read_number, read_range
from huiqi_clocks.dueness import due
from huiqi_clocks.errors import CannotReckon
from huiqi_clocks.hours import day_of
from huiqi_clocks.sentences import in_chinese, in_english
from huiqi_clocks.terms import Term, Unit, plain
from huiqi_clocks.writing import written

EPILOG = """\
怎样数 / how it is counted:
  当日不计。按工作日：受理当天不计，次一工作日为第 1 天，到最后一天结束为止。
    The day of acceptance is not counted; the next working day is day 1; the term lasts until its last day ends.
  按半天（--half-days）：上午、下午各为半天，已开始的半天不计；只给日期时，从次一工作日上午起算。
    With --half-days N counts mornings and afternoons; the half day that has begun is not counted.
  2.5 天：第 3 个工作日上午结束时到期。2.5 days end with the morning of the third working day.
  周末和通知规定的假日不计，调休上班的周末计入。Weekends and holidays do not count, weekend days worked instead do.
  --exclude 的首尾两天都不计。Both ends of an excluded range are left out.
  尚无通知的年份：provisional 为 true，通知公布后重算。In a year without a notice the answer is provisional.
  答案是一天（整天可用），或一天之内的时刻（北京时间）。The answer is a day (all of it) or a moment in it (Beijing time).
  上班时间 / working hours: 09:00-12:00, 13:30-17:30

$ huiqi clock due --from 2026-02-13 --days 3 --json
{"due": "2026-02-25", "provisional": false}
$ huiqi clock due --from 2026-02-13T10:30 --days 1 --half-days --json
{"due": "2026-02-13", "provisional": false}
$ huiqi clock due --from 2026-03-02 --days 5 --extension 2 --exclude 2026-03-04..2026-03-06 --json
{"due": "2026-03-16", "provisional": false}
$ huiqi clock due --from 2026-12-28 --days 5 --json
{"due": "2027-01-05", "provisional": true}"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of `huiqi clock`."""
    parser = commands.add_parser(
        "due",
        help="when a term ends",
        description="某日受理、若干工作日办结，何日到期。 When a term is due, by the official calendar of working days.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--from",
        dest="start",
        required=True,
        metavar="DATE[THH:MM]",
        help="受理的日期或时刻 day or moment of acceptance",
    )
    parser.add_argument(
        "--days", required=True, metavar="N", help="期限，工作日，可带半天 working days, in halves: 5, 2.5"
    )
    parser.add_argument("--half-days", action="store_true", help="N 和延长按半天计 N (and the extension) are half days")
    parser.add_argument("--extension", metavar="N", help="延长，同一单位 so much longer, in the same unit")
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="DATE..DATE",
        help="不计的日子，可写多次 days that do not count; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 回答 due 和 provisional answer as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print when the term is due."""
    start = read_moment("--from", arguments.start)
    unit = Unit.HALF_DAYS if arguments.half_days else Unit.WORKING_DAYS
    term = Term(read_number("--days", arguments.days), unit)
    extension = _extension(arguments.extension, unit)
    excluded = tuple(read_range("--exclude", text) for text in arguments.exclude)
    calendar = Calendar.official()
    found = due(calendar, start, term, excluded=excluded, extension=extension)
    if arguments.json:
        print(json.dumps({"due": written(found.at), "provisional": found.provisional}))
        return 0
    whole = term if extension is None else term + extension
    why = account(calendar, day_of(start), found.day, excluded)
    for said in (in_chinese, in_english):
        print("\n".join(said(start, whole, found, why, calendar)))
    return 0


def _extension(typed: str | None, unit: Unit) -> Term | None:
    """Return the extension; one of 0 is none."""
    amount = read_number("--extension", typed) if typed is not None else 0
    if amount < 0:
        raise CannotReckon("extension", amount=plain(amount))
    return Term(amount, unit) if amount else None
