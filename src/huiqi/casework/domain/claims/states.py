"""Where a claim stands, and what may be done with it there: one table, asked by every service before it changes a row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from huiqi.kernel.words import Pair


class State(StrEnum):
    """Where a claim stands."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    REFUSED = "refused"
    HELD = "held"
    APPROVED = "approved"
    NOTICED = "noticed"
    OBJECTED = "objected"
    REVOKED = "revoked"
    OFFERED = "offered"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CONFIRMED = "confirmed"
    OWED = "owed"
    PAYING = "paying"
    FAILED = "failed"
    PAID = "paid"

    @property
    def words(self) -> Pair:
        """Return what the state is called, in Chinese and in English."""
        return _NAMES[self]


class Act(StrEnum):
    """What is done with a claim."""

    REVIEW = "review"
    REFUSE = "refuse"
    SEND_BACK = "send_back"
    PUT_RIGHT = "put_right"
    APPROVE = "approve"
    HOLD = "hold"
    POST = "post"
    OBJECT = "object"
    DISMISS = "dismiss"
    UPHOLD = "uphold"
    OFFER = "offer"
    CONFIRM = "confirm"
    DECLINE = "decline"
    LAPSE = "lapse"
    OWE = "owe"
    BATCH = "batch"
    UNBATCH = "unbatch"
    UNBATCH_FAILED = "unbatch_failed"
    FAIL = "fail"
    PAY = "pay"
    BOUNCE = "bounce"
    WORK_OUT = "work_out"

    @property
    def words(self) -> Pair:
        """Return what the act is called, in Chinese and in English."""
        return _ACTS[self]


_NAMES: Final[Mapping[State, Pair]] = {
    State.PROPOSED: ("待审核", "To review"),
    State.RETURNED: ("退回核实", "Sent back"),
    State.REVIEWED: ("待审批", "To approve"),
    State.REFUSED: ("不予兑现", "Refused"),
    State.HELD: ("待预算", "Held for budget"),
    State.APPROVED: ("待公示或请确认", "To post or offer"),
    State.NOTICED: ("公示中", "On public notice"),
    State.OBJECTED: ("异议复核", "Under objection"),
    State.REVOKED: ("异议成立，取消", "Revoked on objection"),
    State.OFFERED: ("待企业确认", "To be confirmed"),
    State.DECLINED: ("企业放弃", "Declined"),
    State.LAPSED: ("逾期未确认", "Lapsed"),
    State.CONFIRMED: ("已确认，待额度", "Confirmed, waits for money"),
    State.OWED: ("待拨付", "To pay"),
    State.PAYING: ("拨付中", "Being paid"),
    State.FAILED: ("拨付退回", "Payment failed"),
    State.PAID: ("已到账", "Paid"),
}
_ACTS: Final[Mapping[Act, Pair]] = {
    Act.REVIEW: ("审核同意", "reviewed"),
    Act.REFUSE: ("不予兑现", "refused"),
    Act.SEND_BACK: ("退回核实", "sent back"),
    Act.PUT_RIGHT: ("核实后重新提交", "put right"),
    Act.APPROVE: ("审批同意", "approved"),
    Act.HOLD: ("因预算不足暂缓", "held for budget"),
    Act.POST: ("公示", "posted"),
    Act.OBJECT: ("收到异议", "objected to"),
    Act.DISMISS: ("异议不成立", "objection dismissed"),
    Act.UPHOLD: ("异议成立", "objection upheld"),
    Act.OFFER: ("请企业确认", "offered"),
    Act.CONFIRM: ("企业确认", "confirmed"),
    Act.DECLINE: ("企业放弃", "declined"),
    Act.LAPSE: ("逾期失效", "lapsed"),
    Act.OWE: ("列入应付", "owed"),
    Act.BATCH: ("列入拨付批次", "put into a batch"),
    Act.UNBATCH: ("退出拨付批次", "taken out of a batch"),
    Act.UNBATCH_FAILED: ("退出拨付批次，仍待核对账户", "taken out of a batch, its account still to be looked at"),
    Act.FAIL: ("银行退回", "failed at the bank"),
    Act.PAY: ("到账", "paid"),
    Act.BOUNCE: ("到账后银行退票", "returned by the bank"),
    Act.WORK_OUT: ("重新核定金额", "worked out anew"),
}
ALLOWED: Final[Mapping[tuple[State, Act], State]] = {
    (State.PROPOSED, Act.REVIEW): State.REVIEWED,
    (State.PROPOSED, Act.REFUSE): State.REFUSED,
    (State.PROPOSED, Act.SEND_BACK): State.RETURNED,
    (State.RETURNED, Act.PUT_RIGHT): State.PROPOSED,
    (State.RETURNED, Act.REFUSE): State.REFUSED,
    (State.REVIEWED, Act.APPROVE): State.APPROVED,
    (State.REVIEWED, Act.HOLD): State.HELD,
    (State.REVIEWED, Act.REFUSE): State.REFUSED,
    (State.REVIEWED, Act.SEND_BACK): State.RETURNED,
    (State.HELD, Act.APPROVE): State.APPROVED,
    (State.HELD, Act.OWE): State.OWED,
    (State.HELD, Act.REFUSE): State.REFUSED,
    (State.APPROVED, Act.POST): State.NOTICED,
    (State.APPROVED, Act.OFFER): State.OFFERED,
    (State.NOTICED, Act.OBJECT): State.OBJECTED,
    (State.NOTICED, Act.OFFER): State.OFFERED,
    (State.OBJECTED, Act.DISMISS): State.NOTICED,
    (State.OBJECTED, Act.UPHOLD): State.REVOKED,
    (State.OFFERED, Act.CONFIRM): State.CONFIRMED,
    (State.OFFERED, Act.DECLINE): State.DECLINED,
    (State.OFFERED, Act.LAPSE): State.LAPSED,
    (State.CONFIRMED, Act.OWE): State.OWED,
    (State.CONFIRMED, Act.HOLD): State.HELD,
    (State.OWED, Act.BATCH): State.PAYING,
    (State.FAILED, Act.BATCH): State.PAYING,
    (State.PAYING, Act.UNBATCH): State.OWED,
    (State.PAYING, Act.UNBATCH_FAILED): State.FAILED,
    (State.PAYING, Act.FAIL): State.FAILED,
    (State.PAYING, Act.PAY): State.PAID,
    (State.PAID, Act.BOUNCE): State.FAILED,
    (State.PROPOSED, Act.WORK_OUT): State.PROPOSED,
    (State.REVIEWED, Act.WORK_OUT): State.PROPOSED,
    (State.HELD, Act.WORK_OUT): State.PROPOSED,
    (State.APPROVED, Act.WORK_OUT): State.PROPOSED,
    (State.NOTICED, Act.WORK_OUT): State.PROPOSED,
    (State.OFFERED, Act.WORK_OUT): State.PROPOSED,
}
# The amount is public, or its company was asked to confirm it.
ANNOUNCED: Final = frozenset({State.NOTICED, State.OFFERED})
# Until its company confirms it, an amount can be worked out anew; one that is public is posted again then. An objection comes first.
RAISABLE: Final = frozenset({State.PROPOSED, State.REVIEWED, State.HELD, State.APPROVED}) | ANNOUNCED
# Nothing comes of these any more: the company may have the same clause again in the year.
ENDED: Final = frozenset({State.REFUSED, State.REVOKED, State.DECLINED, State.LAPSED})
# What the zone stands by: decided, and not ended.
PROMISED: Final = frozenset(State) - ENDED - {State.PROPOSED, State.RETURNED, State.REVIEWED, State.HELD}
# What a company confirmed is not decided on again, even while it waits for money.
DECIDING: Final = frozenset({Act.REVIEW, Act.REFUSE, Act.SEND_BACK, Act.PUT_RIGHT, Act.APPROVE, Act.WORK_OUT})
# Nobody has approved it, and nobody refused it.
UNDECIDED: Final = frozenset({State.PROPOSED, State.RETURNED, State.REVIEWED})
# No money is put aside for it: its line of the budget may be another one yet.
UNFUNDED: Final = UNDECIDED | {State.REFUSED}
OWING: Final = frozenset({State.OWED, State.PAYING, State.FAILED})


def after(state: str, act: Act, *, is_confirmed: bool = False) -> State | None:
    """Return where a claim stands after an act; None where the act is not allowed there, or not after its company confirmed."""
    return None if is_confirmed and act in DECIDING else ALLOWED.get((State(state), act))


def before(act: Act) -> frozenset[State]:
    """Return the states in which an act is allowed."""
    return frozenset(state for state, allowed in ALLOWED if allowed == act)
