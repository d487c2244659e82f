"""Changes of budgets, and promises out of them, that one person proposes and another one confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from huiqi.kernel.words import Pair
from huiqi.ledger.domain.steps import Step


class Kind(StrEnum):
    """What is proposed."""

    SET = "set"
    CUT = "cut"
    SHIFT = "shift"
    CORRECT = "correct"
    ISSUE = "issue"
    USE = "use"
    SETTLE = "settle"
    EXPIRE = "expire"
    RECOVER = "recover"
    COMPENSATE = "compensate"
    PROMISE = "promise"
    INTERIM = "interim"
    FINAL = "final"
    PLAN = "plan"
    PAY = "pay"


class Standing(StrEnum):
    """How far a proposal is."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


KIND_WORDS: dict[Kind, Pair] = {
    Kind.SET: ("下达预算", "set a budget"),
    Kind.CUT: ("核减预算", "cut a budget"),
    Kind.SHIFT: ("预算调剂", "shift between budgets"),
    Kind.CORRECT: ("更正账目", "correct an entry"),
    Kind.ISSUE: ("发放券", "issue a voucher"),
    Kind.USE: ("使用券", "use a voucher"),
    Kind.SETTLE: ("结算券", "settle vouchers"),
    Kind.EXPIRE: ("注销过期券", "expire vouchers"),
    Kind.RECOVER: ("登记退款", "book what came back"),
    Kind.COMPENSATE: ("风险补偿", "compensate a loss"),
    Kind.PROMISE: ("登记项目资金", "promise money for a project"),
    Kind.INTERIM: ("中期拨付", "interim payment"),
    Kind.FINAL: ("尾款拨付", "final payment"),
    Kind.PLAN: ("欠付分年计划", "plan for what is owed"),
    Kind.PAY: ("支付欠付款项", "pay what is owed"),
}
STANDING_WORDS: dict[Standing, Pair] = {
    Standing.OPEN: ("待复核", "waits for a check"),
    Standing.CONFIRMED: ("已入账", "booked"),
    Standing.REFUSED: ("未通过", "refused"),
    Standing.WITHDRAWN: ("已撤回", "withdrawn"),
}


# The kinds that are more than their parts, and the step that a part of them shows.
PROMISING: dict[Kind, Step] = {
    Kind.ISSUE: Step.COMMIT,
    Kind.USE: Step.OWE,
    Kind.SETTLE: Step.PAY,
    Kind.EXPIRE: Step.CANCEL,
    Kind.RECOVER: Step.RETURN,
    Kind.COMPENSATE: Step.OWE,
    Kind.PROMISE: Step.COMMIT,
    Kind.INTERIM: Step.PAY,
    Kind.FINAL: Step.PAY,
    Kind.PLAN: Step.PAY,
    Kind.PAY: Step.PAY,
}
# The cause of money promised for a project, before the identifier of its proposal.
AGREEMENT = "agreement/"
# The kinds that say when money is to move and move none: confirmed, they have no entry.
PLANNING = frozenset({Kind.PLAN})


def standing_of(kind: str, standing: str) -> Pair:
    """Return how far a proposal of a kind is, in words."""
    if kind in PLANNING and standing == Standing.CONFIRMED:
        return ("已生效", "in force")
    return STANDING_WORDS[Standing(standing)]


@dataclass(frozen=True, slots=True)
class Part:
    """A line whose money is to change by an amount in yuan; a correction names the transfer that it takes back."""

    line: UUID
    step: Step
    amount: Decimal
    transfer: int | None = None


def kind_of(parts: Sequence[Part]) -> Kind:
    """Return what a proposal of these parts is."""
    steps = {part.step for part in parts}
    if Step.CORRECT in steps:
        return Kind.CORRECT
    if steps == {Step.SET, Step.CUT}:
        return Kind.SHIFT
    return Kind.SET if steps == {Step.SET} else Kind.CUT
