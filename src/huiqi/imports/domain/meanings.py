"""What a column may hold beside the facts of the dictionary: who the row is about, and where it belongs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from huiqi.register.domain.identifiers import NAMES, Issued
from huiqi.register.domain.own_facts import ADDRESS, LEGAL_PERSON, OWN_FACTS
from huiqi.rulebook.domain.sheet_maps import Own

NAME: Final = "company.name"
CREDIT_CODE: Final = "company.credit_code"
FORMER_NAME: Final = "company.former_name"
PARK: Final = "company.park"
ISSUED: Final[Mapping[str, Issued]] = {f"company.{kind.value}": kind for kind in Issued}
IDENTIFIERS: Final = (CREDIT_CODE, *ISSUED)

# Chinese and English names, in the order in which they are offered.
MEANINGS: Final[Mapping[str, tuple[str, str]]] = {
    NAME: ("企业名称", "Company name"),
    CREDIT_CODE: ("统一社会信用代码", "Unified social credit code"),
    **{key: NAMES[kind] for key, kind in ISSUED.items()},
    FORMER_NAME: ("曾用名", "Former name"),
    PARK: ("所属园区", "Park"),
    **OWN_FACTS,
}
_SAID_AS: Final[Mapping[str, tuple[str, ...]]] = {
    NAME: ("公司名称", "单位名称", "名称", "企业全称", "公司全称", "纳税人名称", "市场主体名称", "机构名称", "company", "companyname", "name"),
    CREDIT_CODE: ("社会信用代码", "信用代码", "统一信用代码", "统一代码", "creditcode", "uscc"),
    "company.stock_code": ("证券代码", "stockcode"),
    "company.organisation_code": ("机构代码",),
    "company.registration_number": ("注册号", "营业执照号", "营业执照注册号"),
    FORMER_NAME: ("曾用名称", "原名称", "formername"),
    PARK: ("园区", "所在园区", "园区名称", "park"),
    LEGAL_PERSON: ("法人代表", "法定代表人姓名", "法人", "企业法人", "legalrepresentative"),
    ADDRESS: ("住所", "企业住所", "注册地", "注册地点", "企业地址", "地址", "address"),
}  # fmt: skip
_ASIDE: Final = re.compile(r"[(\[【].*?[)\]】]|[*＊:：\s_-]")


def guess(header: str) -> str:
    """Return what a header says in these words, or nothing; remarks in brackets and asterisks do not count."""
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", header)).casefold()
    return _BY_HEADER.get(plain, "")


_BY_HEADER: Final[Mapping[str, str]] = {
    said: meaning for meaning, (zh, _) in MEANINGS.items() for said in (zh.casefold(), *_SAID_AS.get(meaning, ()))
}
OWN: Final = Own({key: zh for key, (zh, _) in MEANINGS.items()}, NAME, IDENTIFIERS, guess)
# These say who the row is about; every other column holds facts.
ABOUT: Final = frozenset({NAME, *IDENTIFIERS, FORMER_NAME, PARK})
