"""Declarations of the list functions; positions count from 1, negative ones from the end."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

LISTS: Final[Family] = family(
    "lists",
    (
        Signature(
            "list contains",
            (takes("list: list<T>, element: T", "boolean"),),
            zh="列表是否含有某项",
            en="Whether an item of the list equals the element.",
            examples=(
                ("list contains([1, 2, 3], 2)", "true"),
                ("list contains([1, null], null)", "true"),
            ),
        ),
        Signature(
            "list replace",
            (
                takes("list: list<T>, position: number, newItem: T", "list<T>"),
                takes("list: list<T>, match: function, newItem: T", "list<T>"),
            ),
            zh="替换指定位置或满足条件的项",
            en="The list with another item at a position, or wherever the match function holds.",
            examples=(
                ("list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"),
                ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"),
            ),
        ),
        Signature(
            "count",
            (takes("list: list<any>", "number"),),
            zh="项数",
            en="How many items a list has.",
            examples=(
                ("count([1, 2, 3])", "3"),
                ("count([])", "0"),
            ),
        ),
        Signature(
            "min",
            (
                takes("list: list<T>", "T"),
                takes("c*: T", "T"),
            ),
            zh="最小值",
            en="The least item, by order of numbers, texts or temporal values.",
            examples=(
                ("min([1, 2, 3])", "1"),
                ("min(1)", "1"),
                ("min([])", "null"),
            ),
        ),
        Signature(
            "max",
            (
                takes("list: list<T>", "T"),
                takes("c*: T", "T"),
            ),
            zh="最大值",
            en="The greatest item, by order of numbers, texts or temporal values.",
            examples=(
                ("max(1, 2, 3)", "3"),
                ("max([])", "null"),
            ),
        ),
        Signature(
            "sum",
            (
                takes("list: list<T>", "T"),
                takes("n*: T", "T"),
            ),
            zh="合计",
            en="The sum of numbers or durations.",
            examples=(
                ("sum([1, 2, 3])", "6"),
                ("sum(1, 2, 3)", "6"),
                ("sum([])", "null"),
            ),
        ),
        Signature(
            "product",
            (
                takes("list: list<number>", "number"),
                takes("n*: number", "number"),
            ),
            zh="乘积",
            en="The product of numbers.",
            examples=(
                ("product([2, 3, 4])", "24"),
                ("product(2, 3, 4)", "24"),
            ),
        ),
        Signature(
            "mean",
            (
                takes("list: list<T>", "T"),
                takes("n*: T", "T"),
            ),
            zh="平均值",
            en="The arithmetic mean.",
            examples=(
                ("mean([1, 2, 3])", "2"),
                ("mean(1)", "1"),
                ("mean([])", "null"),
            ),
        ),
        Signature(
            "median",
            (
                takes("list: list<number>", "number"),
                takes("n*: number", "number"),
            ),
            zh="中位数",
            en="The middle number, or the mean of the two in the middle.",
            examples=(
                ("median(8, 2, 5, 3, 4)", "4"),
                ("median([6, 1, 2, 3])", "2.5"),
                ("median([])", "null"),
            ),
        ),
        Signature(
            "stddev",
            (
                takes("list: list<number>", "number"),
                takes("n*: number", "number"),
            ),
            zh="样本标准差",
            en="The sample standard deviation; null below two numbers.",
            examples=(
                ("decimal(stddev(2, 4, 7, 5), 9)", "2.081665999"),
                ("stddev([47])", "null"),
            ),
        ),
        Signature(
            "mode",
            (
                takes("list: list<number>", "list<number>"),
                takes("n*: number", "list<number>"),
            ),
            zh="众数，升序",
            en="The most frequent numbers, rising.",
            examples=(
                ("mode(6, 3, 9, 6, 6)", "[6]"),
                ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
                ("mode([])", "[]"),
            ),
        ),
        Signature(
            "all",
            (
                takes("list: list<boolean>", "boolean"),
                takes("b*: boolean", "boolean"),
            ),
            zh="是否全部为真",
            en="False if any item is false, else null if any is unknown, else true.",
            examples=(
                ("all([false, null, true])", "false"),
                ("all([])", "true"),
                ("all([true, null])", "null"),
            ),
        ),
        Signature(
            "any",
            (
                takes("list: list<boolean>", "boolean"),
                takes("b*: boolean", "boolean"),
            ),
            zh="是否至少一项为真",
            en="True if any item is true, else null if any is unknown, else false.",
            examples=(
                ("any([false, null, true])", "true"),
                ("any([])", "false"),
                ("any(null, false)", "null"),
            ),
        ),
        Signature(
            "sublist",
            (takes("list: list<T>, start position: number, length?: number", "list<T>"),),
            zh="取子列表",
            en="A part of a list from a position.",
            examples=(
                ("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
                ("sublist([4, 5, 6], -2)", "[5, 6]"),
            ),
        ),
        Signature(
            "append",
            (takes("list: list<T>, item*: T", "list<T>"),),
            zh="在末尾追加",
            en="The list with items added at the end.",
            examples=(("append([1], 2, 3)", "[1, 2, 3]"),),
        ),
        Signature(
            "concatenate",
            (takes("list*: list<T>", "list<T>"),),
            zh="连接列表",
            en="All lists in one.",
            examples=(("concatenate([1, 2], [3])", "[1, 2, 3]"),),
        ),
        Signature(
            "insert before",
            (takes("list: list<T>, position: number, newItem: T", "list<T>"),),
            zh="在某位置前插入",
            en="The list with an item put in before a position.",
            examples=(
                ("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
                ("insert before([1, 3], -1, 2)", "[1, 2, 3]"),
            ),
        ),
        Signature(
            "remove",
            (takes("list: list<T>, position: number", "list<T>"),),
            zh="删除某位置的项",
            en="The list without the item at a position.",
            examples=(
                ("remove([1, 2, 3], 2)", "[1, 3]"),
                ("remove([1, 2, 3], -1)", "[1, 2]"),
            ),
        ),
        Signature(
            "reverse",
            (takes("list: list<T>", "list<T>"),),
            zh="倒序",
            en="The list in reverse order.",
            examples=(("reverse([1, 2, 3])", "[3, 2, 1]"),),
        ),
        Signature(
            "index of",
            (takes("list: list<T>, match: T", "list<number>"),),
            zh="相等项的位置",
            en="The positions of items that equal the match.",
            examples=(
                ("index of([1, 2, 3, 2], 2)", "[2, 4]"),
                ("index of([1], 5)", "[]"),
            ),
        ),
        Signature(
            "union",
            (takes("list*: list<T>", "list<T>"),),
            zh="并集，去重",
            en="All lists in one without repeated items.",
            examples=(("union([1, 2], [2, 3])", "[1, 2, 3]"),),
        ),
        Signature(
            "distinct values",
            (takes("list: list<T>", "list<T>"),),
            zh="去重",
            en="The list without repeated items.",
            examples=(("distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"),),
        ),
        Signature(
            "flatten",
            (takes("list: list<any>", "list<any>"),),
            zh="展平嵌套列表",
            en="A list of lists as one list, at every depth.",
            examples=(("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),),
        ),
        Signature(
            "sort",
            (takes("list: list<T>, precedes?: function", "list<T>"),),
            zh="排序",
            en="The list sorted by a function that says whether its first argument comes before the second.",
            examples=(
                ("sort([3, 1, 5, 4], function(x, y) x < y)", "[1, 3, 4, 5]"),
                ("sort([3, 1, 2])", "[1, 2, 3]"),
            ),
        ),
    ),
)
