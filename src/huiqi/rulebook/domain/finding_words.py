"""What the checks find, in Chinese: each code has its words; what a message names (a fact, a key, a day) is taken over from it.

The engine words its findings in English. A message that no pattern fits is shown as it is, under the Chinese words of its code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from huiqi.kernel.words import Pair
from huiqi_rules.syntax import words_zh

CODES: Final[Mapping[str, Pair]] = {
    "amount-form": ("金额的写法不对", "The amount is not in one of its forms"),
    "bad-date": ("日期写法不对", "Not a date"),
    "bare-money": ("金额不能与没有单位的数一起用", "Money beside a bare number"),
    "bounded-division": ("得分不能作除法", "A score cannot be divided"),
    "bounded-rounding": ("得分已是整数", "A score is whole already"),
    "cycle": ("互相引用，成了循环", "Values depend on each other"),
    "date-gap": ("日期之间有空档", "A gap between dates"),
    "date-overlap": ("日期重叠", "Dates overlap"),
    "division-by-zero": ("除数是 0", "This divides by 0"),
    "duplicate-clause": ("条款重复", "A clause stands twice"),
    "duplicate-id": ("编号重复", "An id stands twice"),
    "duplicate-key": ("键重复", "A key stands twice"),
    "duplicate-name": ("名称重复", "A name stands twice"),
    "empty-cell": ("单元格是空的", "An empty cell"),
    "empty-entry": ("内容是空的", "An empty entry"),
    "empty-file": ("文件是空的", "An empty file"),
    "fact-renamed": ("改了上级规则包数据项的中文名", "A fact of a needed pack is renamed"),
    "fact-type-changed": ("改了上级规则包数据项的类型", "A fact of a needed pack has another type"),
    "formula-comment": ("公式里的 // 是注释，后面的内容不起作用", "// begins a comment in a formula"),
    "formula-syntax": ("公式写法不对", "The formula cannot be read"),
    "inventory-id": ("清单编号写法不对", "Not an inventory id"),
    "limit-figures": ("限额的数字对不上", "The figures of a limit do not fit"),
    "limit-title": ("同一限额有两个名称", "One limit under two titles"),
    "merged-cells": ("有合并单元格", "Merged cells"),
    "missing-key": ("缺少必须写的键", "A key is missing"),
    "missing-scenario": ("缺少情景", "A scenario is missing"),
    "missing-text": ("缺少名称", "A name is missing"),
    "missing-unit": ("缺少单位", "A unit is missing"),
    "needs-cycle": ("规则包互相依赖", "Packs need each other"),
    "never-met": ("条件互相矛盾，永远不会符合", "Can never be met"),
    "no-pack": ("没有 pack.yaml", "There is no pack.yaml"),
    "no-power": ("不支持乘方", "Powers are not supported"),
    "no-source": ("没有写依据", "No source"),
    "not-in-subset": ("规则包不支持这种写法", "Not part of the pack language"),
    "not-utf8": ("文件不是 UTF-8", "The file is not UTF-8"),
    "null-arithmetic": ("null 不能参加计算", "null cannot be computed with"),
    "null-comparison": ("null 不能比较", "null cannot be compared"),
    "pack-id": ("规则包编号与文件夹不一致", "The pack's id and its folder differ"),
    "parameter-window": ("参数在政策有效期内没有数值", "A parameter has no value while the policy holds"),
    "policy-gone": ("政策不见了", "The policy is gone"),
    "row-length": ("表格行的格数不对", "A row has too few or too many cells"),
    "scenario": ("情景写法不对", "The scenario cannot be read"),
    "scenario-expect": ("情景的预期写法不对", "What the scenario expects cannot be read"),
    "scenario-name": ("情景里的名称不存在", "A scenario names what is not there"),
    "scenario-value": ("情景里的值写法不对", "A value of a scenario cannot be read"),
    "sheet-cell": ("单元格的内容不能用", "A cell cannot be used"),
    "sheet-header": ("表头不对", "The header does not fit"),
    "sheet-limit": ("表格太大", "The sheet is too large"),
    "sheet-name": ("没有这个表格文件", "There is no such sheet"),
    "sheet-unreadable": ("表格文件读不了", "The sheet cannot be read"),
    "stray-file": ("这个文件不会被读取", "The file is not read"),
    "table-gap": ("决策表有漏：有的情况没有一行符合", "A table leaves inputs unanswered"),
    "table-limit": ("决策表太长", "The table is too long"),
    "table-overlap": ("决策表的行互相重叠", "Rows of a table overlap"),
    "table-unexamined": ("决策表没有查全", "A table is not examined fully"),
    "table-unreached": ("决策表有永远用不到的行", "A row of a table is never reached"),
    "threshold": ("门槛缺少情景：低于、等于、高于各要一个", "A threshold lacks scenarios below, at and above it"),
    "too-long": ("公式太长", "The formula is too long"),
    "unit-mismatch": ("单位不一致", "Units do not fit"),
    "unknown-clause": ("没有这个条款", "There is no such clause"),
    "unknown-fact": ("没有这个数据项", "There is no such fact"),
    "unknown-function": ("没有这个函数", "There is no such function"),
    "unknown-key": ("没有这个键", "There is no such key"),
    "unknown-name": ("没有这个名称", "There is no such name"),
    "unknown-need": ("条款所需的条件不存在", "A clause needs what is no condition"),
    "unknown-option": ("没有这个选项", "There is no such option"),
    "unknown-output": ("没有这个输出", "There is no such output"),
    "unknown-pack": ("没有这个规则包", "There is no such pack"),
    "unknown-unit": ("没有这个单位", "There is no such unit"),
    "unknown-word": ("不能用这个词", "The word is none of those allowed"),
    "unquoted-comma": ("逗号把内容截断了，请加引号", "A comma cut a text off: put it in quotes"),
    "unreadable-file": ("文件读不了", "The file cannot be read"),
    "unresolved": ("两人的改法还没有合到一起", "Two changes are not put together yet"),
    "unused-condition": ("条件没有用到", "A condition that nothing needs"),
    "unused-fact": ("数据项没有用到", "A fact that nothing reads"),
    "unused-parameter": ("参数没有用到", "A parameter that nothing reads"),
    "unused-value": ("数值没有用到", "A value that nothing reads"),
    "value-form": ("数值的写法不对", "The value is not in one of its forms"),
    "wrong-arguments": ("函数的参数不对", "The arguments do not fit the function"),
    "wrong-date": ("不是日期", "Not a day"),
    "wrong-id": ("编号写法不对", "Not an id"),
    "wrong-language": ("名称写错了语言", "The name is in the wrong language"),
    "wrong-number": ("不是合适的数", "Not a fitting number"),
    "wrong-options": ("选项写法不对", "The options do not fit"),
    "wrong-shape": ("写法的层次不对", "Not the shape that belongs here"),
    "wrong-truth": ("只能写 true 或 false", "Neither true nor false"),
    "wrong-type": ("类型不对", "Not the type that belongs here"),
    "wrong-unit": ("单位不适用", "The unit does not fit"),
    "wrong-window": ("截止日早于起始日", "It ends before it begins"),
    "yaml-alias": ("不能用锚点和引用", "Anchors and aliases are not allowed"),
    "yaml-documents": ("一个文件里有多份内容", "More than one document"),
    "yaml-key": ("键必须是文字", "A key must be a text"),
    "yaml-limit": ("文件太大或层次太深", "The file is too large or too deep"),
    "yaml-syntax": ("不是正确的 YAML（多半是缩进、冒号或引号）", "Not YAML: mostly an indent, a colon or a quote"),
    "yaml-tag": ("不能用标签", "Tags are not allowed"),
}

_TYPES: Final = (
    (re.compile(r"\bwhole number in ([\w/^·]+)"), r"整数（\1）"),
    (re.compile(r"\bnumber in ([\w/^·]+)"), r"数（\1）"),
    (re.compile(r"\ba? ?whole number\b"), "整数"),
    (re.compile(r"\ba yes/no value|yes/no\b"), "是/否"),
    (re.compile(r"\ban? amount in yuan|money\b"), "金额"),
    (re.compile(r"\ba? ?number\b"), "数"),
    (re.compile(r"\ba? ?text\b"), "文字"),
    (re.compile(r"\ba? ?(?:date|day)\b"), "日期"),
    (re.compile(r"\bone of\b"), "以下之一："),
    (re.compile(r"\bset of\b"), "以下的集合："),
    (re.compile(r"\bfor each year\b"), "（每年一个）"),
)
_NOUNS: Final = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (r"\bclause '([^']*)'", r"条款“\1”"),
        (r"\bcondition '([^']*)'", r"条件“\1”"),
        (r"\bvalue '([^']*)'", r"数值“\1”"),
        (r"\bparameter '([^']*)'", r"参数“\1”"),
        (r"\bfact '([^']*)'", r"数据项“\1”"),
        (r"\bpolicy '([^']*)'", r"政策“\1”"),
        (r"\bthe version\b", "文本"),
        (r"\bthe policy\b", "政策"),
        (r"\bthe clause\b", "条款"),
        (r"\ba scenario\b", "情景"),
        (r"'(\w+)' of (.+)", r"\2 的 \1"),
        (r"\bnot_met\b", "不符合"),
        (r"\bmet\b", "符合"),
        (r" \(if that can be: (.+) hang on the same facts\)", r"（\1来自同样的数据，这种情况未必存在）"),
        (r" \(if (.+) can come to that\)", r"（如果\1会是这样）"),
        (r" \(with the figures of ([\d-]+)\)", r"（按 \1 起的参数）"),
        (r" and others\b", "，等等"),
        (r"; ", "；"),
        (r" or ", "或"),
        (r"\bzh\b", "中文"),
        (r"\ben\b", "英文"),
    )
)
# What a message or a remedy says, with its names; `type` groups are types and are put into words.
_PATTERNS: Final = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (r"nothing is called (?P<name>.+)", "没有叫“{name}”的数据项、参数、数值或条件"),
        (r"packs have no function (?P<name>.+)", "没有函数“{name}”"),
        (r"the policy '(?P<name>.+)' is not in the pack", "规则包里没有政策“{name}”"),
        (r"Write `id: (?P<name>.+)` in its file; to end a policy, repeal it\.", "请在政策文件里写 id: {name}；要终止政策，请办理废止。"),
        (r"declare it in facts\.yaml or parameters\.yaml", "请在数据项（facts.yaml）或标准与参数（parameters.yaml）里声明。"),
        (r"check the spelling, or write an operator between the words", "检查拼写，或在词之间写运算符。"),
        (r"join two comparisons with `and`, or put one into brackets", "两个比较之间写 and，或把其中一个放进括号。"),
        (r"write an operator between the values", "在两个值之间写运算符。"),
        (r"write a value (?:here|before .+)", "这里要写一个值。"),
        (r"use = or !=", "改用 = 或 !=。"),
        (r"[Ww]rite true or false\.?", "写 true 或 false。"),
        (r"[Ww]rite `(?P<name>[^`]+)`\.?", "写成 {name}。"),
        (r"Add scenarios just below, at and just above\.", "补上略低于、等于和略高于标准的情景。"),
        (r"row (?P<late>\d+) of table '(?P<name>.+?)' matches values that row (?P<early>\d+) \(.+?\) matches too: (?P<rest>.+)",
         "表“{name}”第 {late} 行和第 {early} 行都符合：{rest}"),
        (r"row (?P<late>\d+) of table '(?P<name>.+?)' answers otherwise than row (?P<early>\d+) \(.+?\), and both match (?P<rest>.+)",
         "表“{name}”第 {late} 行和第 {early} 行答案不同，却都符合：{rest}"),
        (r"no row of table '(?P<name>.+?)' matches (?P<rest>.+)", "表“{name}”没有一行符合：{rest}"),
        (r"row (?P<late>\d+) of table '(?P<name>.+?)' is never reached: no value passes its tests", "表“{name}”第 {late} 行没有任何值能符合"),
        (r"row (?P<late>\d+) of table '(?P<name>.+?)' is never reached: rows above .+", "表“{name}”第 {late} 行用不到：上面的行已经全部包含"),
        (r"table '(?P<name>.+?)' is not examined fully: the test of row (?P<late>\d+) on input (?P<at>\d+) looks at more .+",
         "表“{name}”没有查全：第 {late} 行第 {at} 个输入还看别的数据"),
        (r"table '(?P<name>.+?)' is not examined fully: the search .+", "表“{name}”行数太多、太乱，没有查全"),
        (r"Change the ends of the ranges, or write `hit: first`\.", "改区间的端点，或者写 hit: first（取第一行）。"),
        (r"Give both the same answers, or write `hit: first`\.", "让两行答案相同，或者写 hit: first（取第一行）。"),
        (r"Add a row, declare min and max of the fact, .+", "补一行，或者给数据项写明 min、max，或者用 otherwise 写明其余情况。"),
        (r"Move it up, change its tests, or remove it\.", "上移、改条件，或者删掉这一行。"),
        (r"Compare with constants or parameters\.", "只和常数或参数比较。"),
        (r"Use it, list it under `outputs`, or remove it\.", "用上它、写进 outputs，或者删掉。"),
        (r"Split the table by its first input\.", "按第一个输入拆成几张表。"),
        (r"both changes stand in the text", "两人的改法都留在文本里"),
        (r"Keep what is right, and remove the marks\.", "留下正确的内容，删掉标记行。"),
        (r"there is no (?:fact|parameter|policy|pack|unit) (?P<name>.+)", "没有 {name}"),
        (r"(?P<type>.+) is needed here, this is (?P<type2>.+)", "这里要{type}，写的是{type2}"),
        (r"(?P<type>.+) is declared, the formula gives (?P<type2>.+)", "声明的是{type}，公式得出的是{type2}"),
        (r"(?P<what>.+) lacks the key (?P<key>.+)", "{what} 缺少键 {key}"),
        (r"(?P<what>.+) has no key (?P<key>.+)", "{what} 没有键 {key}"),
        (r"(?P<what>.+) must be a day, here is (?P<here>.+)", "{what} 必须是日期，写的是 {here}"),
        (r"(?P<what>.+) is no day of the calendar: .+", "{what} 不是日历上的日子"),
        (r"(?P<what>.+) must be a number, here is (?P<here>.+)", "{what} 必须是数，写的是 {here}"),
        (r"(?P<what>.+) must be an amount in yuan, here is (?P<here>.+)", "{what} 必须是金额（元），写的是 {here}"),
        (r"(?P<what>.+) must be true or false, here is (?P<here>.+)", "{what} 只能写 true 或 false，写的是 {here}"),
        (r"(?P<what>.+) must be a list, here is (?P<here>.+)", "{what} 必须是列表"),
        (r"(?P<what>.+) must be a text, here is (?P<here>.+)", "{what} 必须是文字"),
        (r"(?P<what>.+) must be a mapping .+", "{what} 必须写成“键: 值”"),
        (r"(?P<what>.+) cannot be (?P<here>.+)", "{what} 不能写 {here}"),
        (r"(?P<what>.+) ends on (?P<end>.+), before it begins on (?P<start>.+)", "{what} 的截止日 {end} 早于起始日 {start}"),
        (r"no scenario shows clause (?P<name>\S+) (?P<rest>.+)", "没有情景说明条款 {name} 的结论：{rest}"),
        (r"clause (?P<name>.+) needs (?P<need>.+), which is no condition of its version", "条款 {name} 需要的 {need} 不是本文本的条件"),
        (r"(?P<what>.+) has no (?P<key>document|article)(?: or article)? in its source", "{what} 的依据没有写全"),
        (r"no clause needs the condition (?P<name>.+)", "没有条款用到条件 {name}"),
        (r"nothing reads the value (?P<name>.+)", "没有地方用到数值 {name}"),
        (r"no formula reads the (?:fact|parameter) (?P<name>.+)", "没有公式用到 {name}"),
        (r"(?P<what>.+) has no (?P<key>zh|en) name", "{what} 缺少{key}名称"),
        (r"the name (?P<name>.+) is already taken in line (?P<line>\d+)", "名称 {name} 在第 {line} 行已经用过"),
        (r"did you mean (?P<or>.+)\?", "是不是：{or}？"),
        (r"Did you mean (?P<or>.+)\?", "是不是：{or}？"),
        (r"Known keys(?: are)?: (?P<keys>.+)", "可用的键：{keys}"),
        (r"(?:codes|options): (?P<keys>.+)", "可选：{keys}"),
        (r"Write it as 2024-01-31\.", "写成 2024-01-31 这样。"),
        (r"Rename one of the two\.", "改掉其中一个名称。"),
        (r"Keep one of the two\.", "只留一个。"),
        (r"Correct the day\.", "更正日期。"),
        (r"List it under `needs` of a clause, or remove it\.", "写进某个条款的 needs，或删掉。"),
        (r"Give the name in both languages: .+", "中英文名称都要写：{{zh: …, en: …}}。"),
        (r"Add `source: .+", "在这里或文本里写：source: {{document: …, article: …}}。"),
        (r"Add one under scenarios/ for each .+", "在情景里各加一个。"),
        (r"Add a value from that day; .+", "补上从那天起的数值；没有公布的写 unpublished。"),
        (r"Add `(?P<key>\w+):`.*", "补上 {key}:。"),
        (r"Write 300000 or 30万元\.", "写 300000 或 30万元。"),
    )
)  # fmt: skip


def title(code: str) -> Pair:
    """Return the words of a code; the code itself where it has none."""
    return CODES.get(code, (code, code))


def in_chinese(text: str) -> str:
    """Return what a message says in Chinese; empty where no pattern fits it."""
    for pattern, chinese in _PATTERNS:
        found = pattern.fullmatch(text)
        if found is not None:
            parts = {key: typed(value) if key.startswith("type") else value for key, value in found.groupdict().items()}
            parts |= {key: named(parts[key]) for key in ("what", "rest", "key") if key in parts}
            if "or" in parts:
                parts["or"] = parts["or"].replace(" or ", "、")
            return chinese.format(**parts)
    return words_zh.in_chinese(text)


def named(text: str) -> str:
    """Return what a message is about in Chinese: `clause 'claim'` is 条款“claim”."""
    for pattern, chinese in _NOUNS:
        text = pattern.sub(chinese, text)
    return text


def typed(text: str) -> str:
    """Return a type in Chinese."""
    for pattern, chinese in _TYPES:
        text = pattern.sub(chinese, text)
    return text.strip()
