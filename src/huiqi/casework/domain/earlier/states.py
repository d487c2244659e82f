"""How far a file of earlier payments is, who may do what with it, and what becomes of a row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from huiqi.casework.domain.claims.rights import CHECK_PAYMENTS, CONFIRM, MAKE_PAYMENTS, REVIEW, SEE_PAYMENTS
from huiqi.kernel.actor import Role

# One officer of finance enters, another confirms; nobody may hold both roles, and the database holds it as well.
ENTER: Final = MAKE_PAYMENTS
AGREE: Final = CHECK_PAYMENTS
SEE_FILES: Final = SEE_PAYMENTS
# What was paid to a company before is of interest to whoever decides about it, and to the company itself.
SEE_EARLIER: Final = (*SEE_PAYMENTS, *REVIEW, Role.POLICY_APPROVER)
SEE_OWN: Final = CONFIRM
# Who says that nothing was paid before under a clause; whoever confirms lists confirms it.
SAY_NONE: Final = (*ENTER, *REVIEW)


class State(StrEnum):
    """How far a file is; its payments count while it is confirmed, and until an undoing is agreed to."""

    RECEIVED = "received"
    CHECKED = "checked"
    ENTERED = "entered"
    CONFIRMED = "confirmed"
    UNDOING = "undoing"
    UNDONE = "undone"
    LEFT = "left"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _STATES[self]


class Outcome(StrEnum):
    """What becomes of a row."""

    READY = "ready"
    OUTSIDE = "outside"
    DOUBTFUL = "doubtful"
    UNMAPPED = "unmapped"
    KNOWN = "known"
    LEFT = "left"
    REFUSED = "refused"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _OUTCOMES[self]


COUNTING: Final = (State.CONFIRMED, State.UNDOING)
OPEN: Final = (State.RECEIVED, State.CHECKED)
# Rows that are entered: those of a company, and those of one that the register does not have (yet).
ENTERED_ROWS: Final = (Outcome.READY, Outcome.OUTSIDE)
WAITING_ROWS: Final = (Outcome.DOUBTFUL, Outcome.UNMAPPED)

_STATES: Final[Mapping[State, tuple[str, str]]] = {
    State.RECEIVED: ("待核对各列", "columns to be said"),
    State.CHECKED: ("已检查，待提交", "checked, to be handed over"),
    State.ENTERED: ("待另一人确认", "to be confirmed by another"),
    State.CONFIRMED: ("已确认，计入限额", "confirmed, counts in limits"),
    State.UNDOING: ("申请撤销，待另一人同意", "to be taken back, if another agrees"),
    State.UNDONE: ("已撤销", "taken back"),
    State.LEFT: ("已放弃", "given up"),
}
_OUTCOMES: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.READY: ("可以提交", "ready"),
    Outcome.OUTSIDE: ("库里没有这家企业，只计入资金池", "not in the register: counts in pools only"),
    Outcome.DOUBTFUL: ("待确认是哪家企业", "which company it is"),
    Outcome.UNMAPPED: ("待确认是哪一条款", "which clause it is"),
    Outcome.KNOWN: ("已经导入过", "brought in before"),
    Outcome.LEFT: ("不导入", "left out"),
    Outcome.REFUSED: ("有错，不导入", "refused"),
}
