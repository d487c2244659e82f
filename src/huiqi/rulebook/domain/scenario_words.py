"""The keys and answers of scenarios in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.labels import label

_KEYS: Final[Mapping[str, Pair]] = {
    "outcome": ("结论", "Outcome"),
    "amount": ("金额", "Amount"),
    "amount_kind": ("金额种类", "Kind of amount"),
    "version": ("适用文本", "Text"),
    "failed": ("未符合的条件", "Conditions not met"),
    "missing": ("缺少的信息", "Missing facts"),
    "adjustments": ("限额调整", "Adjustments"),
    "place": ("名次", "Place"),
    "next_period": ("下次可申报年度", "Next period"),
    "next_change": ("结果变化日", "Next change"),
    "payers": ("资金分担", "Payers"),
    "conditions": ("条件", "Conditions"),
    "clauses": ("条款", "Clauses"),
    "delivery": ("办理方式", "Delivery"),
    "expect": ("预期", "Expectation"),
}
_ANSWERS: Final[Mapping[str, Pair]] = {
    "met": ("符合", "met"),
    "not_met": ("不符合", "not met"),
    "unknown": ("尚不能判断", "unknown"),
    "true": ("是", "yes"),
    "false": ("否", "no"),
    "none": ("没有", "none"),
    "[]": ("无", "none"),
}


def key_words(key: str) -> Pair:
    """Return what a key of `expect` asks about; an output of the policy is shown by its own name."""
    return label(_KEYS, key)


def answer_words(key: str, answer: str) -> Pair:
    """Return an answer in words; no text in force is none, not an open question."""
    if (key, answer) == ("version", "unknown"):
        return _ANSWERS["none"]
    return label(_ANSWERS, answer)
