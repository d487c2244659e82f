"""What can be wrong with a row beyond its cells: said at a cell, in both languages, with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# code: (what is wrong zh, what to do zh, what is wrong en, what to do en)
_SAID: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "bad_code": (
        "{reason}", "对照营业执照核对",
        "{reason}", "compare it with the business licence",
    ),
    "name_known": (
        "{reason}本区名为“{name}”的企业，代码是{known}", "改成登记的代码，或确认是另一家企业",
        "{reason} The company called “{name}” here has the code {known}.", "write that code, or see that it is another company",
    ),
    "bad_identifier": ("{reason}", "核对后改正", "{reason}", "check it and put it right"),
    "nobody": (
        "本行没有企业名称，也没有任何代码", "填写统一社会信用代码和企业名称",
        "the row has neither a name nor a code", "fill in the credit code and the name",
    ),
    "no_name": (
        "库里没有这家企业，新增时必须有名称", "填写企业名称",
        "the register does not have this company, and a new one needs a name", "fill in the name",
    ),
    "bad_name": (
        "“{name}”不能作企业名称", "填写全称，不要有换行等控制字符",
        "“{name}” is no name of a company", "write the full name without line breaks",
    ),
    "not_yours": (
        "这家企业不在您负责的范围内", "请由其所属园区导入",
        "this company is not within your responsibility", "let the park that it belongs to bring it in",
    ),
    "two_companies": (
        "同一行的几个代码属于库里不同的企业：{names}", "核对各个代码",
        "the codes of this row belong to different companies: {names}", "check the codes",
    ),
    "unknown_park": (
        "没有名为“{park}”的园区{near}", "改成园区的登记名称",
        "there is no park called “{park}”{near}", "write the park's name as registered",
    ),
    "other_park": (
        "企业登记在“{known}”，表里写的是“{park}”；导入不移动企业", "核对；要移动请在企业页面办理",
        "the company is registered in “{known}”, the sheet says “{park}”; an import does not move it",
        "check it; move the company on its own page",
    ),
    "too_many_digits": (
        "{reason}", "最多写{places}位小数",
        "{reason}", "write at most {places} places",
    ),
    "rows_differ": (
        "“{company}”在第{rows}行重复，且这一项不同：{values}；按未知处理", "核对后只留一个",
        "“{company}” stands in rows {rows} with different values here: {values}; the fact is taken as unknown",
        "check it and keep one",
    ),
    "identifier_taken": (
        "{kind}“{value}”在库里属于另一家企业，没有登记", "核对代码",
        "the {kind} “{value}” belongs to another company of the register and was not recorded", "check it",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a cell (row and column from 1); `is_error`: the row is not brought in for it."""

    row: int
    column: int
    code: str
    what: str
    is_error: bool
    zh: str
    zh_remedy: str
    en: str
    en_remedy: str


def fault(
    code: str, row: int, column: int, *, what: str = "", is_error: bool = False, **words: tuple[str, str] | object
) -> Fault:
    """Return what is wrong; a word that differs between the languages is given as (Chinese, English)."""
    zh, zh_remedy, en, en_remedy = _SAID[code]
    chinese = {key: word[0] if isinstance(word, tuple) else word for key, word in words.items()}
    english = {key: word[1] if isinstance(word, tuple) else word for key, word in words.items()}
    return Fault(
        row, column, code, what, is_error,
        zh.format(**chinese), zh_remedy.format(**chinese), en.format(**english), en_remedy.format(**english),
    )  # fmt: skip


CODES: Final = tuple(_SAID)
