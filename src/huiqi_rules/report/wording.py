"""Words of the report: amounts, values of facts, and names of limits and of kinds of dirt, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.core.types import YUAN, AnnualType, NumberType, Type
from huiqi_rules.core.values import ABSENT, Bounds
from huiqi_rules.explain.numerals import grouped, percent
from huiqi_rules.model.decision import Answer
from huiqi_rules.model.facts import Fact, Text
from huiqi_rules.model.policy import Rulebook, Version

Money = Decimal | Bounds | None

OUTCOMES: Final = {
    True: Text("符合", "met"),
    False: Text("不符合", "not met"),
    None: Text("尚不能判断", "unknown"),
}
LIMITS: Final = {
    "first_time": Text("只奖励首次，此前已获得", "only the first time, and it was awarded before"),
    "once_per": Text("同一期间只能享受一次", "only once in the period"),
    "cooling_off": Text("间隔年限未满", "the years between two awards are not over"),
    "most_times": Text("已达最多次数", "awarded as often as may be"),
    "ranking": Text("未进入名次或未达评选最低要求", "not among the places, or below the floor of the ranking"),
    "tie": Text("并列，政策未写明如何处理", "a tie, and the text has no rule for it"),
    "quota": Text("名额已满", "the quota is full"),
    "highest_only": Text("就高不重复，同类奖补已取更高一项", "only the highest of the group is paid"),
    "cap": Text("累计上限", "cap per payee"),
    "pool": Text("资金总额", "budget"),
    "unbalanced": Text("各承担方金额合计不符", "the payers' amounts do not add up"),
    "in_force": Text("当日没有适用的政策文本", "no text in force on the day"),
    "prize": Text("奖金标准", "the prize"),
    "stage": Text("预付或结算", "interim or final payment"),
    "payers": Text("各承担方金额", "the payers' amounts"),
}
PROBLEMS: Final = {
    "approximate": Text("不是确切的数（约、以上）", "not an exact number"),
    "range": Text("是范围，不是一个数", "a range, not a number"),
    "not-a-number": Text("文字写在数字列", "text in a number column"),
    "thousands": Text("千分位写错", "thousands parted wrongly"),
    "foreign-currency": Text("不是人民币", "not in yuan"),
    "wrong-unit": Text("单位不符", "the wrong unit"),
    "unit-twice": Text("列名和单元格都写了数量级", "a scale in header and cell"),
    "not-whole": Text("不是整数", "not a whole number"),
    "ratio-above-one": Text("大于 1，看不出是百分数还是倍数", "above 1: per cent or times?"),
    "impossible": Text("不可能的数", "an impossible value"),
    "not-yes-or-no": Text("不是“是”或“否”", "neither yes nor no"),
    "not-an-option": Text("不在可选项中", "none of the options"),
    "error-cell": Text("公式出错", "a spreadsheet error"),
    "merged": Text("合并单元格", "merged cells"),
    "impossible-row": Text("本行数字互相矛盾", "figures of a row contradict each other"),
    "duplicate-same": Text("重复的行，内容相同", "a row twice, the same"),
    "duplicate-different": Text("重复的行，内容不同", "a row twice, with differences"),
    "no-subject": Text("没有编号的行", "a row without an id"),
    "total-row": Text("合计行", "a row of totals"),
    "credit-code": Text("信用代码校验码不符", "a credit code that fails its check"),
    "date-cell": Text("被表格软件改成了日期", "turned into a date by the spreadsheet"),
    "serial": Text("日期写成了数字", "a date as a number"),
    "unread-column": Text("未识别的列", "a column that is not known"),
}  # fmt: skip


def money(amount: Money) -> Text:
    """Return an amount in yuan; unknown is said, never shown as 0."""
    match amount:
        case None:
            return Text("金额未知", "amount unknown")
        case Bounds(low=low, high=high):
            return Text(f"{grouped(low, money=True)}–{grouped(high, money=True)} 元", "")
        case _:
            return Text(f"{grouped(amount, money=True)} 元", "")


def money_between(low: Decimal, high: Decimal) -> str:
    """Return a sum known exactly or between two ends, in yuan."""
    ends = (low,) if low == high else (low, high)
    return "–".join(grouped(end, money=True) for end in ends) + " 元"


def fact_value(fact: Fact, value: Answer) -> Text:
    """Return what is known of a fact, with its unit."""
    return _value(fact.type, dict(fact.labels), value)


def fact_name(rulebook: Rulebook, id: str) -> Text:
    """Return the name of a fact, of a figure that is not published (leading `§`), or of a limit that waits."""
    if id.startswith("§"):
        parameter = rulebook.parameters[id[1:]].name
        return Text(f"{parameter.zh}（未公布）", f"{parameter.en} (not published)")
    fact = rulebook.facts.get(id)
    return fact.name if fact is not None else LIMITS.get(id, Text(id, id))


def condition_name(version: Version, id: str) -> Text:
    """Return the name of a condition, or of the limit that refuses."""
    found = next((condition.name for condition in version.conditions if condition.id == id), None)
    return found if found is not None else LIMITS.get(id, Text(id, id))


def problem_name(code: str) -> Text:
    """Return the name of a kind of dirt."""
    return PROBLEMS.get(code, Text(code, code))


def _value(type_: Type, labels: Mapping[str, Text], value: Answer) -> Text:
    match value:
        case None:
            return Text("未知", "unknown")
        case bool():
            return Text("是", "yes") if value else Text("否", "no")
        case Decimal():
            return Text(_number(type_, value), "")
        case Bounds(low=low, high=high):
            return Text(f"{_number(type_, low)}–{_number(type_, high)}", "")
        case str():
            return labels.get(value, Text(value, ""))
        case date():
            return Text(value.isoformat(), "")
        case frozenset():
            chosen = [labels.get(code, Text(code, code)) for code in sorted(value)]
            return Text("；".join(each.zh for each in chosen) or "无", "; ".join(each.en for each in chosen) or "none")
        case Mapping():
            of = type_.of if isinstance(type_, AnnualType) else type_
            return Text(
                "，".join(f"{year} 年 {_value(of, labels, each).zh}" for year, each in sorted(value.items())), ""
            )
        case _ if value is ABSENT:
            return Text("没有", "none")
        case _:
            raise AssertionError(value)


def _number(type_: Type, number: Decimal) -> str:
    unit = type_.unit if isinstance(type_, NumberType) else None
    if unit == YUAN:
        return f"{grouped(number, money=True)} 元"
    if isinstance(type_, NumberType) and not type_.integer and (unit is None or not unit.powers):
        return percent(number)
    return grouped(number)
