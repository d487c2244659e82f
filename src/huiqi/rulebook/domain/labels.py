"""The words for the codes of packs: levels, themes, subjects, ways of delivery. A code that is not here is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi.kernel.words import Pair

LEVELS: Final[Mapping[str, Pair]] = {
    "national": ("国家", "National"),
    "province": ("省", "Province"),
    "city": ("市", "City"),
    "zone": ("区", "Zone"),
}
THEMES: Final[Mapping[str, Pair]] = {
    "reward": ("奖励", "Rewards"),
    "subsidy": ("补贴", "Subsidies"),
    "tax_fee_cut": ("减税降费", "Tax and fee cuts"),
    "title": ("资质认定", "Titles"),
    "classification": ("划型标准", "Classification"),
    "talent": ("人才", "Talent"),
    "science": ("科技", "Science"),
    "finance": ("金融", "Finance"),
    "service": ("服务", "Services"),
    "appraisal": ("评价", "Appraisal"),
    "statistics": ("统计", "Statistics"),
    "reporting": ("填报", "Reporting"),
    "policy-making": ("政策制定", "Policy-making"),
}
SUBJECTS: Final[Mapping[str, Pair]] = {
    "enterprise": ("企业", "companies"),
    "institution": ("机构", "institutions"),
    "person": ("个人", "people"),
    "carrier": ("孵化载体", "carriers"),
    "loan": ("贷款", "loans"),
    "insurance": ("保险", "insurance policies"),
    "patent": ("专利", "patents"),
    "expense": ("支出", "expenses"),
    "programme": ("计划项目", "programmes"),
    "project": ("项目", "projects"),
    "zone": ("高新区", "zones"),
    "class": ("培训班", "training classes"),
    "policy": ("政策", "policies"),
    "draft_policy": ("政策草案", "draft policies"),
    "compendium": ("政策汇编", "compendia"),
    "document": ("文件", "documents"),
    "award_batch": ("奖励批次", "batches of awards"),
}
DELIVERIES: Final[Mapping[str, Pair]] = {
    "auto_entitlement": (
        "免申即享：数据比对后确认即可，不用申请",
        "Without application: confirmed after a match by data",
    ),
    "fast_claim": ("快申快享：简单申请", "Fast claim: a short application"),
    "on_application": ("申请办理", "On application"),
    "by_ranking": ("评审排名", "By ranking"),
}
CERTAINTIES: Final[Mapping[str, Pair]] = {
    "implied": ("由原文推出", "implied by the text"),
    "reading": ("原文未写明，按理解适用", "not stated in the text: as we read it"),
    "memory-high": ("待与原文核对", "to be checked against the text"),
    "memory-low": ("待与原文核对", "to be checked against the text"),
    "verified-secondary": ("据官方解读", "by an official explanation"),
}


def label(table: Mapping[str, Pair], code: str) -> Pair:
    """Return the words for a code; the code itself where there are none."""
    return table.get(code, (code, code))
