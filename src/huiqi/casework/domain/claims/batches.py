"""Where a batch of payments stands, and one payment in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

# A payment's reference ends with its place in the batch, in four digits.
PAYMENTS_MOST: Final = 9999


class Stage(StrEnum):
    """Where a batch stands: made, checked by another person, sent to the bank, all results in; or withdrawn before it was sent."""

    MADE = "made"
    CHECKED = "checked"
    SENT = "sent"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> tuple[str, str]:
        """Return what the stage is called, in Chinese and in English."""
        return _STAGES[self]


class Result(StrEnum):
    """What became of a payment."""

    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    # Paid, and taken back by the bank days after.
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _RESULTS[self]


# What the bank did not keep: the account is looked at before it goes out again.
SENT_BACK: Final = (Result.FAILED.value, Result.RETURNED.value)
_STAGES: Final = {
    Stage.MADE: ("待复核", "To check"),
    Stage.CHECKED: ("待送银行", "To send"),
    Stage.SENT: ("待银行回单", "Waits for the bank"),
    Stage.CLOSED: ("已办结", "Closed"),
    Stage.WITHDRAWN: ("已撤回", "Withdrawn"),
}
_RESULTS: Final = {
    Result.WAITING: ("等待", "Waits"),
    Result.PAID: ("成功", "Paid"),
    Result.FAILED: ("失败", "Failed"),
    Result.RETURNED: ("到账后退票", "Returned after it was paid"),
    Result.WITHDRAWN: ("撤回", "Withdrawn"),
}
