"""Declarations of the functions of dates; `now` and `today` read the clock that the evaluation is given."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

DATES: Final[Family] = family(
    "dates",
    (
        Signature(
            "day of year",
            (takes("date: date|date and time", "number"),),
            zh="一年中的第几天",
            en="The number of the day in its year.",
            examples=(('day of year(@"2019-09-17")', "260"),),
        ),
        Signature(
            "day of week",
            (takes("date: date|date and time", "string"),),
            zh="星期（英文名）",
            en="The English name of the day of the week.",
            examples=(('day of week(@"2019-09-17")', '"Tuesday"'),),
        ),
        Signature(
            "month of year",
            (takes("date: date|date and time", "string"),),
            zh="月份（英文名）",
            en="The English name of the month.",
            examples=(('month of year(@"2019-09-17")', '"September"'),),
        ),
        Signature(
            "week of year",
            (takes("date: date|date and time", "number"),),
            zh="ISO 8601 周数",
            en="The number of the week by ISO 8601.",
            examples=(
                ('week of year(@"2019-09-17")', "38"),
                ('week of year(@"2003-12-29")', "1"),
            ),
        ),
        Signature(
            "now",
            (takes("", "date and time"),),
            zh="给定时钟的当前时刻",
            en="The date and time of the evaluation.",
            examples=(("now() instance of date and time", "true"),),
        ),
        Signature(
            "today",
            (takes("", "date"),),
            zh="给定时钟的当天",
            en="The day of the evaluation.",
            examples=(("today() instance of date", "true"),),
        ),
    ),
)
