"""Declarations of the functions that only the packs' checked subset knows: money, points, facts by year, sets."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

PACKS: Final[Family] = family(
    "packs",
    (
        Signature(
            "yuan",
            (takes("x: number", "money"),),
            zh="元",
            en="Money in yuan.",
            examples=(
                ("yuan(5)", "5"),
                ("元(0.5)", "0.5"),
            ),
            aliases=("元",),
        ),
        Signature(
            "wan yuan",
            (takes("x: number", "money"),),
            zh="万元",
            en="Money in units of ten thousand yuan.",
            examples=(
                ("wan yuan(30)", "300000"),
                ("万元(0.5)", "5000"),
            ),
            aliases=("万元",),
        ),
        Signature(
            "yi yuan",
            (takes("x: number", "money"),),
            zh="亿元",
            en="Money in units of a hundred million yuan.",
            examples=(
                ("yi yuan(4)", "400000000"),
                ("亿元(1.2)", "120000000"),
            ),
            aliases=("亿元",),
        ),
        Signature(
            "points",
            (takes("x: number|money, bands: list<list<number>>", "number"),),
            zh="按下限分档计分：达到即得该档分，低于最低档得 0 分",
            en="The points of the first band, by falling lower limits, that x reaches; 0 below all.",
            examples=(
                ("points(0.25, [[0.30, 20], [0.25, 16]])", "16"),
                ("points(0.1, [[0.30, 20], [0.25, 16]])", "0"),
            ),
        ),
        Signature(
            "points at most",
            (takes("x: number|money, bands: list<list<number>>", "number"),),
            zh="按上限分档计分：不超过即得该档分，超过最高档得 0 分",
            en="The points of the first band, by rising upper limits, that x does not exceed; 0 above all.",
            examples=(
                ("points at most(0.55, [[0.55, 10], [0.75, 5]])", "10"),
                ("points at most(0.8, [[0.55, 10], [0.75, 5]])", "0"),
            ),
        ),
        Signature(
            "band",
            (takes("x: number|money, limits: list<number|money>", "number"),),
            zh="达到了几档",
            en="How many of the rising limits x reaches.",
            examples=(
                ("band(50, [10, 50, 100])", "2"),
                ("band(5, [10, 50, 100])", "0"),
            ),
        ),
        Signature(
            "absent",
            (takes("x: any", "boolean"),),
            zh="是否已知没有",
            en="Whether it is known that there is no such thing; null while unknown.",
            examples=(
                ("absent(1)", "false"),
                ("absent(null)", "null"),
            ),
        ),
        Signature(
            "latest",
            (takes("x: annual, with*: annual", "number"),),
            zh="最近有记录年度的值",
            en="The value of x in the latest year on record in any of the facts.",
            examples=(("latest(x)", "3"),),
        ),
        Signature(
            "sum of years",
            (takes("x: annual, n: number, with*: annual", "number"),),
            zh="最近至多 n 个连续年度之和",
            en="The sum of x over up to n years that end with the latest on record; null where a year is missing.",
            examples=(("sum of years(x, 2)", "5"),),
        ),
        Signature(
            "least of years",
            (takes("x: annual, n: number, with*: annual", "number"),),
            zh="最近 n 个连续年度的最小值",
            en="The least of x over exactly n years that end with the latest on record; null where one is missing.",
            examples=(("least of years(x, 2)", "2"),),
        ),
        Signature(
            "count of years",
            (takes("x: annual", "number"),),
            zh="有记录的年度数",
            en="How many years have a value.",
            examples=(("count of years(x)", "3"),),
        ),
        Signature(
            "round fen",
            (takes("x: money", "money"),),
            zh="四舍五入到分",
            en="Money rounded half-up to the fen.",
            examples=(("round fen(1.005)", "1.01"),),
        ),
        Signature(
            "contains any",
            (takes("set: set|list<string>, list: list<string>", "boolean"),),
            zh="是否含有任一项",
            en="Whether a set holds any of the codes.",
            examples=(
                ('contains any(["a", "b"], ["b", "c"])', "true"),
                ('contains any(["a"], ["c"])', "false"),
            ),
        ),
        Signature(
            "set size",
            (takes("set: set|list<string>", "number"),),
            zh="集合的项数",
            en="How many codes a set holds.",
            examples=(('set size(["a", "b"])', "2"),),
        ),
        Signature(
            "year",
            (takes("date: date", "number"),),
            zh="日期所在年",
            en="The calendar year of a date.",
            examples=(('year(@"2024-06-01")', "2024"),),
        ),
    ),
    standard=False,
)
