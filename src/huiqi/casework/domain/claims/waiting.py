"""For whom a claim waits, by where it stands: nothing that is decided and unpaid is without an owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi.casework.domain.claims.states import State

OWNERS: Final[Mapping[State, tuple[str, str]]] = {
    State.APPROVED: ("政策专员（公示或请确认）", "policy officer (to post or offer)"),
    State.HELD: ("财务（预算）", "finance (budget)"),
    State.NOTICED: ("公示期满", "end of the notice"),
    State.OBJECTED: ("政策专员（复核异议）", "policy officer (objection)"),
    State.OFFERED: ("企业（确认）", "company (to confirm)"),
    State.CONFIRMED: ("财务（额度）", "finance (money)"),
    State.OWED: ("财务经办人（编批次）", "finance officer (batch)"),
    State.PAYING: ("财务与银行（拨付中）", "finance and bank (being paid)"),
    State.FAILED: ("财务经办人（核账户重发）", "finance officer (account)"),
}

# What comes next, and by whom, whether there is a public notice or not.
_NEXT: Final[Mapping[State, tuple[str, str]]] = {
    State.PROPOSED: ("下一步：政策专员审核", "Next: a policy officer reviews"),
    State.RETURNED: ("下一步：政策专员核实后重新提交", "Next: a policy officer looks into it"),
    State.REVIEWED: ("下一步：另一人审批", "Next: somebody else approves"),
    State.HELD: (
        "下一步：财务补充预算或提高总额，随后自动安排",
        "Next: finance adds to the budget or raises the ceiling",
    ),
    State.NOTICED: (
        "公示期满无异议，次日自动请企业确认",
        "The companies are asked by themselves the day after the notice",
    ),
    State.OBJECTED: ("下一步：政策专员复核异议", "Next: a policy officer looks into the objection"),
    State.OFFERED: ("下一步：企业一键确认，到期自动失效", "Next: the company confirms with one button, or it lapses"),
    State.CONFIRMED: ("下一步：财务补充预算后再安排", "Next: finance adds to the budget"),
    State.OWED: ("下一步：财务经办人编入拨付批次", "Next: a finance officer puts it into a batch"),
    State.PAYING: ("下一步：财务复核、送银行、导入回单", "Next: finance checks, sends it, takes the bank's result"),
    State.FAILED: ("下一步：财务核对账户后重发", "Next: finance looks at the account and sends it again"),
}
_POST: Final = ("下一步：政策专员公示", "Next: a policy officer posts it")
_OFFER: Final = ("下一步：政策专员请企业确认", "Next: a policy officer asks the companies to confirm")


def next_step(state: State, *, is_noticed: bool) -> tuple[str, str]:
    """Return what comes next for claims of a round, with a public notice or without; empty where nothing does."""
    if state == State.APPROVED:
        return _POST if is_noticed else _OFFER
    return _NEXT.get(state, ("", ""))
