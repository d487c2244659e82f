"""`huiqi clock calendar`: the days off and the make-up days of a year, and where they come from."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date

from huiqi_clocks.calendar import Calendar
from huiqi_clocks.cli.arguments import CannotRead
from huiqi_clocks.writing import span, with_weekday
from huiqi_clocks.years import Year, legal_days


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of `huiqi clock`."""
    parser = commands.add_parser(
        "calendar",
        help="days off and make-up days of a year",
        description="某年放假与调休上班的日子，以及依据的通知。 Days off and make-up days of a year, with the notice.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "year",
        metavar="YEAR",
        nargs="?",
        help="年份，不写则列出全部 a year such as 2026; without it all that are known",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 回答 answer as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a year, or the list of years."""
    calendar = Calendar.official()
    wanted = [year.year for year in calendar.years] if arguments.year is None else [_year(arguments.year)]
    if arguments.json:
        found = [_data(calendar, number) for number in wanted]
        print(json.dumps(found if arguments.year is None else found[0], ensure_ascii=False, indent=2))
        return 0
    for number in wanted:
        table = calendar.year(number)
        lines = _unknown(number) if table is None else _summary(table) if arguments.year is None else _whole(table)
        print("\n".join(lines))
        print(f"  工作日 working days: {_worked(calendar, number)}")
    return 0


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text)):
        raise CannotRead("YEAR", text, ("应写作 2026", "write a year as 2026"))
    return int(text)


def _worked(calendar: Calendar, year: int) -> int:
    last = date(year, 12, 31).toordinal()
    return calendar.rank(last) - calendar.rank(date(year, 1, 1).toordinal() - 1)


def _summary(table: Year) -> Iterator[str]:
    yield f"{table.year}  {'、'.join(notice.number for notice in table.notices)}  至 until {table.confirmed_until}"


def _whole(table: Year) -> Iterator[str]:
    yield f"{table.year}"
    for notice in table.notices:
        published = f"（{notice.published}）" if notice.published else ""
        yield f"  {notice.title} {notice.number}{published}"
    for festival in table.festivals:
        yield f"  {festival.name} {festival.name_en}: {span(festival.first, festival.last, english=False)}"
        if festival.working:
            days = "、".join(with_weekday(day, english=False) for day in festival.working)
            yield f"    上班 worked: {days}"


def _unknown(number: int) -> Iterator[str]:
    yield f"{number}  没有收录通知，只有法定节假日和周末，暂定。 No notice is known: legal holidays and weekends, provisional."
    days = sorted(day for day in legal_days() if day.year == number)
    if days:
        yield f"  法定节假日 legal holidays: {', '.join(map(str, days))}"


def _data(calendar: Calendar, number: int) -> dict[str, object]:
    table = calendar.year(number)
    return {
        "year": number,
        "provisional": table is None,
        "confirmed_until": str(table.confirmed_until) if table else None,
        "notices": [notice.number for notice in table.notices] if table else [],
        "working_days": _worked(calendar, number),
        "days_off": sorted(map(str, table.days_off)) if table else [],
        "make_up_days": sorted(map(str, table.make_up_days)) if table else [],
    }
