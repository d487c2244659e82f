"""What can be wrong with a row of earlier payments: said at its cell, in both languages, with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Fault = dict[str, Any]

# code: (what is wrong zh, what to do zh, what is wrong en, what to do en)
_SAID: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "bad_code": ("{reason}{hint}", "对照营业执照核对", "{reason}{hint}", "compare it with the business licence"),
    "nobody": (
        "没有企业名称，也没有信用代码", "填写收款企业的统一社会信用代码和名称",
        "neither a name nor a credit code", "fill in the credit code and the name of the company that was paid",
    ),
    "not_found": (
        "库里没有名为“{name}”的企业，行里也没有信用代码", "填写信用代码；库外企业有代码就能计入资金池",
        "the register has no company called “{name}”, and the row has no credit code",
        "fill in the code: with one it counts in pools even if the register does not have the company",
    ),
    "not_yours": (
        "这家企业不在您负责的范围内", "请由其所属园区或高新区导入",
        "this company is not within your responsibility", "let its park, or the zone, bring it in",
    ),
    "outside": (
        "库里没有这家企业：只计入资金池，等企业入库后再计入它自己的限额", "要现在计入，先导入企业名单再检查一次",
        "the register does not have this company: it counts in pools only, and in the company's limits once it is there",
        "to count it now bring in the list of companies first, then check again",
    ),
    "no_clause": ("没有写是哪项政策或条款", "填写", "no policy or clause is named", "fill it in"),
    "no_amount": ("没有金额", "填写实际支付的金额", "there is no amount", "fill in what was paid"),
    "not_positive": (
        "金额是{amount}，应大于0", "收回过的款项请写净额；全部收回的，删去原行和本行",
        "the amount is {amount}; it has to be above 0", "write the net amount; where all came back leave both rows out",
    ),
    "too_fine": (
        "金额{amount}不足一分的部分无法入账", "核对单位和金额，最多两位小数",
        "the amount {amount} has fractions of a fen", "check unit and amount: at most two decimals, in yuan",
    ),
    "too_large": ("金额{amount}太大", "核对单位", "the amount {amount} is too large", "check the unit"),
    "no_day": ("没有拨付日期", "填写到年月日", "there is no day of payment", "write year, month and day"),
    "day_ahead": ("拨付日期{day}还没有到", "只导入已经支付的款项", "the day {day} is still to come", "bring in only what was paid"),
    "day_too_old": ("拨付日期{day}太早", "核对年份", "the day {day} is too long ago", "check the year"),
    "bad_year": (
        "“{said}”不是能看懂的年度", "写成四位年份，如2025",
        "“{said}” is no year that can be read", "write a year such as 2025",
    ),
    "year_ahead": ("年度{year}还没有到", "核对年度", "the year {year} is still to come", "check it"),
    "too_long": ("超过{most}个字", "缩短", "more than {most} characters", "make it shorter"),
    "same_in_file": (
        "与第{row}行是同一笔：{what}", "是同一笔就删去一行；是两笔就合并成一行，或在凭证号后加序号",
        "the same payment as row {row}: {what_en}", "leave one out; if there were two, add them up or number their documents",
    ),
    "known": (
        "这一笔已由文件“{file}”第{row}行导入", "不用再导入",
        "this payment is there already, from row {row} of “{file}”", "nothing to do",
    ),
    "known_otherwise": (
        "同一凭证号、企业、条款和年度已由文件“{file}”第{row}行导入，那里的金额是{amount}", "核对哪个对；原来的不对就先撤销那个文件",
        "the same document, company, clause and year is there from row {row} of “{file}”, over {amount}",
        "see which is right; where the first is wrong take that file back",
    ),
    "in_huiqi": (
        "惠企里已为这家企业按同一条款、同一年度批准过同样金额，日期不晚于本行", "这是惠企付的，删去本行",
        "Huiqi itself approved this amount for this company, clause and year, and not later", "Huiqi paid it: leave the row out",
    ),
    "also_in_huiqi": (
        "惠企里这家企业同一条款、同一年度另有{amount}元", "确认不是同一笔",
        "Huiqi itself has CNY {amount} for this company, clause and year as well", "see that it is not the same payment",
    ),
}  # fmt: skip


def fault(code: str, column: int, *, is_error: bool = True, **words: tuple[str, str] | object) -> Fault:
    """Return what is wrong at a column (from 1); a word that differs between the languages is given as (Chinese, English)."""
    zh, zh_remedy, en, en_remedy = _SAID[code]
    chinese = {key: word[0] if isinstance(word, tuple) else word for key, word in words.items()}
    english = {key: word[1] if isinstance(word, tuple) else word for key, word in words.items()}
    return {
        "column": column, "code": code, "is_error": is_error, "zh": zh.format(**chinese), "zh_remedy": zh_remedy,
        "en": en.format(**english), "en_remedy": en_remedy,
    }  # fmt: skip
