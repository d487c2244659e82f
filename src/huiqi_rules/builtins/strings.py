"""Declarations of the string functions; positions count characters (code points) from 1."""

from __future__ import annotations

from typing import Final

from huiqi_rules.builtins.signatures import Family, Signature, family, takes

STRINGS: Final[Family] = family(
    "strings",
    (
        Signature(
            "substring",
            (takes("string: string, start position: number, length?: number", "string"),),
            zh="取子串，位置从 1 起，负数从末尾数",
            en="A part of a text from a position, negative from the end.",
            examples=(
                ('substring("foobar", 3)', '"obar"'),
                ('substring("foobar", -2, 1)', '"a"'),
            ),
        ),
        Signature(
            "string length",
            (takes("string: string", "number"),),
            zh="字符数",
            en="How many characters a text has.",
            examples=(('string length("高新区")', "3"),),
        ),
        Signature(
            "upper case",
            (takes("string: string", "string"),),
            zh="转大写",
            en="The text in capitals.",
            examples=(('upper case("aBc4")', '"ABC4"'),),
        ),
        Signature(
            "lower case",
            (takes("string: string", "string"),),
            zh="转小写",
            en="The text in small letters.",
            examples=(('lower case("aBc4")', '"abc4"'),),
        ),
        Signature(
            "substring before",
            (takes("string: string, match: string", "string"),),
            zh="首次出现之前的部分",
            en="The text before the first match, empty if there is none.",
            examples=(
                ('substring before("foobar", "bar")', '"foo"'),
                ('substring before("foobar", "xyz")', '""'),
            ),
        ),
        Signature(
            "substring after",
            (takes("string: string, match: string", "string"),),
            zh="首次出现之后的部分",
            en="The text after the first match, empty if there is none.",
            examples=(
                ('substring after("foobar", "ob")', '"ar"'),
                ('substring after("", "a")', '""'),
            ),
        ),
        Signature(
            "replace",
            (takes("input: string, pattern: string, replacement: string, flags?: string", "string"),),
            zh="按正则替换",
            en="Replace every match of an XPath regular expression; `$1` is a group.",
            examples=(('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),),
        ),
        Signature(
            "contains",
            (takes("string: string, match: string", "boolean"),),
            zh="是否包含",
            en="Whether a text contains another.",
            examples=(
                ('contains("foobar", "of")', "false"),
                ('contains("foobar", "ob")', "true"),
            ),
        ),
        Signature(
            "starts with",
            (takes("string: string, match: string", "boolean"),),
            zh="是否以…开头",
            en="Whether a text starts with another.",
            examples=(('starts with("foobar", "fo")', "true"),),
        ),
        Signature(
            "ends with",
            (takes("string: string, match: string", "boolean"),),
            zh="是否以…结尾",
            en="Whether a text ends with another.",
            examples=(('ends with("foobar", "r")', "true"),),
        ),
        Signature(
            "matches",
            (takes("input: string, pattern: string, flags?: string", "boolean"),),
            zh="是否匹配正则",
            en="Whether a text matches an XPath regular expression anywhere.",
            examples=(
                ('matches("foobar", "^fo*b")', "true"),
                ('matches("abc", "ABC", "i")', "true"),
            ),
        ),
        Signature(
            "split",
            (takes("string: string, delimiter: string", "list<string>"),),
            zh="按正则分隔",
            en="The parts of a text between matches of a regular expression.",
            examples=(
                ('split("John Doe", "\\\\s")', '["John", "Doe"]'),
                ('split("a;b;c;;", ";")', '["a", "b", "c", "", ""]'),
            ),
        ),
        Signature(
            "string join",
            (takes("list: list<string>, delimiter?: string", "string"),),
            zh="连接文本，跳过空值",
            en="The texts of a list in one, with a delimiter between; nulls are left out.",
            examples=(
                ('string join(["a", "b", "c"], "_and_")', '"a_and_b_and_c"'),
                ('string join(["a", null, "c"])', '"ac"'),
            ),
        ),
    ),
)
