"""Changing casework: one function, one use case, one transaction, one row of the audit trail."""

from __future__ import annotations

from huiqi.casework.services.campaigns import (
    CampaignSaid,
    CannotAsk,
    change_campaign,
    choose_companies,
    close_campaign,
    draft_campaign,
    remind,
    send_out,
)
from huiqi.casework.services.running import CannotRun, carry_out, repeat_run, restart_run, start_run
from huiqi.casework.services.snapshots import CannotTakeSnapshot
from huiqi.casework.services.surveys import (
    CannotAnswer,
    return_answers,
    save_answers,
    send_answers,
    take_answers,
    take_many,
)
from huiqi.casework.services.what_ifs import (
    CannotTryOut,
    carry_out_what_if,
    change_what_if,
    make_what_if,
    start_what_if,
)

__all__ = [
    "CampaignSaid",
    "CannotAnswer",
    "CannotAsk",
    "CannotRun",
    "CannotTakeSnapshot",
    "CannotTryOut",
    "carry_out",
    "carry_out_what_if",
    "change_campaign",
    "change_what_if",
    "choose_companies",
    "close_campaign",
    "draft_campaign",
    "make_what_if",
    "remind",
    "repeat_run",
    "restart_run",
    "return_answers",
    "save_answers",
    "send_answers",
    "send_out",
    "start_run",
    "start_what_if",
    "take_answers",
    "take_many",
]
