"""Declarations of the numeric functions and of `not`."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

NUMBERS: Final[Family] = family(
    "numbers",
    (
        Signature(
            "decimal",
            (takes("n: number, scale: number", "number"),),
            zh="按指定小数位四舍六入五成双",
            en="Round half-even to a number of decimal places.",
            examples=(
                ("decimal(1/3, 2)", "0.33"),
                ("decimal(1.5, 0)", "2"),
                ("decimal(2.5, 0)", "2"),
            ),
        ),
        Signature(
            "floor",
            (takes("n: number, scale?: number", "number"),),
            zh="向下取整到指定小数位",
            en="Round towards minus infinity, to whole numbers or a number of decimal places.",
            examples=(
                ("floor(1.5)", "1"),
                ("floor(-1.56, 1)", "-1.6"),
            ),
        ),
        Signature(
            "ceiling",
            (takes("n: number, scale?: number", "number"),),
            zh="向上取整到指定小数位",
            en="Round towards plus infinity, to whole numbers or a number of decimal places.",
            examples=(
                ("ceiling(1.5)", "2"),
                ("ceiling(-1.56, 1)", "-1.5"),
            ),
        ),
        Signature(
            "round up",
            (takes("n: number, scale: number", "number"),),
            zh="远离零方向进位",
            en="Round away from zero.",
            examples=(
                ("round up(5.5, 0)", "6"),
                ("round up(-1.121, 2)", "-1.13"),
            ),
        ),
        Signature(
            "round down",
            (takes("n: number, scale: number", "number"),),
            zh="向零方向截断",
            en="Round towards zero.",
            examples=(
                ("round down(5.5, 0)", "5"),
                ("round down(-1.126, 2)", "-1.12"),
            ),
        ),
        Signature(
            "round half up",
            (takes("n: number, scale: number", "number"),),
            zh="四舍五入",
            en="Round to the nearest, halves away from zero.",
            examples=(
                ("round half up(5.5, 0)", "6"),
                ("round half up(-1.125, 2)", "-1.13"),
            ),
        ),
        Signature(
            "round half down",
            (takes("n: number, scale: number", "number"),),
            zh="五舍六入",
            en="Round to the nearest, halves towards zero.",
            examples=(
                ("round half down(5.5, 0)", "5"),
                ("round half down(-1.126, 2)", "-1.13"),
            ),
        ),
        Signature(
            "abs",
            (takes("n: T", "T"),),
            zh="绝对值（数或期间）",
            en="The size of a number or duration without its sign.",
            examples=(
                ("abs(-10)", "10"),
                ('abs(@"-P1Y")', '@"P1Y"'),
            ),
        ),
        Signature(
            "modulo",
            (takes("dividend: number, divisor: number", "number"),),
            zh="取余，符号随除数",
            en="The remainder of a division, with the sign of the divisor.",
            examples=(
                ("modulo(12, 5)", "2"),
                ("modulo(-12, 5)", "3"),
                ("modulo(10.1, -4.5)", "-3.4"),
            ),
        ),
        Signature(
            "sqrt",
            (takes("number: number", "number"),),
            zh="平方根",
            en="The square root; null below zero.",
            examples=(
                ("sqrt(16)", "4"),
                ("sqrt(-1)", "null"),
            ),
        ),
        Signature(
            "log",
            (takes("number: number", "number"),),
            zh="自然对数",
            en="The natural logarithm; null for zero and below.",
            examples=(
                ("decimal(log(10), 8)", "2.30258509"),
                ("log(0)", "null"),
            ),
        ),
        Signature(
            "exp",
            (takes("number: number", "number"),),
            zh="e 的幂",
            en="e to the power of the number.",
            examples=(
                ("decimal(exp(5), 8)", "148.41315910"),
                ("exp(0)", "1"),
            ),
        ),
        Signature(
            "odd",
            (takes("number: number", "boolean"),),
            zh="是否奇数",
            en="Whether a number is odd.",
            examples=(
                ("odd(5)", "true"),
                ("odd(2)", "false"),
            ),
        ),
        Signature(
            "even",
            (takes("number: number", "boolean"),),
            zh="是否偶数",
            en="Whether a number is even.",
            examples=(
                ("even(2)", "true"),
                ("even(5)", "false"),
            ),
        ),
        Signature(
            "not",
            (takes("negand: boolean", "boolean"),),
            zh="否定；未知仍为未知",
            en="The opposite; null stays null.",
            examples=(
                ("not(true)", "false"),
                ("not(null)", "null"),
            ),
        ),
    ),
)
