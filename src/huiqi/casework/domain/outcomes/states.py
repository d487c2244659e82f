"""Where an order paid on its outcome stands, and what may be done with it there: one table, asked before a row changes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from huiqi.kernel.words import Pair


class Stage(StrEnum):
    """Where an order stands."""

    ENTERED = "entered"
    REFUSED = "refused"
    PROMISED = "promised"
    REPORTED = "reported"
    OWED = "owed"
    PAYING = "paying"
    PAID = "paid"
    ENDED = "ended"

    @property
    def words(self) -> Pair:
        """Return what the stage is called, in Chinese and in English."""
        return _NAMES[self]


class Doing(StrEnum):
    """What is done with an order."""

    ENTER = "enter"
    APPROVE = "approve"
    REFUSE = "refuse"
    REPORT = "report"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    CLOSE = "close"
    END = "end"
    HAND_IN = "hand_in"
    REJECT = "reject"
    PAY = "pay"

    @property
    def words(self) -> Pair:
        """Return what it is called, in Chinese and in English."""
        return _DOINGS[self]


_NAMES: Final[Mapping[Stage, Pair]] = {
    Stage.ENTERED: ("待批准", "To be approved"),
    Stage.REFUSED: ("未批准", "Refused"),
    Stage.PROMISED: ("待出结果", "Waits for its outcome"),
    Stage.REPORTED: ("结果待确认", "Outcome to be confirmed"),
    Stage.OWED: ("待付款", "To be paid"),
    Stage.PAYING: ("付款待复核", "Payment to be checked"),
    Stage.PAID: ("已付清", "Paid"),
    Stage.ENDED: ("已终止，未付款", "Ended without payment"),
}
_DOINGS: Final[Mapping[Doing, Pair]] = {
    Doing.ENTER: ("登记约定", "entered"),
    Doing.APPROVE: ("批准，资金已承诺", "approved, the money is committed"),
    Doing.REFUSE: ("不予批准", "refused"),
    Doing.REPORT: ("提交结果和证明", "outcome reported with evidence"),
    Doing.SEND_BACK: ("结果退回核实", "outcome sent back"),
    Doing.CONFIRM: ("确认结果，列入应付", "outcome confirmed, owed"),
    Doing.CLOSE: ("确认结果，无应付", "outcome confirmed, nothing is owed"),
    Doing.END: ("终止", "ended"),
    Doing.HAND_IN: ("登记付款", "payment entered"),
    Doing.REJECT: ("付款退回", "payment sent back"),
    Doing.PAY: ("复核付款", "payment checked"),
}
ALLOWED: Final[Mapping[tuple[Stage, Doing], Stage]] = {
    (Stage.ENTERED, Doing.APPROVE): Stage.PROMISED,
    (Stage.ENTERED, Doing.REFUSE): Stage.REFUSED,
    (Stage.PROMISED, Doing.REPORT): Stage.REPORTED,
    (Stage.PROMISED, Doing.END): Stage.ENDED,
    (Stage.REPORTED, Doing.SEND_BACK): Stage.PROMISED,
    (Stage.REPORTED, Doing.CONFIRM): Stage.OWED,
    (Stage.REPORTED, Doing.CLOSE): Stage.ENDED,
    (Stage.OWED, Doing.HAND_IN): Stage.PAYING,
    (Stage.PAYING, Doing.REJECT): Stage.OWED,
    (Stage.PAYING, Doing.PAY): Stage.PAID,
}
# Something is waited for.
OPEN: Final = frozenset(Stage) - {Stage.REFUSED, Stage.PAID, Stage.ENDED}
# Owed: the outcome is confirmed, the payment not checked yet.
OWING: Final = frozenset({Stage.OWED, Stage.PAYING})
# What the payee is told of.
TOLD: Final = frozenset(Stage) - {Stage.ENTERED, Stage.REFUSED}


def after(stage: str, doing: Doing) -> Stage | None:
    """Return where an order stands after something was done; None where that is not allowed there."""
    return ALLOWED.get((Stage(stage), doing))
