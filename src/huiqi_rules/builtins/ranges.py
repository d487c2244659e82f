"""Declarations of the relations between points and ranges."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

RANGES: Final[Family] = family(
    "ranges",
    (
        Signature(
            "before",
            (
                takes("point1: any, point2: any", "boolean"),
                takes("point: any, range: range", "boolean"),
                takes("range: range, point: any", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="整体在前",
            en="Whether the first lies wholly before the second.",
            examples=(
                ("before(1, 10)", "true"),
                ("before([1..10], [10..20])", "false"),
                ("before([1..10), [10..20])", "true"),
            ),
        ),
        Signature(
            "after",
            (
                takes("point1: any, point2: any", "boolean"),
                takes("point: any, range: range", "boolean"),
                takes("range: range, point: any", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="整体在后",
            en="Whether the first lies wholly after the second.",
            examples=(
                ("after(10, 5)", "true"),
                ("after([11..20], 11)", "false"),
            ),
        ),
        Signature(
            "meets",
            (takes("range1: range, range2: range", "boolean"),),
            zh="首尾相接于后者之始",
            en="Whether the first ends where the second starts, both included.",
            examples=(
                ("meets([1..5], [5..10])", "true"),
                ("meets([1..5), [5..10])", "false"),
            ),
        ),
        Signature(
            "met by",
            (takes("range1: range, range2: range", "boolean"),),
            zh="首尾相接于前者之始",
            en="Whether the first starts where the second ends, both included.",
            examples=(("met by([5..10], [1..5])", "true"),),
        ),
        Signature(
            "overlaps",
            (takes("range1: range, range2: range", "boolean"),),
            zh="是否重叠",
            en="Whether two ranges share a point.",
            examples=(
                ("overlaps([1..5], [3..8])", "true"),
                ("overlaps([1..5), [5..8])", "false"),
            ),
        ),
        Signature(
            "overlaps before",
            (takes("range1: range, range2: range", "boolean"),),
            zh="重叠且开始较早",
            en="Whether the first starts earlier and ends inside the second.",
            examples=(
                ("overlaps before([1..5], [3..8])", "true"),
                ("overlaps before([1..5], [1..5])", "false"),
            ),
        ),
        Signature(
            "overlaps after",
            (takes("range1: range, range2: range", "boolean"),),
            zh="重叠且结束较晚",
            en="Whether the first starts inside the second and ends later.",
            examples=(("overlaps after([3..8], [1..5])", "true"),),
        ),
        Signature(
            "finishes",
            (
                takes("point: any, range: range", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="同时结束",
            en="Whether the first ends with the second and lies within it.",
            examples=(
                ("finishes(10, [1..10])", "true"),
                ("finishes([5..10), [1..10])", "false"),
            ),
        ),
        Signature(
            "finished by",
            (
                takes("range: range, point: any", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="被…结束",
            en="Whether the second ends with the first and lies within it.",
            examples=(("finished by([1..10], 10)", "true"),),
        ),
        Signature(
            "includes",
            (
                takes("range: range, point: any", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="是否包含",
            en="Whether the second lies within the first.",
            examples=(
                ("includes([1..10], 5)", "true"),
                ("includes([1..10), 10)", "false"),
            ),
        ),
        Signature(
            "during",
            (
                takes("point: any, range: range", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="是否位于其间",
            en="Whether the first lies within the second.",
            examples=(("during(5, [1..10])", "true"),),
        ),
        Signature(
            "starts",
            (
                takes("point: any, range: range", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="同时开始",
            en="Whether the first starts with the second and lies within it.",
            examples=(
                ("starts(1, [1..10])", "true"),
                ("starts((1..5], [1..10])", "false"),
            ),
        ),
        Signature(
            "started by",
            (
                takes("range: range, point: any", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="被…开始",
            en="Whether the second starts with the first and lies within it.",
            examples=(("started by([1..10], 1)", "true"),),
        ),
        Signature(
            "coincides",
            (
                takes("point1: any, point2: any", "boolean"),
                takes("range1: range, range2: range", "boolean"),
            ),
            zh="完全重合",
            en="Whether both are the same.",
            examples=(
                ("coincides(5, 5)", "true"),
                ("coincides((1..5), [1..5])", "false"),
            ),
        ),
    ),
)
