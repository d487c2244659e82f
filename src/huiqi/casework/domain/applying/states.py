"""Where an application stands, and what may be done with it there: one table, asked by every service before it changes a row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from huiqi.kernel.words import Pair


class Standing(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def words(self) -> Pair:
        """Return what the standing is called, in Chinese and in English."""
        return _NAMES[self]


class Doing(StrEnum):
    """What is done with an application."""

    SAVE = "save"
    FILL = "fill"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    LAPSE = "lapse"
    CLAIM = "claim"

    @property
    def words(self) -> Pair:
        """Return what it is called, in Chinese and in English."""
        return _DOINGS[self]


_NAMES: Final[Mapping[Standing, Pair]] = {
    Standing.DRAFT: ("填写中", "Draft"),
    Standing.SUBMITTED: ("待受理", "To be checked"),
    Standing.RETURNED: ("退回补正", "Sent back"),
    Standing.ACCEPTED: ("已受理", "Accepted"),
    Standing.CLAIMED: ("已列入发放批次", "In a round"),
    Standing.REFUSED: ("未通过", "Refused"),
    Standing.WITHDRAWN: ("已撤回", "Taken back"),
    Standing.LAPSED: ("逾期未补正", "Lapsed"),
}
_DOINGS: Final[Mapping[Doing, Pair]] = {
    Doing.SAVE: ("保存", "saved"),
    Doing.FILL: ("填写完成", "filled in"),
    Doing.SUBMIT: ("提交", "submitted"),
    Doing.WITHDRAW: ("撤回", "taken back"),
    Doing.ACCEPT: ("受理", "accepted"),
    Doing.SEND_BACK: ("退回补正", "sent back"),
    Doing.REFUSE: ("不予通过", "refused"),
    Doing.LAPSE: ("逾期未补正", "lapsed"),
    Doing.CLAIM: ("列入发放批次", "taken into a round"),
}
ALLOWED: Final[Mapping[tuple[Standing, Doing], Standing]] = {
    (Standing.DRAFT, Doing.SAVE): Standing.DRAFT,
    (Standing.DRAFT, Doing.FILL): Standing.DRAFT,
    (Standing.DRAFT, Doing.SUBMIT): Standing.SUBMITTED,
    (Standing.DRAFT, Doing.WITHDRAW): Standing.WITHDRAWN,
    (Standing.RETURNED, Doing.SAVE): Standing.RETURNED,
    (Standing.RETURNED, Doing.FILL): Standing.RETURNED,
    (Standing.RETURNED, Doing.SUBMIT): Standing.SUBMITTED,
    (Standing.RETURNED, Doing.WITHDRAW): Standing.WITHDRAWN,
    (Standing.RETURNED, Doing.LAPSE): Standing.LAPSED,
    (Standing.SUBMITTED, Doing.WITHDRAW): Standing.WITHDRAWN,
    (Standing.SUBMITTED, Doing.ACCEPT): Standing.ACCEPTED,
    (Standing.SUBMITTED, Doing.SEND_BACK): Standing.RETURNED,
    (Standing.SUBMITTED, Doing.REFUSE): Standing.REFUSED,
    (Standing.ACCEPTED, Doing.CLAIM): Standing.CLAIMED,
    (Standing.ACCEPTED, Doing.REFUSE): Standing.REFUSED,
}
WRITABLE: Final = frozenset({Standing.DRAFT, Standing.RETURNED})


def after(standing: str, doing: Doing) -> Standing | None:
    """Return where an application stands after something was done; None where that is not allowed there."""
    return ALLOWED.get((Standing(standing), doing))
