"""What the columns of a list of earlier payments may hold, and by which headers they are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from huiqi.rulebook.domain.sheet_maps import Own

CODE, NAME, CLAUSE, PERIOD, AMOUNT, PAID_ON, DOCUMENT, NOTE = (
    f"earlier.{word}" for word in ("code", "name", "clause", "period", "amount", "paid_on", "document", "note")
)
MEANINGS: Final[Mapping[str, tuple[str, str]]] = {
    CODE: ("统一社会信用代码", "Credit code"),
    NAME: ("企业名称", "Company"),
    CLAUSE: ("政策条款", "Policy or clause"),
    PERIOD: ("所属年度", "Year it counts for"),
    AMOUNT: ("金额", "Amount"),
    PAID_ON: ("拨付日期", "Paid on"),
    DOCUMENT: ("付款单位和凭证号", "Payer and document number"),
    NOTE: ("备注", "Note"),
}
# Without these nothing can be said of a row; one of the first two is enough.
NEEDED: Final = (CLAUSE, AMOUNT, PAID_ON)
UNITS: Final = ("元", "万元", "亿元")
_SAID_AS: Final[Mapping[str, tuple[str, ...]]] = {
    CODE: ("社会信用代码", "信用代码", "统一信用代码", "统一代码", "企业代码", "creditcode", "uscc"),
    NAME: ("公司名称", "单位名称", "名称", "企业", "企业全称", "公司全称", "收款单位", "收款人", "受益企业", "获奖企业", "company", "name", "payee"),
    CLAUSE: (
        "条款", "政策", "政策名称", "奖补项目", "项目", "项目名称", "资金项目", "奖励项目", "补贴项目", "扶持政策", "兑现事项", "事由", "政策或条款",
        "clause", "policy",
    ),
    PERIOD: ("年度", "年份", "所属期", "期间", "政策年度", "兑现年度", "year", "period"),
    AMOUNT: ("拨付金额", "支付金额", "实拨金额", "奖励金额", "补贴金额", "补助金额", "兑现金额", "实付金额", "金额元", "amount"),
    PAID_ON: ("支付日期", "付款日期", "到账日期", "拨付时间", "支付时间", "兑现日期", "日期", "paidon", "date"),
    DOCUMENT: ("凭证号", "付款凭证号", "支付凭证号", "拨付文号", "文号", "拨款文号", "付款单位凭证号", "流水号", "支付令号", "document", "reference"),
    NOTE: ("说明", "附注", "note", "remark"),
}  # fmt: skip
_ASIDE: Final = re.compile(r"[(\[【].*?[)\]】]|[*＊:：/、\s_-]")


def plain(text: str) -> str:
    """Return a header without what is said aside, its spaces and its width."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def guess(header: str) -> str:
    """Return what a header says, or nothing."""
    return _BY_HEADER.get(plain(header), "")


_BY_HEADER: Final[Mapping[str, str]] = {
    plain(said): meaning for meaning, (zh, en) in MEANINGS.items() for said in (zh, en, *_SAID_AS.get(meaning, ()))
}
OWN: Final = Own(
    {key: zh for key, (zh, _) in MEANINGS.items()}, NAME, (CODE,), guess, {AMOUNT: "money", PAID_ON: "date"}
)
