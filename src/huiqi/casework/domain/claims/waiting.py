"""For whom a claim waits, by where it stands: nothing that is decided and unpaid is without an owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huiqi.casework.domain.claims.states import State

OWNERS: Final[Mapping[State, tuple[str, str]]] = {
    State.APPROVED: ("政策专员（公示）", "policy officer (to post)"),
    State.HELD: ("财务（预算）", "finance (budget)"),
    State.NOTICED: ("公示期满", "end of the notice"),
    State.OBJECTED: ("政策专员（复核异议）", "policy officer (objection)"),
    State.OFFERED: ("企业（确认）", "company (to confirm)"),
    State.CONFIRMED: ("财务（额度）", "finance (money)"),
    State.OWED: ("财务经办人（编批次）", "finance officer (batch)"),
    State.PAYING: ("财务与银行（拨付中）", "finance and bank (being paid)"),
    State.FAILED: ("财务经办人（核账户重发）", "finance officer (account)"),
}
