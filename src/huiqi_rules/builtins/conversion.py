"""Declarations of the functions that make a value of another kind, and of `is`."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

CONVERSION: Final[Family] = family(
    "conversion",
    (
        Signature(
            "date",
            (
                takes("from: string|date|date and time", "date"),
                takes("year: number, month: number, day: number", "date"),
            ),
            zh="转为日期",
            en="A date from a text, a date and time, or its parts.",
            examples=(
                ('date("2012-12-25")', '@"2012-12-25"'),
                ("date(2012, 12, 25)", '@"2012-12-25"'),
                ('date("2012-02-30")', "null"),
            ),
        ),
        Signature(
            "time",
            (
                takes("from: string|time|date and time|date", "time"),
                takes("hour: number, minute: number, second: number, offset?: days and time duration", "time"),
            ),
            zh="转为时间",
            en="A time from a text, a date and time, or its parts.",
            examples=(
                ('time("23:59:00Z")', '@"23:59:00Z"'),
                ('time(11, 59, 45, @"PT2H")', '@"11:59:45+02:00"'),
            ),
        ),
        Signature(
            "date and time",
            (
                takes("date: date|date and time, time: time", "date and time"),
                takes("from: string|date|date and time", "date and time"),
                takes(
                    "year: number, month: number, day: number, hour: number, minute: number, second: number",
                    "date and time",
                ),
                takes(
                    "year: number, month: number, day: number, hour: number, minute: number, second: number, offset: days and time duration",
                    "date and time",
                ),
                takes(
                    "year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string",
                    "date and time",
                ),
            ),
            zh="转为日期时间",
            en="A date and time from a text, a date and a time, or its parts.",
            examples=(
                ('date and time("2012-12-24T23:59:00")', '@"2012-12-24T23:59:00"'),
                ('date and time(@"2012-12-24", @"23:59:00Z")', '@"2012-12-24T23:59:00Z"'),
            ),
        ),
        Signature(
            "number",
            (
                takes("from: string", "number"),
                takes("from: string, grouping separator: string, decimal separator: string", "number"),
            ),
            zh="转为数",
            en="A number from a text with given separators.",
            examples=(
                ('number("1 000,0", " ", ",")', "1000.0"),
                ('number("1,000.5", ",", ".")', "1000.5"),
            ),
        ),
        Signature(
            "string",
            (takes("from: any", "string"),),
            zh="转为文本",
            en="The text of a value.",
            examples=(
                ("string(1.1)", '"1.1"'),
                ('string([1, 2, "a"])', '"[1, 2, \\"a\\"]"'),
                ('string(@"P1D")', '"P1D"'),
            ),
        ),
        Signature(
            "duration",
            (takes("from: string", "days and time duration|years and months duration"),),
            zh="转为期间",
            en="A duration from its ISO text.",
            examples=(
                ('duration("P26M")', '@"P2Y2M"'),
                ('duration("P1H")', "null"),
            ),
        ),
        Signature(
            "years and months duration",
            (takes("from: date|date and time, to: date|date and time", "years and months duration"),),
            zh="两日期间的整月数",
            en="The whole months from one date to another.",
            examples=(('years and months duration(@"2011-12-22", @"2013-08-24")', '@"P1Y8M"'),),
        ),
        Signature(
            "range",
            (takes("from: string", "range"),),
            zh="由文本转为区间",
            en="A range from its text; the ends are literals.",
            examples=(
                ('range("[18..21)")', "[18..21)"),
                ('range("[3..1]")', "null"),
            ),
        ),
        Signature(
            "is",
            (takes("value1?: any, value2?: any", "boolean"),),
            zh="是否完全相同（含时区）",
            en="Whether two values are the same in every part, offset and zone included.",
            examples=(
                ('is(@"2012-12-25", @"2012-12-25")', "true"),
                ('is(@"23:00:50Z", @"23:00:50")', "false"),
            ),
        ),
    ),
)
