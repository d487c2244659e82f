"""What the limits are called that changed a claim's amount or stop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi.kernel.words import Pair

_NAMES: Final[Mapping[str, Pair]] = {
    "first_time": ("只奖励首次", "first time only"),
    "once_per": ("同一期间一次", "once in the period"),
    "cooling_off": ("间隔年限", "years between two awards"),
    "most_times": ("最多次数", "most times"),
    "ranking": ("名次", "place"),
    "tie": ("并列", "tie"),
    "quota": ("名额", "quota"),
    "highest_only": ("就高不重复", "highest only"),
    "interim": ("中期拨付", "interim payment"),
    "final": ("尾款拨付", "final payment"),
    "stage": ("拨付阶段", "stage of payment"),
    "recover": ("多付扣回", "paid too much before"),
    "cap": ("累计上限", "cap per payee"),
    "pool": ("资金池", "pool"),
    "at_most": ("条款最高额", "the clause's own ceiling"),
    "negative": ("不低于零", "not below 0"),
}


def limit_name(code: str) -> Pair:
    """Return what a limit is called, in Chinese and in English; one that has no name here by its code."""
    return _NAMES.get(code, (code, code))
