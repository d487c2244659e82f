"""Why a part of a model did not come over, in Chinese: each reason and each remedy of an import by its pattern.

What a reason repeats of the model stays as it is; what it repeats of the parser is put into words by the parser's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from huiqi_rules.syntax import words_zh

KINDS: Final[Mapping[str, str]] = {
    "allowed values": "允许值", "amount in yuan": "以元计的数据", "business knowledge model": "业务知识模型", "decision": "决策",
    "decision service": "决策服务", "import": "引入", "information requirement": "信息需求", "input data": "输入数据",
    "item definition": "数据类型", "knowledge source": "知识来源", "rule annotations": "规则的注释", "test case": "测试用例",
    "text annotation": "注释", "association": "关联", "group": "分组", "clause": "条款", "parameter": "参数", "value": "数值",
    "condition": "条件", "limit": "限额",
}  # fmt: skip
_PARTS: Final[Mapping[str, str]] = {
    "loops": "循环", "some and every": "some 和 every", "filters": "筛选", "contexts": "上下文",
    "functions of their own": "自定义函数", "questions for a type": "对类型的判断",
    "context": "上下文", "list": "列表", "relation": "关系表", "invocation": "调用", "function definition": "函数",
    "for": "循环", "filter": "筛选", "some": " some ", "every": " every ",
}  # fmt: skip
_PATTERNS: Final = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (r"(?P<n>\d+) notes on rules have no place in the table", "{n} 条规则的注释在表里没有位置"),
        (r"another element has its id", "另一个元素用了同一个编号"),
        (r"another element has its name", "另一个元素用了同一个名称"),
        (r"another input has its name", "另一个输入用了同一个名称"),
        (r"it has no logic", "没有写逻辑"),
        (r"it has no text", "没有内容"),
        (r"it is declared as (?P<a>.+) and gives (?P<b>.+), for which the standard answers null", "声明为 {a}，得出的是 {b}，按标准结果为 null"),
        (r"it is declared as (?P<a>.+) and is (?P<b>.+)", "声明为 {a}，写的是 {b}"),
        (r"it is written in (?P<a>.+), not in FEEL", "用 {a} 写成，不是 FEEL"),
        (r"it requires (?P<a>.+), which the model does not hold", "需要 {a}，模型里没有"),
        (r"it requires itself, or a decision that does", "循环需要自己"),
        (r"its type (?P<a>.+) has components", "类型 {a} 由几部分组成"),
        (r"its type allows only some values, and it may give others", "类型只允许某些值，结果可能是别的值"),
        (r"its type allows only some values", "类型只允许某些值"),
        (r"its result is a (?P<a>.+), and a value of a pack is .+", "结果是 {a}；规则包的数值只能是一个数、文字、日期或是否"),
        (r"more than (?P<n>\d+) decisions stand one on the other here", "这里层层相扣的决策超过 {n} 个"),
        (r"packs have no boxed (?P<part>.+)", "规则包没有框式的{part}"),
        (r"two outputs of the table have one name", "表的两个输出同名"),
        (r"its allowed values are more than a list of texts or one range of numbers", "允许值不只是一列文字或一个数的区间"),
        (r"it calls (?P<a>.+?), which cannot be written out: (?P<inner>.+)", "调用了 {a}，不能展开：{inner}"),
        (r"it calls a decision service", "测试用例调用决策服务"),
        (r"it calls (?P<a>.+), which is no function of the standard", "调用了 {a}，不是标准的函数"),
        (r"it has several outputs, or none", "它的输出不是恰好一个"),
        (r"its decisions are more than formulas", "它的决策不只是公式"),
        (r"it calls itself", "它调用自己"),
        (r"it has no logic in FEEL", "没有用 FEEL 写的逻辑"),
        (r"it takes (?P<n>\d+) arguments, and is given others", "它要 {n} 个参数，给的不是这些"),
        (r"it uses (?P<a>.+), which is none of its parameters", "用到 {a}，而它不是参数"),
        (r"its formula has more than (?P<n>\d+) parts", "公式超过 {n} 个部分"),
        (r"its table gives (?P<a>.+), and it is declared as (?P<b>.+)", "表给出 {a}，声明的是 {b}"),
        (r"it takes a part of a computed value", "取了算出来的值的一部分"),
        (r"it uses (?P<a>.+), which did not come over", "用到 {a}，而它没有带入"),
        (r"it uses (?P<a>.+), which is no single value", "用到 {a}，它不是单个值"),
        (r"it uses (?P<a>.+), which it does not require", "用到 {a}，却没有写明需要它"),
        (r"its formula has more than (?P<n>\d+) levels", "公式超过 {n} 层"),
        (r"its text is not FEEL: (?P<inner>.+)", "内容不是 FEEL：{inner}"),
        (r"(?P<a>.+) is not FEEL: (?P<inner>.+)", "{a} 不是 FEEL：{inner}"),
        (r"packs have no place for it", "规则包没有放它的地方"),
        (r"packs have no lists of values with components", "规则包没有由几部分组成的值的列表"),
        (r"packs have no type for functions", "规则包没有函数类型"),
        (r"packs have no type (?P<a>.+)", "规则包没有类型 {a}"),
        (r"packs have no (?P<part>.+)", "规则包没有{part}"),
        (r"packs have lists of codes alone", "规则包的列表只能由代码组成"),
        (r"the model holds nothing of this name", "模型里没有这个名称"),
        (r"only numbers can be amounts in yuan", "只有数才能是金额"),
        (r"the model does not say of what type it is", "模型没有写它的类型"),
        (r"the type (?P<a>.+) is made of itself", "类型 {a} 包含自己"),
        (r"(?P<a>.+) is null: .+", "{a} 是 null：规则包把 null 当作未知，结论也未知，FEEL 却可能有答案"),
        (r"(?P<a>.+) is (?P<b>.+), which the fact cannot be", "{a} 是 {b}，这个数据项不能是这个值"),
        (r"a value in it cannot be read", "其中有读不懂的值"),
        (r"it gives (?P<a>.+), which is no fact of the pack", "给出了 {a}，它不是规则包的数据项"),
        (r"it expects (?P<a>.+) of (?P<b>.+), which is yes or no", "预期 {b} 是 {a}，而它只能是是或否"),
        (r"it expects (?P<a>.+), which did not come over as a value", "预期 {a}，而它没有作为数值带入"),
        (r"it expects (?P<a>.+), which is no value of a pack", "预期 {a}，规则包没有这样的值"),
        (r"it expects nothing that came over", "预期的内容都没有带入"),
        (r"it expects the figure (?P<a>.+)", "预期的数是 {a}"),
        (r"(?P<a>.+) is (?P<b>.+), which is no (?P<c>.+)", "{a} 是 {b}，不是 {c}"),
        (r"a priority is decided between answers that are no constants", "按优先级选的答案不是常数"),
        (r"a test asks for null, which packs take as unknown", "条件问的是 null，规则包把它当作未知"),
        (r"a test does not look at its input", "条件没有看它的输入"),
        (r"a test is neither a value nor a range", "条件既不是值也不是区间"),
        (r"allowed values of an input are told by what they are not", "输入的允许值是用“不是什么”写的"),
        (r"an aggregation over several outputs has no answer", "几个输出不能汇总"),
        (r"an input of the table has no expression", "表的一个输入没有写公式"),
        (r"it has (?P<n>[\d,]+) rules, more than (?P<most>[\d,]+)", "有 {n} 条规则，超过 {most} 条"),
        (r"rule (?P<n>\d+) answers with what the values of its column do not list, .+", "第 {n} 条规则的答案不在该列的值里，模型的结果是 null"),
        (r"rule (?P<n>\d+) has (?P<a>\d+) tests and (?P<b>\d+) answers for (?P<c>\d+) inputs and (?P<d>\d+) outputs",
         "第 {n} 条规则有 {a} 个条件、{b} 个答案，表有 {c} 个输入、{d} 个输出"),
        (r"rule (?P<n>\d+): (?P<inner>.+)", "第 {n} 条规则：{inner}"),
        (r"rules (?P<n>\d+) and (?P<m>\d+) may match together and answer differently, .+", "第 {n} 条和第 {m} 条可能同时符合而答案不同，ANY 没有结果"),
        (r"rules (?P<n>\d+) and (?P<m>\d+) may match together, .+", "第 {n} 条和第 {m} 条可能同时符合，UNIQUE 没有结果"),
        (r"rules are added up over (?P<n>\d+) outputs and (?P<m>\d+) rules", "要把 {n} 个输出、{m} 条规则加起来"),
        (r"the answer of hit policy (?P<a>.+) is a list, .+", "命中规则 {a} 的结果是列表，规则包的数值是单个值"),
        (r"the least or greatest is chosen among answers that are no constants", "取最小或最大的答案不是常数"),
        (r"the table has no inputs, no outputs or no rules", "表没有输入、输出或规则"),
        (r"powers are not part of the pack language", "规则包的语言没有乘方"),
        (r"nothing can be compared with null", "null 不能比较"),
        (r"a (?P<a>number|text|date|yes/no value) is needed here, this is (?P<b>.+)", "这里要 {a}，写的是 {b}"),
        # What to do.
        (r"break the circle in the model", "在模型里解开循环"),
        (r"complete it in the model, or bring it as a fact", "在模型里补全，或作为数据项带入"),
        (r"complete (?:it in |the rule in )?the model", "在模型里补全"),
        (r"correct its type in the model", "在模型里改正类型"),
        (r"correct it in the model", "在模型里改正"),
        (r"correct one of the two", "改正其中一个"),
        (r"correct the test case", "改正测试用例"),
        (r"give it a plain type(?: in the model)?", "用普通的类型"),
        (r"give one figure, text, date or yes/no in the model", "在模型里给出一个数、文字、日期或是否"),
        (r"join some of them", "合并其中几个"),
        (r"keep the table as a sheet with a column 备注", "把表存成带“备注”列的表格文件"),
        (r"name them apart in the model", "在模型里改成不同的名称"),
        (r"tell them apart in the model", "在模型里区分开"),
        (r"write it as a literal expression or a decision table in the model, or by hand in the pack",
         "在模型里写成公式或决策表，或在规则包里手写"),
        (r"write it in FEEL", "改用 FEEL"),
        (r"take care that no other value is given, or test it in a condition", "注意不要填别的值，或用条件检查"),
        (r"add the requirement, or the input data, to the model", "在模型里补上需求或输入数据"),
        (r"bring the figure that it works out as a fact, or write this part by hand in the pack", "把算出来的数作为数据项带入，或在规则包里手写这部分"),
        (r"give parts of it decisions of their own", "把一部分拆成单独的决策"),
        (r"name one component of it", "写明其中的哪一部分"),
        (r"see what is said of (?P<a>.+)", "见 {a} 的说明"),
        (r"write the function out in the model, or the rule by hand", "在模型里把函数展开，或手写这条规则"),
        (r"write this part by hand in the pack", "在规则包里手写这部分"),
        (r"name an input or a decision", "写一个输入或决策的名称"),
        (r"nothing that decides is lost by it", "不影响任何结论"),
        (r"write what it works out into the decisions that call it", "把它算的内容写进调用它的决策"),
        (r"nothing is lost by it where its decisions came over; .+", "它的决策都带入了就没有损失；政策的 outputs 代替它"),
        (r"name it as the source of the rules that rest on it", "在依据它的规则里写为依据"),
        (r"bring the other model in as well, into the same pack", "把另一个模型也带入同一个规则包"),
        (r"declare it as number, string, boolean or date, or write the fact by hand", "声明为数、文字、是否或日期，或手写数据项"),
        (r"give its variable a typeRef in the model", "在模型里给它的变量写 typeRef"),
        (r"give the figure that counts as a fact", "把要用的数作为数据项"),
        (r"leave it out of --yuan", "不要列为以元计的数据"),
        (r"list the allowed texts in the item definition, or give one figure", "在类型里列出允许的文字，或只给一个数"),
        (r"write the scenario by hand", "手写情景"),
        (r"add the answer to the column's values in the model", "在模型里把答案加进该列的值"),
        (r"ask for what is known", "改问已知的内容"),
        (r"ask it in a column of its own, as true or false", "另立一列，用 true 或 false"),
        (r"bring the table without it, or write the rule by hand", "去掉它再带入，或手写这条规则"),
        (r"choose FIRST, or COLLECT with an aggregation, in the model", "在模型里改用 FIRST，或带汇总的 COLLECT"),
        (r"choose FIRST in the model", "在模型里改用 FIRST"),
        (r"keep one output and at most (?P<n>\d+) rules", "只留一个输出和最多 {n} 条规则"),
        (r"keep one output", "只留一个输出"),
        (r"set their tests apart by constants, or choose FIRST in the model", "用常数把条件分开，或在模型里改用 FIRST"),
        (r"split it by its first input", "按第一个输入拆开"),
        (r"write it in the model", "在模型里写明"),
        (r"write what the input is compared with", "写明输入与什么比较"),
        # What keeps a model from being read at all.
        (r"(?P<a>.+) is no decision model: its root is <(?P<b>.+)>", "{a} 不是决策模型：根元素是 <{b}>"),
        (r"(?P<a>.+) holds no test cases: its root is <(?P<b>.+)>", "{a} 没有测试用例：根元素是 <{b}>"),
        (r"(?P<a>.+) cannot be read: (?P<b>.+)", "{a} 读不出来：{b}"),
        (r"(?P<a>.+) has (?P<n>\d+) bytes, more than (?P<most>\d+)", "{a} 有 {n} 字节，超过 {most}"),
        (r"(?P<a>.+) is not well-formed: (?P<b>.+)", "{a} 不是格式正确的 XML：{b}"),
        (r"(?P<a>.+): a document type is refused: (?P<b>.+)", "{a}：不接受文档类型 {b}"),
        (r"(?P<a>.+): more elements nested deeper than (?P<n>.+)", "{a}：元素嵌套超过 {n} 层"),
        (r"(?P<a>.+): more elements than (?P<n>.+)", "{a}：元素超过 {n} 个"),
    )
)  # fmt: skip


def in_chinese(text: str) -> str:
    """Return a reason or a remedy in Chinese; the text itself where no pattern fits it."""
    for pattern, chinese in _PATTERNS:
        found = pattern.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            if "inner" in parts:
                parts["inner"] = in_chinese(parts["inner"])
            if "part" in parts:
                parts["part"] = _PARTS.get(parts["part"], parts["part"])
            return chinese.format(**parts)
    return words_zh.in_chinese(text) or text
