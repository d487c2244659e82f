"""Reading the words of an official notice: festivals, days off and weekend days that are worked.

The notices of the State Council's office are written in one form for many years:
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。 What a line says twice (weekdays, the number of days) has to agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from huiqi_clocks.errors import CannotReckon
from huiqi_clocks.years import Festival

_LONGEST: Final = 20_000
_NAMES: Final = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn",
    "国庆节": "National Day",
}
_WEEKDAYS: Final = "一二三四五六日"
_LINE: Final = re.compile(
    r"(?:^|\n)\s*(?:[一二三四五六七八九十]+、)?\s*(?P<name>[^\s：:、]{2,5}(?:、[^\s：:、]{2,5})?)\s*[：:](?P<rest>[^\n]*)"
)
_PARAGRAPH: Final = re.compile(r"(?<=。)\s*(?=[一二三四五六七八九十]+、)")
_DAY: Final = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:[（(](?P<note>[^）)]*)[）)])?"
)
_WEEKDAY: Final = re.compile(r"(?:周|星期)(?P<weekday>[一二三四五六日天])")
_TOTAL: Final = re.compile(r"共(?P<days>\d{1,2})天")


def read_notice(text: str, year: int) -> tuple[Festival, ...]:
    """Return the festivals that a notice of a year names, in its order.

    Raises `CannotReckon("notice")` for words that cannot be read, or that contradict themselves.
    """
    if len(text) > _LONGEST:
        raise _unread("通知太长。", "the text is too long.")
    found = tuple(_festival(match["name"], match["rest"], year) for match in _lines(text))
    if not found:
        raise _unread("没有找到“元旦：1月1日……放假”这样的行。", "no line such as 元旦：1月1日…放假 was found.")
    named = {part for festival in found for part in festival.name.split("、")}
    missing = [name for name in _NAMES if name not in named]
    if missing:
        # Half a notice would confirm a year that it does not know.
        raise _unread(f"缺少{'、'.join(missing)}。", f"{', '.join(missing)} is missing.")
    return found


def _lines(text: str) -> Iterator[re.Match[str]]:
    # Copied from a page, the paragraphs may have run into one.
    lines = _PARAGRAPH.sub("\n", text.replace("\r", ""))
    for match in _LINE.finditer(lines):
        if all(part in _NAMES for part in match["name"].split("、")) and "放假" in match["rest"]:
            yield match


def _festival(name: str, rest: str, year: int) -> Festival:
    off, working = [], []
    for sentence in re.split("[。；;]", rest):
        if "上班" in sentence:
            working += _days(sentence, name, year)
        elif "放假" in sentence or "补休" in sentence:
            off += _days(sentence.split("放假", maxsplit=1)[0] + "放假", name, year)
    if not off or (len(off) > 2 and "至" in rest):  # a span has two ends
        raise _unread(f"{name}：看不懂放假的日子。", f"{name}: the days off cannot be read.")
    first, last = min(off), max(off)
    total = _TOTAL.search(rest)
    if total and int(total["days"]) != (last - first).days + 1:
        raise _unread(
            f"{name}：{first} 至 {last} 不是{total['days']}天。",
            f"{name}: {first} to {last} are not {total['days']} days.",
        )
    english = " and ".join(_NAMES[part] for part in name.split("、"))
    return Festival(name, english, first, last, tuple(sorted(working)))


def _days(sentence: str, name: str, year: int) -> list[date]:
    """Return the days of a sentence; a day without its month has the month of the day before it."""
    found: list[date] = []
    for match in _DAY.finditer(sentence):
        month = int(match["month"]) if match["month"] else (found[-1].month if found else 0)
        own = int(match["year"]) if match["year"] else _year_of(month, found, name, year)
        try:
            day = date(own, month, int(match["day"]))
        except ValueError:
            raise _unread(f"{name}：没有“{match[0]}”这一天。", f"{name}: there is no day {match[0]}.") from None
        said = _WEEKDAY.search(match["note"] or "")
        if said and _WEEKDAYS.index(said["weekday"].replace("天", "日")) != day.weekday():
            raise _unread(f"{name}：{day} 不是周{said['weekday']}。", f"{name}: {day} is not 周{said['weekday']}.")
        found.append(day)
    return found


def _year_of(month: int, found: list[date], name: str, year: int) -> int:
    """Return the year of a day that is written without it: New Year's days in December lie in the year before."""
    if month == 12 and name.startswith("元旦"):  # December
        return year - 1
    if found and found[-1].year < year and month == 12:  # the same
        return found[-1].year
    return year


def _unread(zh: str, en: str) -> CannotReckon:
    return CannotReckon("notice", problem=(zh, en))
