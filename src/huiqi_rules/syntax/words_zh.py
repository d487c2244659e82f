"""What is wrong with a FEEL text, in Chinese: each message of the parser, and what to do about it, by its pattern."""

from __future__ import annotations

import re
from typing import Final

_PATTERNS: Final = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (r"expected an expression, found the keyword (?P<found>.+)", "这里要写一个值，却是关键字 {found}"),
        (r"expected an expression, found the operator (?P<found>.+)", "运算符 {found} 前面缺一个值"),
        (r"expected an expression, found (?P<found>.+)", "这里要写一个值，却是{found}"),
        (r"expected an operator or the end, found (?P<found>.+)", "这里要写运算符，或者到此为止，却是{found}"),
        (r"expected the end of the expression, found (?P<found>.+)", "到这里应该结束，却还有 {found}"),
        (r"expected `,` or `(?P<close>.)` in the list, found (?P<found>.+)", "列表里要写逗号或 {close}，却是{found}"),
        (r"expected (?P<what>.+), found (?P<found>.+)", "这里要写{what}，却是{found}"),
        (r"a number takes no unit, found (?P<found>.+)", "数后面不能写单位 {found}"),
        (r"this string is never closed on its line", "文字的引号没有闭合"),
        (r"`'` does not open a string", "文字要用双引号"),
        (r"`(?P<found>.+)` closes a bracket that was never opened", "{found} 没有对应的左括号"),
        (r"`(?P<found>.+)` without `if` before it", "{found} 前面没有 if"),
        (r"`(?P<found>.+)` is not FEEL", "FEEL 里没有 {found}"),
        (r"`(?P<found>.+)` cannot follow (?P<what>.+)", "{found} 不能跟在{what}后面"),
        (r"comparisons cannot be chained, found a second one: (?P<found>.+)", "比较不能连着写，第二个是 {found}"),
        (r"nested more than (?P<most>\d+) levels deep", "嵌套超过 {most} 层"),
        (r"this name has more than (?P<most>\d+) words and symbols", "名称超过 {most} 个词"),
        (r"the text holds no (?:test|expression)", "这里什么都没有写"),
        (r"named and positional arguments are mixed in one call", "同一次调用里，带名和不带名的参数混在一起"),
        (r"[Ww]rite it out, such as `50000` for 5万\.?", "写成完整的数，如 5万写成 50000；金额写 万元(5)。"),
        (r"[Ww]rite a value here\.?", "在这里写一个值。"),
        (r"[Ww]rite a value before (?P<found>.+?)\.?", "在 {found} 前面写一个值。"),
        (r"[Ww]rite an expression, or `null`\.?", "写一个公式，或 null。"),
        (r"[Ww]rite a test, or `-` for any value\.?", "写一个条件，或用 - 表示任何值。"),
        (r"[Ww]rite an operator between the values\.?", "在两个值之间写运算符。"),
        (r"[Aa] context takes braces: `(?P<like>.+)`\.?", "上下文要用花括号：{like}。"),
        (r"[Cc]heck the spelling, or write an operator between the words\.?", "检查拼写，或在词之间写运算符。"),
        (r"[Gg]ive the inner parts names of their own\.?", "给里面的部分单独起名。"),
        (r"[Jj]oin two comparisons with `and`, or put one into brackets\.?", "两个比较之间写 and，或把其中一个放进括号。"),
        (r"[Kk]eywords cannot be names; a context key may stand in double quotes\.?", "关键字不能作名称；上下文的键可以写在双引号里。"),
        (r"[Nn]ame all arguments, or none\.?", "参数要么都带名，要么都不带。"),
        (r"[Ww]rite a name\.?", "写一个名称。"),
        (r"[Ww]rite a shorter name\.?", "写短一些的名称。"),
        (r"[Ww]rite a type such as .+", "写一个类型，如 number 或 list<string>。"),
        (r"[Kk]eywords cannot be names\.?", "关键字不能作名称。"),
        (r"[Ss]trings take double quotes: `(?P<like>.+)`\.?", "文字用双引号：{like}。"),
        (r"[Pp]ut several values into a list: `(?P<like>.+)`\.?", "几个值要写成列表：{like}。"),
        (r"[Aa] range takes brackets: `(?P<like>.+)`\.?", "区间要用括号：{like}。"),
        (r"[Cc]lose the list with `(?P<close>.)`\.?", "用 {close} 结束列表。"),
        (r"[Cc]lose it with `\"`; write a line break as `\\n`\.?", "用双引号结束；换行写成 \\n。"),
        (r"[Rr]emove `(?P<found>.+)`, or open the bracket\.?", "删掉 {found}，或补上左括号。"),
        (r"[Pp]ut what stands before it into brackets\.?", "把它前面的内容放进括号。"),
        (r"[Ww]rite `(?P<like>[^`]+)`\.?", "写成 {like}。"),
    )
)  # fmt: skip
_FOUND: Final = (("the end of the text", "结尾"), ("`", ""))


def in_chinese(text: str) -> str:
    """Return a message about a FEEL text in Chinese; empty where no pattern fits it."""
    for pattern, chinese in _PATTERNS:
        found = pattern.fullmatch(text)
        if found is not None:
            return chinese.format(**{key: _found(value) for key, value in found.groupdict().items()})
    return ""


def _found(text: str) -> str:
    for english, chinese in _FOUND:
        text = text.replace(english, chinese)
    return text
