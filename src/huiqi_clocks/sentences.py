"""What is said of a due date beyond the day: what it is counted from, what was skipped and why, what is provisional."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from huiqi_clocks.account import Account
from huiqi_clocks.calendar import Calendar
from huiqi_clocks.dueness import Due
from huiqi_clocks.terms import Term
from huiqi_clocks.writing import span, with_weekday, years

# Three notices (for 2012, 2019 and 2023) moved days in the December before; none moved one earlier than the 29th.
_TURN_OF_THE_YEAR_DAY: Final = 29
_DECEMBER: Final = 12
_LINE_DAYS: Final = 12


def in_chinese(start: date | datetime, term: Term, found: Due, why: Account, calendar: Calendar) -> Iterator[str]:
    """Yield the sentences about a due date in Chinese."""
    within = "到期" if isinstance(found.at, datetime) else "到期（当日结束前）"
    yield f"{with_weekday(found.at, english=False)}{within}{'，暂定' if found.provisional else ''}。"
    yield f"  自 {with_weekday(start, english=False)}起 {term.said(english=False)}，{_uncounted(start, term)[0]}。"
    yield from (f"  不计：{one}。" for one in _skipped(why, calendar, english=False))
    if why.make_up_days:
        yield f"  调休上班，计入：{'、'.join(with_weekday(day, english=False) for day in why.make_up_days)}。"
    if found.provisional:
        yield f"  暂定：{years(why.unconfirmed)} 年的放假安排未收录，只按法定节假日和周末估算，通知公布后须重算。"
    elif _may_move(found.day, calendar):
        yield f"  提示：{found.day.year + 1} 年的通知尚未收录，元旦放假可能牵动 12 月底的日子。"


def in_english(start: date | datetime, term: Term, found: Due, why: Account, calendar: Calendar) -> Iterator[str]:
    """Yield the same sentences in English."""
    within = "" if isinstance(found.at, datetime) else ", until the end of the day"
    yield f"Due {with_weekday(found.at, english=True)}{within}{'; provisional' if found.provisional else ''}."
    yield f"  {term.said(english=True)} from {with_weekday(start, english=True)}; {_uncounted(start, term)[1]}."
    yield from (f"  Not counted: {one}." for one in _skipped(why, calendar, english=True))
    if why.make_up_days:
        yield f"  Worked instead, counted: {', '.join(with_weekday(day, english=True) for day in why.make_up_days)}."
    if found.provisional:
        yield (
            f"  Provisional: there is no notice for {years(why.unconfirmed)} here; reckoned with legal holidays and weekends "
            "alone, to be reckoned again when it is published."
        )
    elif _may_move(found.day, calendar):
        yield f"  Note: the notice for {found.day.year + 1} is not here yet; New Year may still move the last days of December."


def _uncounted(start: date | datetime, term: Term) -> tuple[str, str]:
    if isinstance(start, datetime) and term.unit == "half_days":
        return "已开始的半天不计", "the half day that has begun is not counted"
    return "当日不计", "that day is not counted"


def _skipped(why: Account, calendar: Calendar, *, english: bool) -> Iterator[str]:
    for festival in why.festivals:
        year = next(one for one in calendar.years if festival in one.festivals)
        name = festival.name_en if english else festival.name
        numbers = "、".join(notice.number for notice in year.notices)
        source = f" ({numbers})" if english else f"（{numbers}）"
        yield f"{name} {span(festival.first, festival.last, english=english)}{source}"
    if why.legal_days:
        days = (", " if english else "、").join(map(str, why.legal_days[:_LINE_DAYS]))
        more = "…" if len(why.legal_days) > _LINE_DAYS else ""
        yield f"legal holidays {days}{more}" if english else f"法定节假日 {days}{more}"
    if why.weekend_days:
        yield f"{why.weekend_days} other weekend days" if english else f"其他周末 {why.weekend_days} 天"
    for stop, taken in why.excluded:
        days = span(stop.first, stop.last, english=english)
        yield f"excluded {days} ({taken} working days)" if english else f"扣除 {days}（其中工作日 {taken} 天）"


def _may_move(day: date, calendar: Calendar) -> bool:
    return day.month == _DECEMBER and day.day >= _TURN_OF_THE_YEAR_DAY and day.year == calendar.confirmed_until.year
